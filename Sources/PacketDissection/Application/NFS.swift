/// The Network File System, versions 2 (RFC 1094) and 3 (RFC 1813), over Sun RPC.
public enum NFS {
  /// Its port.
  public static var port: UInt16 { 2049 }

  /// The protocol as tcpdump names it if a message is cut.
  public static var name: String { "nfs" }

  /// A procedure, by its number of version 3.
  public enum Procedure: UInt32, Sendable {
    case null, getAttributes, setAttributes, lookUp, access, readLink, read, write, create
    case makeDirectory, symbolicLink, makeNode, remove, removeDirectory, rename, link
    case readDirectory, readDirectoryPlus, fileSystemStatus, fileSystemInformation
    case pathConfiguration, commit
    /// A number of version 2 without a meaning.
    case none
  }

  /// The version 3 number of a version 2 procedure; unknown numbers are unchanged.
  public static func version3Number(_ number: UInt32) -> UInt32 {
    switch number {
    case 0, 1, 2: number
    case 4: Procedure.lookUp.rawValue
    case 5: Procedure.readLink.rawValue
    case 6: Procedure.read.rawValue
    case 8: Procedure.write.rawValue
    case 9: Procedure.create.rawValue
    case 10: Procedure.remove.rawValue
    case 11: Procedure.rename.rawValue
    case 12: Procedure.link.rawValue
    case 13: Procedure.symbolicLink.rawValue
    case 14: Procedure.makeDirectory.rawValue
    case 15: Procedure.removeDirectory.rawValue
    case 16: Procedure.readDirectory.rawValue
    case 17: Procedure.fileSystemStatus.rawValue
    case ..<26: Procedure.none.rawValue
    default: number
    }
  }
}

/// A time of NFS: seconds since 1970 and nanoseconds (microseconds in version 2).
public struct NFSTime: Hashable, Sendable {
  /// Seconds since 1970.
  public let seconds: UInt32
  /// Nanoseconds, or microseconds in NFSv2.
  public let fraction: UInt32

  init(_ bytes: Span<UInt8>, at offset: Int) {
    seconds = bytes.uint32(at: offset)
    fraction = bytes.uint32(at: offset + 4)
  }
}

/// The attributes of a file (RFC 1094, section 2.3.5; RFC 1813, section 2.6).
public struct NFSFileAttributes: Hashable, Sendable {
  /// Regular file, directory and so on.
  public let type: UInt32
  /// Type and permissions.
  public let mode: UInt32
  /// Names of the file.
  public let linkCount: UInt32
  /// Owner.
  public let user: Int32
  /// Owner's group.
  public let group: Int32
  /// Bytes of the file; nil if it was not captured.
  public let size: UInt64?
  /// The attributes after the size; nil if they were not captured completely.
  public let details: Details?
  /// The offset where the field after the attributes begins.
  public let end: Int

  /// The fields that are shown only when very verbose.
  public struct Details: Hashable, Sendable {
    /// The device of a special file, in version 3 its major number.
    public let device: UInt32
    /// The minor number of the device in version 3.
    public let minorDevice: UInt32
    /// File system identifier.
    public let fileSystem: UInt64
    /// File identifier.
    public let file: UInt64
    /// Time of the last access.
    public let accessed: NFSTime
    /// Time of the last modification.
    public let modified: NFSTime
    /// Time of the last change of attributes.
    public let changed: NFSTime
  }

  /// The attributes at `offset`; nil if not even the group was captured.
  public init?(_ bytes: Span<UInt8>, at offset: Int, isVersion3: Bool) {
    guard bytes.has(20, at: offset) else { return nil }
    type = bytes.uint32(at: offset)
    mode = bytes.uint32(at: offset + 4)
    linkCount = bytes.uint32(at: offset + 8)
    user = Int32(bitPattern: bytes.uint32(at: offset + 12))
    group = Int32(bitPattern: bytes.uint32(at: offset + 16))
    let count = isVersion3 ? 84 : 68
    end = offset + count
    guard bytes.has(isVersion3 ? 8 : 4, at: offset + 20) else {
      size = nil
      details = nil
      return
    }
    size = isVersion3 ? bytes.uint64(at: offset + 20) : UInt64(bytes.uint32(at: offset + 20))
    guard bytes.has(count, at: offset) else {
      details = nil
      return
    }
    let times = offset + (isVersion3 ? 60 : 44)
    details = Details(
      device: bytes.uint32(at: offset + (isVersion3 ? 36 : 28)),
      minorDevice: isVersion3 ? bytes.uint32(at: offset + 40) : 0,
      fileSystem: isVersion3
        ? bytes.uint64(at: offset + 44) : UInt64(bytes.uint32(at: offset + 36)),
      file: isVersion3 ? bytes.uint64(at: offset + 52) : UInt64(bytes.uint32(at: offset + 40)),
      accessed: NFSTime(bytes, at: times), modified: NFSTime(bytes, at: times + 8),
      changed: NFSTime(bytes, at: times + 16))
  }
}

/// Attributes that a reply may have or not (RFC 1813, section 2.6, `post_op_attr`, `pre_op_attr`).
public enum NFSOptional {
  /// The offset where the attributes begin whose presence the word at `offset` states, or the field after it without
  /// them.
  public static func attributes(
    _ bytes: Span<UInt8>, at offset: Int
  ) throws(EarlyEnd) -> (isPresent: Bool, offset: Int) {
    (try bytes.uint32(at: offset, in: NFS.name) != 0, offset + 4)
  }
}

/// The attributes of a file before an operation (RFC 1813, section 2.6, `wcc_attr`).
public struct NFSWeakAttributes: Hashable, Sendable {
  /// Size in bytes.
  public let size: UInt64
  /// Time of the last modification.
  public let modified: NFSTime
  /// Time of the last change of attributes.
  public let changed: NFSTime
  /// Offset of the first byte after the value.
  public let end: Int

  /// The attributes at `offset`; nil if they are cut.
  public init?(_ bytes: Span<UInt8>, at offset: Int) {
    guard bytes.has(24, at: offset) else { return nil }
    size = bytes.uint64(at: offset)
    modified = NFSTime(bytes, at: offset + 8)
    changed = NFSTime(bytes, at: offset + 16)
    end = offset + 24
  }
}

/// The attributes that a request sets (RFC 1813, section 2.6, `sattr3`); nil if unchanged.
public struct NFSSetAttributes: Hashable, Sendable {
  /// Type and permissions.
  public private(set) var mode: UInt32?
  /// Owner.
  public private(set) var user: UInt32?
  /// Owner's group.
  public private(set) var group: UInt32?
  /// Time of the last access.
  public private(set) var accessed: NFSTime?
  /// Time of the last modification.
  public private(set) var modified: NFSTime?
  /// Offset of the first byte after the value.
  public private(set) var end: Int

  /// The attributes at `offset`.
  ///
  /// As in tcpdump, a size has four bytes, although the RFC has eight.
  public init?(_ bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) {
    end = offset
    mode = try Self.optional(bytes, &end)
    user = try Self.optional(bytes, &end)
    group = try Self.optional(bytes, &end)
    _ = try Self.optional(bytes, &end)
    for isAccess in [true, false] {
      let kind = try bytes.uint32(at: end, in: NFS.name)
      end += 4
      // 2: the time is the client's.
      guard kind == 2 else { continue }
      guard bytes.has(8, at: end) else { return nil }
      if isAccess {
        accessed = NFSTime(bytes, at: end)
      } else {
        modified = NFSTime(bytes, at: end)
      }
      end += 8
    }
  }

  private static func optional(
    _ bytes: Span<UInt8>, _ offset: inout Int
  ) throws(EarlyEnd) -> UInt32? {
    let isSet = try bytes.uint32(at: offset, in: NFS.name) != 0
    offset += 4
    guard isSet else { return nil }
    let value = try bytes.uint32(at: offset, in: NFS.name)
    offset += 4
    return value
  }
}
