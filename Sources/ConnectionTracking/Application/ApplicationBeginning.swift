import InternetTypes
package import PacketDissection

/// What the first bytes of a segment's data look like: the beginning of an application's message that is read.
///
/// Segments of the usual shape are tracked without their bytes; those that begin like this keep them. Data that look like
/// it by chance only cost time.
enum ApplicationBeginning {
  /// Bits of the bytes that a message may begin with, by their lower six bits: records of TLS, and C D G H O P S T.
  private static let firstBytes: UInt64 =
    1 << 0x14 | 1 << 0x16 | 1 << 0x03 | 1 << 0x04 | 1 << 0x07 | 1 << 0x08 | 1 << 0x0f | 1 << 0x10
    | 1 << 0x13 | 1 << 0x14

  /// Whether the data at `offset` begin like a TLS handshake record, a request or an answer of HTTP, or an SSH banner.
  @inline(__always)
  static func isLikely(_ frame: Span<UInt8>, at offset: Int) -> Bool {
    guard offset &+ 4 <= frame.count, firstBytes >> UInt64(frame[offset] & 63) & 1 != 0 else {
      return false
    }
    return kind(frame.uint32(at: offset)) != nil
  }

  /// What a message is.
  enum Kind { case tls, request, response, ssh }

  /// The kind of the message that begins with these four bytes.
  static func kind(_ word: UInt32) -> Kind? {
    switch word {
    // Records of versions from SSL 3.0 on: a change of keys, handshake messages.
    case 0x1403_0000...0x1403_04ff, 0x1603_0000...0x1603_04ff: .tls
    // "GET ", "HEAD", "POST", "PUT ", "DELE", "OPTI", "PATC", "CONN", "TRAC".
    case 0x4745_5420, 0x4845_4144, 0x504f_5354, 0x5055_5420, 0x4445_4c45, 0x4f50_5449, 0x5041_5443,
      0x434f_4e4e, 0x5452_4143:
      .request
    // "HTTP", "SSH-".
    case 0x4854_5450: .response
    case 0x5353_482d: .ssh
    default: nil
    }
  }
}

/// The segments that are to follow the beginning of a TLS record that was too long for one.
///
/// At most 32 are awaited; the oldest is replaced.
package struct AwaitedSegments: Sendable {
  private struct Entry {
    var ports: UInt32 = 0
    var sequence: UInt32 = 0
    var missing: UInt32 = 0
  }

  private var entries = InlineArray<32, Entry>(repeating: Entry())
  private var next = 0
  /// Segments that were looked at since the last note.
  private var idle = 0
  /// How many segments without a note make all entries stale.
  private static let patience = 4096

  /// How many are awaited.
  package private(set) var count = 0

  /// None yet.
  package init() {}

  /// Whether an Ethernet frame with a segment of the usual shape holds an awaited one.
  @inline(__always)
  package mutating func take(plain frame: Span<UInt8>) -> Bool {
    if count == 0 || frame.count < 54 { return false }
    let (start, end) =
      frame.uint16(at: 12) == EtherType.ipv4.rawValue
      ? (34, 14 &+ Int(frame.uint16(at: 16))) : (54, 54 &+ Int(frame.uint16(at: 18)))
    guard frame.count > start &+ 12 else { return false }
    return take(
      frame, headerAt: start, length: end &- start &- Int(frame[start &+ 12] >> 4) &* 4)
  }

  /// Notes a segment whose data end inside a handshake record: its ports, and where its data are.
  package mutating func note(_ packet: Packet, _ frame: Span<UInt8>) {
    guard case .tcp(let header) = packet.transport, packet.payload.count == packet.payloadLength,
      let record = TLSRecord(frame, at: packet.payload.lowerBound), record.kind == .handshake,
      record.content.upperBound > packet.payload.upperBound,
      record.content.count <= TLSStream.limit
    else { return }
    idle = 0
    if entries[next].missing == 0 { count &+= 1 }
    entries[next] = Entry(
      ports: UInt32(header.sourcePort) << 16 | UInt32(header.destinationPort),
      sequence: header.sequence.rawValue &+ UInt32(truncatingIfNeeded: packet.payloadLength),
      missing: UInt32(truncatingIfNeeded: record.content.upperBound &- packet.payload.upperBound))
    next = (next &+ 1) & 31
  }

  /// Whether a segment with its header at `offset` is an awaited one; the one behind it is awaited then, if it is not
  /// the last.
  private mutating func take(_ frame: Span<UInt8>, headerAt offset: Int, length: Int) -> Bool {
    idle &+= 1
    if idle > Self.patience {
      self = AwaitedSegments()
      return false
    }
    guard offset &+ 8 <= frame.count, length > 0 else { return false }
    let (ports, sequence) = (frame.uint32(at: offset), frame.uint32(at: offset &+ 4))
    for index in 0..<32
    where entries[index].sequence == sequence && entries[index].ports == ports
      && entries[index].missing > 0
    {
      let size = UInt32(truncatingIfNeeded: length)
      if size >= entries[index].missing {
        entries[index].missing = 0
        count &-= 1
      } else {
        entries[index].missing &-= size
        entries[index].sequence = sequence &+ size
      }
      return true
    }
    return false
  }
}
