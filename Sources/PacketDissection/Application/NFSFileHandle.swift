/// A file handle of NFS (RFC 1094, section 2.3.3; RFC 1813, section 2.3.3): opaque bytes of the server.
public struct NFSFileHandle: Hashable, Sendable {
  /// The offset where the handle begins.
  public let start: Int

  /// Bytes of the handle.
  public let count: Int

  /// The offset where the field after it begins.
  public var end: Int { start + (count + 3) & ~3 }

  /// The handle at `offset`, in version 3 with its length before it; nil if it is cut.
  public init?(_ bytes: Span<UInt8>, at offset: Int, isVersion3: Bool) throws(EarlyEnd) {
    if isVersion3 {
      count = Int(try bytes.uint32(at: offset, in: NFS.name))
      start = offset + 4
    } else {
      count = 32
      start = offset
    }
    guard bytes.has(count & ~3, at: start) else { return nil }
  }

  /// The file system and the file, if the layout is one of a known server.
  public enum Content: Hashable, Sendable {
    case file(major: UInt32, minor: UInt32, inode: UInt32)
    /// A file of VMS: the name of its device is at most `count` bytes from `start` on.
    case device(start: Int, count: Int, inode: UInt32)
    case unknown
  }

  /// The content of the handle by the server layouts that tcpdump knows, in tcpdump's order.
  public func content(_ bytes: Span<UInt8>) -> Content {
    guard count >= 16, bytes.has(count & ~3, at: start) else { return .unknown }
    let handle = bytes.extracting(start..<(start + count & ~3))
    switch Self.layout(handle) {
    case .auspex:
      return .file(
        major: UInt32(handle[6]), minor: UInt32(handle[7]), inode: handle.uint32(at: 12))
    case .berkeley:
      return .file(
        major: UInt32(handle[1]), minor: UInt32(handle[0]),
        inode: handle.uint32(at: 12).byteSwapped)
    case .osf:
      let device = handle.uint32(at: 0).byteSwapped
      return .file(
        major: device >> 20 & 0xfff, minor: device & 0xfffff,
        inode: handle.uint32(at: 12).byteSwapped)
    case .irix:
      return .file(major: UInt32(handle[2]), minor: UInt32(handle[3]), inode: handle.uint32(at: 8))
    case .sunOS4:
      return .file(
        major: UInt32(handle[2]), minor: UInt32(handle[3]), inode: handle.uint32(at: 12))
    case .sunOS5:
      return .file(
        major: UInt32(handle.uint16(at: 0)) >> 2 & 0x3fff, minor: handle.uint24(at: 1) & 0x3ffff,
        inode: handle.uint32(at: 12))
    case .ultrix:
      return .file(
        major: UInt32(handle[1]), minor: UInt32(handle[0]), inode: handle.uint32(at: 4).byteSwapped)
    case .vms:
      let inode =
        UInt32(handle[26]) << 24 | UInt32(handle[27]) << 16 | UInt32(handle[23]) << 8
        | UInt32(handle[22])
      return .device(start: start + 1, count: min(count / 4, handle.count - 1), inode: inode)
    case .hpux:
      return .file(
        major: UInt32(handle[0]), minor: handle.uint24(at: 1), inode: handle.uint32(at: 12))
    case nil: return .unknown
    }
  }

  /// The servers whose handle layouts are known.
  private enum Layout { case auspex, berkeley, osf, irix, sunOS4, sunOS5, ultrix, vms, hpux }

  private static func layout(_ handle: Span<UInt8>) -> Layout? {
    let startsWithZeros = handle.uint16(at: 0) == 0
    if startsWithZeros {
      if handle.uint16(at: 2) == 0 { return .auspex }
      if handle[4] != 0 && handle[5] == 0 && handle[8] == 12 && handle[9] == 0 { return .osf }
      return handle.uint32(at: 4) == 0x0008_0000 ? .irix : .sunOS4
    }
    if handle.uint16(at: 2) == 0 {
      if handle.uint16(at: 6) == 0 { return .berkeley }
      if handle.count > 23 && handle[21] == 0 && handle[23] == 0 { return .ultrix }
      return handle[9] == 10 ? .sunOS5 : nil
    }
    if handle[8] == 12 && handle[9] == 0 { return .osf }
    if handle[8] == 0 && handle[9] == 10 { return handle.uint32(at: 4) == 0 ? .hpux : .sunOS5 }
    return isVMS(handle) ? .vms : nil
  }

  /// Whether the handle begins with the printable name of a device, filled up with zeros.
  private static func isVMS(_ handle: Span<UInt8>) -> Bool {
    guard handle.count >= 28 else { return false }
    var hasEnded = false
    for index in 1..<14 {
      let byte = handle[index]
      if byte >= 0x20 && byte < 0x7f {
        if hasEnded { return false }
      } else if byte == 0 {
        hasEnded = true
      } else {
        return false
      }
    }
    return true
  }
}
