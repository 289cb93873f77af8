public import InternetTypes
import PacketDissection

/// A TCP segment in Ethernet, and in IPv4 without options or IPv6 without extension headers, no fragment, its headers whole.
///
/// Most packets are such segments. Their fields are at fixed offsets, so that they need not be decoded layer by layer.
struct PlainSegment {
  var endpoints: SegmentEndpoints
  var fields: SegmentFields
  var options: TCPOptionIterator

  /// Nil if the frame is no such segment, or must be decoded to know.
  @inline(__always)
  init?(_ frame: Span<UInt8>, wireLength: Int, linkType: LinkType) {
    guard linkType == .ethernet, frame.count >= 54 else { return nil }
    let offset: Int
    let length: Int
    // The type of the Ethernet frame, and the first byte of the IP header.
    switch frame.uint32(at: 12) >> 8 {
    case 0x0800_45:
      guard frame.uint16(at: 20) & 0x3fff == 0, frame[23] == IPProtocol.tcp.rawValue else {
        return nil
      }
      offset = 34
      length = Int(frame.uint16(at: 16)) &- 20
      endpoints = SegmentEndpoints(
        source: HostNumber(IPv4Address(rawValue: frame.uint32(at: 26))),
        destination: HostNumber(IPv4Address(rawValue: frame.uint32(at: 30))),
        sourcePort: frame.uint16(at: 34), destinationPort: frame.uint16(at: 36),
        timeToLive: frame[22])
    case 0x86dd_60...0x86dd_6f:
      guard frame.count >= 74, frame[20] == IPProtocol.tcp.rawValue else { return nil }
      offset = 54
      length = Int(frame.uint16(at: 18))
      endpoints = SegmentEndpoints(
        source: frame.uint128(at: 22), destination: frame.uint128(at: 38),
        sourcePort: frame.uint16(at: 54), destinationPort: frame.uint16(at: 56),
        timeToLive: frame[21])
    default: return nil
    }
    let headerLength = Int(frame[offset &+ 12] >> 4) &* 4
    guard headerLength >= TCPHeader.minimumByteCount, frame.count >= offset &+ headerLength,
      length >= headerLength, length <= wireLength &- offset
    else { return nil }
    fields = SegmentFields(
      sequence: SequenceNumber(rawValue: frame.uint32(at: offset &+ 4)),
      acknowledgment: SequenceNumber(rawValue: frame.uint32(at: offset &+ 8)),
      window: frame.uint16(at: offset &+ 14), flags: TCPFlags(rawValue: frame[offset &+ 13]))
    options = TCPOptionIterator(
      in: (offset &+ TCPHeader.minimumByteCount)..<(offset &+ headerLength))
  }
}

/// The fields of a segment by which a connection attempt begins, makes progress or ends.
struct SegmentFields {
  var sequence: SequenceNumber
  var acknowledgment: SequenceNumber
  var window: UInt16
  var flags: TCPFlags

  @inline(__always)
  init(
    sequence: SequenceNumber, acknowledgment: SequenceNumber, window: UInt16, flags: TCPFlags
  ) {
    self.sequence = sequence
    self.acknowledgment = acknowledgment
    self.window = window
    self.flags = flags
  }

  /// The fields of a decoded segment.
  init(_ header: TCPHeader) {
    self.init(
      sequence: header.sequence, acknowledgment: header.acknowledgment, window: header.window,
      flags: header.flags)
  }
}

extension FloodDetector {
  /// Processes the next packet without decoding it, if it is a plain TCP segment.
  ///
  /// - Parameters:
  ///   - frame: its captured bytes.
  ///   - wireLength: its length on the wire in bytes.
  ///   - linkType: its link-layer header.
  ///   - time: when it was captured, as for ``process(_:frame:time:)``.
  /// - Returns: `hasAlerts`; nil if the packet was not processed, and must be decoded.
  @inline(__always)
  public mutating func process(
    plain frame: Span<UInt8>, wireLength: Int, linkType: LinkType, time: Timestamp
  ) -> Bool? {
    guard let segment = PlainSegment(frame, wireLength: wireLength, linkType: linkType) else {
      return nil
    }
    beginPacket(at: time)
    processSegment(segment.fields, segment.endpoints, segment.options, frame)
    return hasAlerts
  }
}
