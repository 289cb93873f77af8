/// The labels and pointers of a domain name in a message (RFC 1035, section 4.1.4), one after the other.
///
/// Pointers must lead backwards, so that a name ends. What lies behind them is read again for each name: `DNSNameWork`
/// bounds it, so that the names of a message take time in proportion to the message.
public struct DNSNameParts: Sendable {
  /// What the next bytes of a name are.
  public enum Part: Hashable, Sendable {
    /// A label with this stated range of bytes, which may exceed those captured.
    case label(Range<Int>)
    /// A bit string label (RFC 2673, withdrawn by RFC 6891): how many bits, and their stated range of bytes.
    case bits(Int, Range<Int>)
    /// The label of length 0 that ends the name.
    case root
    /// A pointer that does not lead backwards, or one too many.
    case badPointer
    /// The label type 0x80, which is not assigned.
    case unknownType
    /// An extended label type (RFC 2671, withdrawn by RFC 6891) that is not a bit string.
    case unknownExtendedType(UInt8)
    /// The captured bytes end in the name.
    case cut
    /// The captured bytes end after the first byte of a label or pointer that is not the name's first.
    case endOfBytes
  }

  /// The offset that pointers are counted from: where the message begins.
  private let base: Int
  /// The offset where the name begins.
  private let start: Int
  /// The offset of the next label.
  private var offset: Int
  /// What a pointer must be less than.
  ///
  /// Compared as tcpdump 4.99 does: a name before its base may point anywhere.
  private var limit: UInt32

  /// The offset after the name, as far as it was read: a pointer ends it.
  public private(set) var end: Int

  /// Characters of the labels so far, with a dot behind each.
  private var characters = 0

  /// The longest name, in characters (RFC 1035, section 2.3.4).
  private static var longestName: Int { 255 }

  /// Whether a pointer was followed.
  public private(set) var hasJumped = false

  /// The name at `start` of a message that begins at `base`.
  public init(at start: Int, base: Int) {
    self.base = base
    self.start = start
    offset = start
    end = start
    limit = UInt32(truncatingIfNeeded: start - base)
  }

  /// The next part; those after `label` and `bits` are the name's last.
  public mutating func next(in bytes: Span<UInt8>, work: inout DNSNameWork) -> Part {
    while bytes.has(1, at: offset) {
      let first = bytes[offset]
      let start = offset + 1
      switch first & 0xc0 {
      case 0xc0:
        guard bytes.has(1, at: start) else { return cutPointer(first, at: offset) }
        if !hasJumped { end = start + 1 }
        hasJumped = true
        let target = Int(first & 0x3f) << 8 | Int(bytes[start])
        guard target < limit, work.spend(1) else { return .badPointer }
        limit = UInt32(target)
        offset = base + target
      case 0x80: return .unknownType
      case 0x40:
        guard first & 0x3f == 1 else { return .unknownExtendedType(first & 0x3f) }
        guard bytes.has(1, at: start) else { return .cut }
        let count = bytes[start] == 0 ? 256 : Int(bytes[start])
        guard let range = label(at: start + 1, count: (count + 7) / 8, &work) else {
          return .badPointer
        }
        return .bits(count, range)
      default:
        guard first > 0 else {
          if !hasJumped { end = start }
          return .root
        }
        guard start < bytes.count else { return cutLabel(start, count: Int(first)) }
        guard let range = label(at: start, count: Int(first), &work) else { return .badPointer }
        return .label(range)
      }
    }
    return .cut
  }

  /// Steps over a label; nil if it lies behind a pointer and is one too many.
  private mutating func label(
    at start: Int, count: Int, _ work: inout DNSNameWork
  ) -> Range<Int>? {
    // A label costs about as much as 16 characters; those beyond the longest name are not shown.
    let isShown = characters < Self.longestName
    if hasJumped, !work.spend(isShown ? 1 + count / 16 : 1) { return nil }
    characters += count + 1
    offset = start + count
    if !hasJumped { end = offset }
    return start..<offset
  }

  /// A pointer without its second byte ends the name there; as the name's first part it is none.
  private mutating func cutPointer(_ first: UInt8, at offset: Int) -> Part {
    if hasJumped { return .endOfBytes }
    end = offset + 1 + Int(first)
    return offset == start ? .cut : .endOfBytes
  }

  private mutating func cutLabel(_ start: Int, count: Int) -> Part {
    if !hasJumped { end = start + count }
    return .endOfBytes
  }
}

/// How much may still be read behind the pointers of one packet's domain names.
///
/// A message of 65,535 bytes can point 5,000 times to a name of 127 labels. Real messages point to a few labels from records
/// of 16 bytes; where they were measured stands beside `labelsPerByte`.
public struct DNSNameWork: Sendable {
  private var left: Int

  /// The work for names in a packet of this length.
  public init(byteCount: Int) { left = Self.base + byteCount * Self.labelsPerByte }

  /// Labels behind pointers in a packet of any length.
  private static var base: Int { 256 }
  /// Labels behind pointers for each byte of a packet.
  private static var labelsPerByte: Int { 1 }

  /// Takes some of the work; false if not enough is left.
  mutating func spend(_ work: Int) -> Bool {
    guard left >= work else { return false }
    left -= work
    return true
  }
}
