import PacketDissection

/// Which TCP options a SYN had: what a sender's stack always does in the same way.
struct OptionSignature: OptionSet, Hashable, Sendable {
  var rawValue: UInt8

  static var maximumSegmentSize: OptionSignature { OptionSignature(rawValue: 1) }
  static var windowScale: OptionSignature { OptionSignature(rawValue: 2) }
  static var sackPermitted: OptionSignature { OptionSignature(rawValue: 4) }
  static var timestamps: OptionSignature { OptionSignature(rawValue: 8) }
  static var other: OptionSignature { OptionSignature(rawValue: 16) }
  /// The list was cut by the capture or contradicts itself.
  static var incomplete: OptionSignature { OptionSignature(rawValue: 32) }

  init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The options of the segment in `packet`.
  init(_ packet: Packet, _ frame: Span<UInt8>) {
    rawValue = 0
    var options = TCPOptionIterator(packet)
    while let step = options.next(in: frame) {
      guard case .option(let option) = step else {
        insert(.incomplete)
        return
      }
      switch option.kind {
      case .noOperation: break
      case .endOfList: return
      case .maximumSegmentSize: insert(.maximumSegmentSize)
      case .windowScale: insert(.windowScale)
      case .sackPermitted: insert(.sackPermitted)
      case .timestamps: insert(.timestamps)
      default: insert(.other)
      }
    }
  }

  /// The options by name.
  var text: String {
    var names: [String] = []
    if contains(.maximumSegmentSize) { names.append("MSS") }
    if contains(.windowScale) { names.append("window scale") }
    if contains(.sackPermitted) { names.append("SACK permitted") }
    if contains(.timestamps) { names.append("timestamps") }
    if contains(.other) { names.append("others") }
    return names.isEmpty ? "no TCP options" : "options " + names.joined(separator: ", ")
  }
}
