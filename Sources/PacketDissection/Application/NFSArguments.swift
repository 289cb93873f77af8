/// A part of a file that a call reads, writes or commits, or a part of a directory that it lists.
///
/// RFC 1094, section 2.2.7 to 2.2.9 and 2.2.17; RFC 1813, section 3.3.6, 3.3.7, 3.3.16, 3.3.17 and 3.3.21.
public struct NFSTransfer: Hashable, Sendable {
  /// The first byte, or the cookie of the first entry.
  public let position: UInt64
  /// Bytes to read, to write, to list or to commit.
  public let count: UInt32
  /// Of a write: the bytes of data in the call (version 3), or the total count (version 2).
  public private(set) var dataCount: UInt32 = 0
  /// Of a write of version 2: its first field, which servers ignore.
  public private(set) var firstPosition: UInt32 = 0
  /// Of a write of version 3: 0 unstable, 1 data, 2 file.
  public private(set) var stability: UInt32 = 0
  /// Of a directory in version 3: the cookie verifier.
  public private(set) var verifier: UInt64 = 0
  /// Of READDIRPLUS: bytes of the whole reply.
  public private(set) var maximum: UInt32 = 0

  /// The arguments of READ after the file handle; nil if they are cut.
  public init?(read bytes: Span<UInt8>, at offset: Int, isVersion3: Bool) {
    guard bytes.has(isVersion3 ? 12 : 8, at: offset) else { return nil }
    position = isVersion3 ? bytes.uint64(at: offset) : UInt64(bytes.uint32(at: offset))
    count = bytes.uint32(at: offset + (isVersion3 ? 8 : 4))
  }

  /// The arguments of WRITE after the file handle; nil if they are cut.
  public init?(write bytes: Span<UInt8>, at offset: Int, isVersion3: Bool) {
    guard bytes.has(isVersion3 ? 20 : 16, at: offset) else { return nil }
    if isVersion3 {
      position = bytes.uint64(at: offset)
      dataCount = bytes.uint32(at: offset + 8)
      stability = bytes.uint32(at: offset + 12)
      count = bytes.uint32(at: offset + 16)
    } else {
      firstPosition = bytes.uint32(at: offset)
      position = UInt64(bytes.uint32(at: offset + 4))
      dataCount = bytes.uint32(at: offset + 8)
      count = bytes.uint32(at: offset + 12)
    }
  }

  /// The arguments of READDIR after the file handle; nil if they are cut.
  public init?(list bytes: Span<UInt8>, at offset: Int, isVersion3: Bool) {
    guard bytes.has(isVersion3 ? 20 : 8, at: offset) else { return nil }
    if isVersion3 {
      position = bytes.uint64(at: offset)
      verifier = bytes.uint64(at: offset + 8)
      count = bytes.uint32(at: offset + 16)
    } else {
      position = UInt64(bytes.uint32(at: offset))
      count = bytes.uint32(at: offset + 4)
    }
  }

  /// The arguments of READDIRPLUS after the file handle; nil if they are cut.
  public init?(listPlus bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) {
    guard bytes.has(20, at: offset) else { return nil }
    position = bytes.uint64(at: offset)
    verifier = bytes.uint64(at: offset + 8)
    count = bytes.uint32(at: offset + 16)
    maximum = bytes.has(4, at: offset + 20) ? bytes.uint32(at: offset + 20) : 0
  }

  /// The arguments of COMMIT after the file handle; nil if they are cut.
  public init?(commit bytes: Span<UInt8>, at offset: Int) {
    guard bytes.has(12, at: offset) else { return nil }
    position = bytes.uint64(at: offset)
    count = bytes.uint32(at: offset + 8)
  }
}

/// The device that MKNOD makes (RFC 1813, section 3.3.11).
public struct NFSDevice: Hashable, Sendable {
  /// Major device number.
  public let major: UInt32
  /// Minor device number.
  public let minor: UInt32

  /// The numbers at `offset`.
  public init(_ bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) {
    major = try bytes.uint32(at: offset, in: NFS.name)
    minor = try bytes.uint32(at: offset + 4, in: NFS.name)
  }
}

/// How full a file system is (RFC 1094, section 2.2.18; RFC 1813, section 3.3.18).
public enum NFSFileSystemStatus: Hashable, Sendable {
  /// Version 2: transfer size, block size, blocks, free ones, those free for users.
  case version2(
    transferSize: UInt32, blockSize: UInt32, blocks: UInt32, free: UInt32, available: UInt32)
  /// Version 3: bytes and files.
  case version3(NFSFileSystemSpace)

  /// The results after the attributes; nil if they are cut.
  public init?(_ bytes: Span<UInt8>, at offset: Int, isVersion3: Bool) {
    if isVersion3 {
      guard let space = NFSFileSystemSpace(bytes, at: offset) else { return nil }
      self = .version3(space)
    } else {
      guard bytes.has(20, at: offset) else { return nil }
      self = .version2(
        transferSize: bytes.uint32(at: offset), blockSize: bytes.uint32(at: offset + 4),
        blocks: bytes.uint32(at: offset + 8), free: bytes.uint32(at: offset + 12),
        available: bytes.uint32(at: offset + 16))
    }
  }
}

/// The results of FSSTAT (RFC 1813, section 3.3.18).
public struct NFSFileSystemSpace: Hashable, Sendable {
  /// Size of the file system.
  public let totalBytes: UInt64
  /// Free bytes.
  public let freeBytes: UInt64
  /// Bytes free for the caller.
  public let availableBytes: UInt64
  /// File slots.
  public let totalFiles: UInt64
  /// Free file slots.
  public let freeFiles: UInt64
  /// File slots free for the caller.
  public let availableFiles: UInt64
  /// Seconds for which the file system is not expected to change.
  public let invariance: UInt32

  init?(_ bytes: Span<UInt8>, at offset: Int) {
    guard bytes.has(52, at: offset) else { return nil }
    totalBytes = bytes.uint64(at: offset)
    freeBytes = bytes.uint64(at: offset + 8)
    availableBytes = bytes.uint64(at: offset + 16)
    totalFiles = bytes.uint64(at: offset + 24)
    freeFiles = bytes.uint64(at: offset + 32)
    availableFiles = bytes.uint64(at: offset + 40)
    invariance = bytes.uint32(at: offset + 48)
  }
}

/// The results of FSINFO (RFC 1813, section 3.3.19).
public struct NFSFileSystemInformation: Hashable, Sendable {
  /// Largest read.
  public let maximumRead: UInt32
  /// Preferred read.
  public let preferredRead: UInt32
  /// Reads are best a multiple of this.
  public let readMultiple: UInt32
  /// Largest write.
  public let maximumWrite: UInt32
  /// Preferred write.
  public let preferredWrite: UInt32
  /// Writes are best a multiple of this.
  public let writeMultiple: UInt32
  /// Preferred READDIR.
  public let preferredDirectoryRead: UInt32
  /// Largest file.
  public let maximumFileSize: UInt64
  /// The granularity of times.
  public let timeDelta: NFSTime

  /// The results after the attributes; nil if they are cut.
  public init?(_ bytes: Span<UInt8>, at offset: Int) {
    guard bytes.has(48, at: offset) else { return nil }
    maximumRead = bytes.uint32(at: offset)
    preferredRead = bytes.uint32(at: offset + 4)
    readMultiple = bytes.uint32(at: offset + 8)
    maximumWrite = bytes.uint32(at: offset + 12)
    preferredWrite = bytes.uint32(at: offset + 16)
    writeMultiple = bytes.uint32(at: offset + 20)
    preferredDirectoryRead = bytes.uint32(at: offset + 24)
    maximumFileSize = bytes.uint64(at: offset + 28)
    timeDelta = NFSTime(bytes, at: offset + 36)
  }
}

/// The results of PATHCONF (RFC 1813, section 3.3.20).
public struct NFSPathConfiguration: Hashable, Sendable {
  /// Most names of a file.
  public let maximumLinks: UInt32
  /// Longest name.
  public let maximumName: UInt32
  /// Not 0 if a name that is too long is an error.
  public let refusesLongNames: Bool
  /// Not 0 if only the superuser changes owners.
  public let restrictsOwnership: Bool
  /// Not 0 if names differ only by letters.
  public let ignoresCase: Bool
  /// Not 0 if the case of names is kept.
  public let keepsCase: Bool

  /// The results after the attributes; nil if they are cut.
  public init?(_ bytes: Span<UInt8>, at offset: Int) {
    guard bytes.has(24, at: offset) else { return nil }
    maximumLinks = bytes.uint32(at: offset)
    maximumName = bytes.uint32(at: offset + 4)
    refusesLongNames = bytes.uint32(at: offset + 8) != 0
    restrictsOwnership = bytes.uint32(at: offset + 12) != 0
    ignoresCase = bytes.uint32(at: offset + 16) != 0
    keepsCase = bytes.uint32(at: offset + 20) != 0
  }
}

/// The results of READ and WRITE (version 3) after the attributes: a count, and the end-of-file mark or the stability.
public struct NFSTransferResult: Hashable, Sendable {
  /// Bytes of count and state.
  public static var byteCount: Int { 8 }

  /// Bytes read or written.
  public let count: UInt32
  /// The end-of-file mark of READ or the stability of WRITE; nil if it was not captured.
  public let state: UInt32?

  /// The results at `offset`; nil if even the count is cut.
  public init?(_ bytes: Span<UInt8>, at offset: Int) {
    guard bytes.has(4, at: offset) else { return nil }
    count = bytes.uint32(at: offset)
    state = bytes.has(4, at: offset + 4) ? bytes.uint32(at: offset + 4) : nil
  }
}

/// The beginning of a version 2 directory listing, as tcpdump reads it.
public struct NFSDirectoryResult: Hashable, Sendable {
  /// The offset where the range begins.
  public let offset: UInt32
  /// Length of the range.
  public let size: UInt32
  /// Not 0 at the end of the directory.
  public let end: UInt32

  /// The three words at `offset`; nil if they are cut.
  public init?(_ bytes: Span<UInt8>, at offset: Int) {
    guard bytes.has(12, at: offset) else { return nil }
    self.offset = bytes.uint32(at: offset)
    size = bytes.uint32(at: offset + 4)
    end = bytes.uint32(at: offset + 8)
  }
}
