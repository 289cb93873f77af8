public import InternetTypes
import PacketDissection

/// A TCP segment with ACK, without SYN, FIN, RST and URG, in Ethernet and IPv4 without options, no fragment, its headers whole.
///
/// Most packets are such segments. Their fields are at fixed offsets, so that they need not be decoded layer by layer.
struct PlainSegment {
  var endpoints: SegmentEndpoints
  var progress: SegmentProgress

  /// Nil if the frame is no such segment, or must be decoded to know.
  @inline(__always)
  init?(_ frame: Span<UInt8>, wireLength: Int, linkType: LinkType) {
    guard linkType == .ethernet, frame.count >= 54, frame.uint16(at: 12) == 0x0800,
      frame[14] == 0x45, frame.uint16(at: 20) & 0x3fff == 0, frame[23] == IPProtocol.tcp.rawValue
    else { return nil }
    let flags = TCPFlags(rawValue: frame[47])
    guard flags.contains(.ack), flags.isDisjoint(with: [.syn, .fin, .rst, .urg]) else {
      return nil
    }
    let headerLength = Int(frame[46] >> 4) &* 4
    let length = Int(frame.uint16(at: 16))
    guard headerLength >= TCPHeader.minimumByteCount, frame.count >= 34 &+ headerLength,
      length >= 20 &+ headerLength, length <= wireLength &- 14
    else { return nil }
    endpoints = SegmentEndpoints(
      source: HostNumber(IPv4Address(rawValue: frame.uint32(at: 26))),
      destination: HostNumber(IPv4Address(rawValue: frame.uint32(at: 30))),
      sourcePort: frame.uint16(at: 34), destinationPort: frame.uint16(at: 36),
      timeToLive: frame[22])
    progress = SegmentProgress(
      sequence: SequenceNumber(rawValue: frame.uint32(at: 38)),
      acknowledgment: SequenceNumber(rawValue: frame.uint32(at: 42)),
      window: frame.uint16(at: 48))
  }
}

/// The fields of a segment by which a connection attempt makes progress.
struct SegmentProgress {
  var sequence: SequenceNumber
  var acknowledgment: SequenceNumber
  var window: UInt16
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
    guard !isIgnored(segment.endpoints) else { return hasAlerts }
    hasSeenProgress = true
    processProgress(segment.progress, segment.endpoints)
    return hasAlerts
  }
}
