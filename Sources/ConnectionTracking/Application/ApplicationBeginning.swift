import InternetTypes
package import PacketDissection

/// Recognizes the beginning of a TLS, HTTP or SSH message in the first bytes of a segment's data.
///
/// Plain segments are tracked without their bytes; those that begin like this keep them. A false match only costs time.
enum ApplicationBeginning {
  /// The bytes that a message may begin with, as a bit set by their lower six bits: TLS record types, and C D G H O P S
  /// T.
  private static let firstBytes: UInt64 =
    1 << 0x14 | 1 << 0x16 | 1 << 0x03 | 1 << 0x04 | 1 << 0x07 | 1 << 0x08 | 1 << 0x0f | 1 << 0x10
    | 1 << 0x13 | 1 << 0x14

  /// Whether the data at `offset` begin like a TLS handshake record, an HTTP request or response, or an SSH
  /// identification string.
  @inline(__always)
  static func isLikely(_ frame: Span<UInt8>, at offset: Int) -> Bool {
    guard offset &+ 4 <= frame.count, firstBytes >> UInt64(frame[offset] & 63) & 1 != 0 else {
      return false
    }
    return kind(frame.uint32(at: offset)) != nil
  }

  /// The kind of a message.
  enum Kind { case tls, request, response, ssh }

  /// The kind of the message that begins with these four bytes.
  static func kind(_ word: UInt32) -> Kind? {
    switch word {
    // TLS records from SSL 3.0 on: ChangeCipherSpec and handshake messages.
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

/// The segments expected to continue TLS records that span several segments.
///
/// At most 32 are expected; the oldest is replaced.
package struct AwaitedSegments: Sendable {
  private struct Entry {
    var ports: UInt32 = 0
    var sequence: UInt32 = 0
    var missing: UInt32 = 0
  }

  private var entries = InlineArray<32, Entry>(repeating: Entry())
  private var next = 0
  /// Segments examined since the last note.
  private var idle = 0
  /// The number of segments without a note after which all entries are dropped.
  private static let patience = 4096

  /// How many segments are expected.
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

  /// Notes a segment whose data end inside a handshake record or message: its ports, and the sequence number of the next
  /// one.
  package mutating func note(_ packet: Packet, _ frame: Span<UInt8>) {
    guard case .tcp(let header) = packet.transport, packet.payload.count == packet.payloadLength,
      let record = TLSRecord(frame, at: packet.payload.lowerBound), record.kind == .handshake
    else { return }
    let missing = Self.missing(record, packet.payload.upperBound, frame)
    guard missing > 0 else { return }
    idle = 0
    if entries[next].missing == 0 { count &+= 1 }
    entries[next] = Entry(
      ports: UInt32(header.sourcePort) << 16 | UInt32(header.destinationPort),
      sequence: header.sequence.rawValue &+ UInt32(truncatingIfNeeded: packet.payloadLength),
      missing: UInt32(truncatingIfNeeded: missing))
    next = (next &+ 1) & 31
  }

  /// How many bytes after a segment's end its record needs, or a hello that it begins and the next record goes on with.
  private static func missing(_ record: TLSRecord, _ end: Int, _ frame: Span<UInt8>) -> Int {
    let content = record.content
    if content.upperBound > end {
      return content.count <= TLSStream.limit ? content.upperBound - end : 0
    }
    guard content.upperBound == end, frame.has(4, at: content.lowerBound),
      (1...2).contains(frame[content.lowerBound])
    else { return 0 }
    let length = 4 + Int(frame.uint24(at: content.lowerBound + 1))
    guard length > content.count, length <= TLSStream.limit else { return 0 }
    return length - content.count + TLSRecord.headerByteCount
  }

  /// Whether a segment with its header at `offset` is expected; if so, the segment after it is expected next, unless it
  /// is the record's last.
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
