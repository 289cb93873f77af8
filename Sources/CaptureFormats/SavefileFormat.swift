/// What a savefile is, known by its first bytes and never by its name.
public enum SavefileFormat: Hashable, Sendable {
  case pcap
  case pcapng

  /// Bytes that tell pcap and pcapng, and nearly all other formats, apart.
  static let recognizedByteCount = 4

  /// The format of an input that begins like this; nil when it is neither.
  init?(_ start: Span<UInt8>) {
    if PcapFileHeader.order(of: start) != nil {
      self = .pcap
    } else if start.starts(with: [0x0a, 0x0d, 0x0d, 0x0a]) {
      self = .pcapng
    } else {
      return nil
    }
  }
}

/// Formats of other programs that people take for savefiles, with what converts them.
enum ForeignFormat {
  /// An error that names the format which begins like this, else one that says that it is unknown.
  static func error(_ start: Span<UInt8>) -> FormatError {
    for (prefix, name, advice) in known where start.starts(with: prefix) {
      return FormatError(.unsupported, "\(name), which is not read", advice: advice)
    }
    return FormatError(.malformed, "unknown file format")
  }

  private static let convert = "convert it with: editcap -F pcapng FILE FILE.pcapng"

  private static let known: [(prefix: [UInt8], name: String, advice: String)] = [
    (Array("snoop\0\0\0".utf8), "a snoop capture", convert),
    (Array("GMBU".utf8), "a Microsoft Network Monitor 2 capture", convert),
    (Array("RTSS".utf8), "a Microsoft Network Monitor 1 capture", convert),
    (Array("TRSNIFF data".utf8), "a Network General Sniffer capture", convert),
    (Array("XCP\0".utf8), "a NetXray capture", convert),
    (Array("iptrace 1.0".utf8), "an AIX iptrace capture", convert),
    (Array("iptrace 2.0".utf8), "an AIX iptrace capture", convert),
    (Array("\u{7f}PKTS".utf8), "a packet trace of another program", convert),
    (Array("+---------+---------------+".utf8), "a K12 text capture", convert),
    (
      [0x50, 0x4b, 0x03, 0x04], "a ZIP archive", "unpack it first"
    ),
    (
      Array("MDMP".utf8) + [0x93, 0xa7], "an event trace of Windows",
      "convert it with: etl2pcapng FILE.etl FILE.pcapng"
    ),
    (
      [0x42, 0x5a, 0x68], "a bzip2 file, which is not read",
      "unpack it with: bzip2 -dc FILE | tcpinspect -r -"
    ),
  ]
}
