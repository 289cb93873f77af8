import PacketDissection

/// The set of TCP options of a SYN, which is characteristic of the sender's stack.
public struct OptionSignature: OptionSet, Hashable, Sendable {
  /// One bit for each option.
  public var rawValue: UInt8

  /// Maximum segment size.
  public static var maximumSegmentSize: OptionSignature { OptionSignature(rawValue: 1) }
  /// Window scale.
  public static var windowScale: OptionSignature { OptionSignature(rawValue: 2) }
  /// SACK permitted.
  public static var sackPermitted: OptionSignature { OptionSignature(rawValue: 4) }
  /// Timestamps.
  public static var timestamps: OptionSignature { OptionSignature(rawValue: 8) }
  /// Any other option.
  public static var other: OptionSignature { OptionSignature(rawValue: 16) }
  /// The list was truncated by the capture or is invalid.
  public static var incomplete: OptionSignature { OptionSignature(rawValue: 32) }

  /// The options of these bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The options of a segment in `frame`.
  init(_ options: TCPOptionIterator, _ frame: Span<UInt8>) {
    rawValue = 0
    var options = options
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
}
