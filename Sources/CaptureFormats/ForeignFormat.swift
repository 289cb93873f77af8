/// Formats of other programs that are mistaken for savefiles, with the program that converts each.
enum ForeignFormat {
  /// The number of bytes that distinguish all of them.
  static let recognizedByteCount = 76

  /// An error that names the format with this beginning, or else states that the format is unknown.
  static func error(_ start: Span<UInt8>) -> FormatError {
    for (prefix, name, advice) in known where start.starts(with: prefix) {
      return FormatError(.unsupported, "\(name), which is not read", advice: advice)
    }
    if let format = CompressionFormat(start) {
      return FormatError(
        .unsupported, "packed more than twice, the third time by \(format.rawValue)",
        advice: "unpack it once first")
    }
    if isText(start) {
      if isPath(start) {
        return FormatError(
          .malformed, "the text of a symbolic link, not a capture",
          advice: "read the file that it names, or check the repository out with symbolic links")
      }
      return FormatError(
        .malformed, "unknown file format",
        advice: "a hex dump of packets is converted with: text2pcap FILE FILE.pcapng")
    }
    if isEventTrace(start) {
      return FormatError(
        .unsupported, "an event trace of Windows (ETL), which is not read",
        advice: "convert it with: etl2pcapng FILE.etl FILE.pcapng")
    }
    if isERF(start) {
      return FormatError(.unsupported, "an ERF capture, which is not read", advice: convert)
    }
    return FormatError(.malformed, "unknown file format")
  }

  private static let convert = "convert it with: editcap -F pcapng FILE FILE.pcapng"

  private static let page = "download the file that it links to"

  private static let known: [(prefix: [UInt8], name: String, advice: String)] = [
    (Array("snoop\0\0\0".utf8), "a snoop capture", convert),
    (Array("GMBU".utf8), "a Microsoft Network Monitor 2 capture", convert),
    (Array("RTSS".utf8), "a Microsoft Network Monitor 1 capture", convert),
    (Array("TRSNIFF data".utf8), "a Network General Sniffer capture", convert),
    (Array("XCP\0".utf8), "a NetXray capture", convert),
    (Array("iptrace 1.0".utf8), "an AIX iptrace capture", convert),
    (Array("iptrace 2.0".utf8), "an AIX iptrace capture", convert),
    (Array("+---------+---------------+".utf8), "a K12 text capture", convert),
    ([0, 0, 2, 0, 0x12, 5, 0, 0x10], "a K12 capture", convert),
    ([5, 0x56, 0x4e, 0x46], "a Visual Networks capture", convert),
    (
      Array("version https://git-lfs".utf8), "a pointer of Git LFS, not a capture",
      "fetch the capture with: git lfs pull"
    ),
    (Array("<!DOCTYPE".utf8), "a web page, not a capture", page),
    (Array("<!doctype".utf8), "a web page, not a capture", page),
    (Array("<html".utf8), "a web page, not a capture", page),
    ([0x50, 0x4b, 3, 4], "a ZIP archive", "unpack it first"),
    (
      [0x42, 0x5a, 0x68], "a bzip2 file, which is not read",
      "unpack it with: bzip2 -dc FILE | tcpinspect -r -"
    ),
  ]

  /// Whether it begins like an event trace: a buffer's header of 72 bytes, then the header of a system event.
  private static func isEventTrace(_ start: Span<UInt8>) -> Bool {
    guard start.count >= recognizedByteCount else { return false }
    let size = start.uint32(at: 0, .littleEndian)
    return size >= 1024 && size % 1024 == 0 && size <= 16 << 20
      && start.uint32(at: 4, .littleEndian) <= size && start[72] == 2 && start[73] == 0
      && (1...2).contains(start[74]) && start[75] == 0xc0
  }

  /// Whether it begins like a record of Endace's format: a time since 1990, a known type, and lengths that fit.
  private static func isERF(_ start: Span<UInt8>) -> Bool {
    guard start.count >= 16 else { return false }
    let (recorded, wire) = (start.uint16(at: 10, .bigEndian), start.uint16(at: 14, .bigEndian))
    return (631_152_000...4_102_444_800).contains(start.uint32(at: 4, .littleEndian))
      && (1...48).contains(start[8] & 0x7f) && recorded >= 18 && recorded <= 0x4000 && wire > 0
  }

  /// Whether it is a relative path, as Git stores a symbolic link where the file system has none.
  private static func isPath(_ start: Span<UInt8>) -> Bool {
    guard start.starts(with: Array("../".utf8)) || start.starts(with: Array("./".utf8)) else {
      return false
    }
    var hasEnded = false
    for index in start.indices {
      if start[index] <= 0x20 { hasEnded = true } else if hasEnded { return false }
    }
    return true
  }

  /// Whether it begins with printable characters.
  private static func isText(_ start: Span<UInt8>) -> Bool {
    guard start.count >= 16 else { return false }
    for index in 0..<min(start.count, recognizedByteCount) {
      guard (0x20..<0x7f).contains(start[index]) || (9...13).contains(start[index]) else {
        return false
      }
    }
    return true
  }
}
