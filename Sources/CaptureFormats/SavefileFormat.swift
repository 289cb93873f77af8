/// The format of a savefile, recognized by its first bytes and never by its name.
public enum SavefileFormat: Hashable, Sendable {
  case pcap
  case pcapng

  /// How many bytes distinguish pcap, pcapng and nearly all other formats.
  static let recognizedByteCount = 4

  /// The format of an input that begins with these bytes; nil if it is neither.
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
