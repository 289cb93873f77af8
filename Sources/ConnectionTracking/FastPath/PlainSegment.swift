import InternetTypes
import PacketDissection

/// Plain segments: TCP in Ethernet and IPv4 without options or IPv6 without extension headers, no fragment, no VLAN, no tunnel,
/// all headers captured.
///
/// Their fields are at fixed offsets. Reading them there costs a quarter of decoding layer by layer. A test holds both to the
/// same result.
extension WaitingPacket {
  /// Reads a plain segment from an Ethernet frame, without the hash; false if the frame must be decoded layer by layer, or has
  /// a wrong checksum.
  mutating func read(
    plain frame: Span<UInt8>, wireLength: Int, time: Timestamp, number: UInt64,
    ignoresChecksum: Bool
  ) -> Bool {
    guard frame.count >= Self.minimumByteCount else { return false }
    let start: Int
    let transportLength: Int
    // With constant offsets the compiler removes the bounds checks.
    switch frame.uint32(at: Self.network &- 2) {
    case 0x0800_4500...0x0800_45ff:
      guard frame.uint16(at: 20) & 0x3fff == 0, frame[23] == IPProtocol.tcp.rawValue else {
        return false
      }
      start = Self.network &+ IPv4Header.minimumByteCount
      transportLength = Int(frame.uint16(at: 16)) &- IPv4Header.minimumByteCount
      flow.segment = Segment(header: frame, at: 34, time: time, number: number)
      flow.segment.identification = frame.uint16(at: 18)
      flow.segment.timeToLive = frame[22]
      flow.segment.congestionBits = frame[15] & 3
      flow.setKey(
        source: UInt128(frame.uint32(at: 26)), destination: UInt128(frame.uint32(at: 30)),
        isVersion6: false, ports: frame.uint32(at: 34))
    case 0x86dd_6000...0x86dd_6fff:
      guard frame[20] == IPProtocol.tcp.rawValue, frame.count >= 74 else { return false }
      start = Self.network &+ IPv6Header.byteCount
      transportLength = Int(frame.uint16(at: 18))
      flow.segment = Segment(header: frame, at: 54, time: time, number: number)
      flow.segment.timeToLive = frame[21]
      flow.segment.congestionBits = frame[15] >> 4 & 3
      flow.setKey(
        source: frame.uint128(at: 22), destination: frame.uint128(at: 38), isVersion6: true,
        ports: frame.uint32(at: 54))
    default: return false
    }
    let headerLength = Int(frame[start &+ 12] >> 4) &* 4
    let headerEnd = start &+ headerLength
    guard headerLength >= TCPHeader.minimumByteCount, headerLength <= transportLength,
      headerEnd <= frame.count, start &+ transportLength <= wireLength
    else { return false }
    if headerLength < transportLength, ApplicationBeginning.isLikely(frame, at: headerEnd) {
      return false
    }
    flow.segment.length = UInt32(truncatingIfNeeded: transportLength &- headerLength)
    flow.segment.readOptions((start &+ TCPHeader.minimumByteCount)..<headerEnd, of: frame)
    flow.payloadBytes = flow.segment.length
    flow.ipBytes = UInt32(truncatingIfNeeded: transportLength &+ start &- Self.network)
    (quoted, stored) = (0, 0)
    guard !ignoresChecksum else { return true }
    guard start &+ transportLength <= frame.count else {
      flow.checksum = .unverifiable
      return true
    }
    // The addresses of the pseudo-header lie right before the segment (RFC 9293, section 3.1).
    var sum = InternetChecksum()
    sum.add(frame.extracting((start == 34 ? 26 : 22)..<(start &+ transportLength)))
    sum.add(UInt32(truncatingIfNeeded: transportLength) &+ UInt32(IPProtocol.tcp.rawValue))
    return sum.folded == 0xffff
  }

  /// The offset of the IP header.
  private static var network: Int { EthernetHeader.byteCount }
  /// The bytes of an Ethernet, an IPv4 and a TCP header.
  private static var minimumByteCount: Int { 54 }
}
