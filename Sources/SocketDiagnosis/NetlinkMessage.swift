/// A message in a datagram of netlink(7), without its header.
public struct NetlinkMessage: Equatable, Sendable {
  /// `SOCK_DIAG_BY_FAMILY`.
  static let socketDiagnosis: UInt16 = 20
  private static let error: UInt16 = 2
  private static let done: UInt16 = 3
  private static let headerByteCount = 16

  /// The meaning of a message.
  public enum Kind: Equatable, Sendable {
    /// A socket: `inet_diag_msg`.
    case socket
    /// The value of errno that the request led to; 0 acknowledges it.
    case error(Int32)
    /// The end of a list.
    case done
    /// Anything else.
    case other
  }

  /// The meaning.
  public let kind: Kind
  /// The sequence number of the request.
  public let sequence: UInt32
  /// Where its content lies.
  public let content: Range<Int>

  /// Reads the messages of a datagram one after another; a message that is cut or damaged ends them.
  public struct Iterator: Sendable {
    private var offset = 0

    /// An iterator at the beginning.
    public init() {}

    /// The next message of a datagram.
    public mutating func next(in bytes: Span<UInt8>) -> NetlinkMessage? {
      let start = offset
      guard bytes.count - start >= headerByteCount else { return nil }
      let length = Int(bytes.hostUInt32(at: start))
      guard length >= headerByteCount, length <= bytes.count - start else { return nil }
      // Messages are aligned to four bytes.
      offset = start + (length + 3) & ~3
      if offset > bytes.count { offset = bytes.count }
      let content = start + headerByteCount..<start + length
      let kind: Kind =
        switch bytes.hostUInt16(at: start + 4) {
        case socketDiagnosis: .socket
        case done: .done
        case error where content.count >= 4:
          .error(0 &- Int32(bitPattern: bytes.hostUInt32(at: content.lowerBound)))
        default: .other
        }
      return NetlinkMessage(
        kind: kind, sequence: bytes.hostUInt32(at: start + 8), content: content)
    }
  }
}
