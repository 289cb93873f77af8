import BasicContainers
public import ConnectionTracking
import Reassembly

/// The packets of some connections, as they were captured.
///
/// The connection of a packet is known only after it was processed. So a tracker for a selection processes packets one
/// at a time, in one shard, on the caller's thread.
extension CaptureTracker {
  /// A tracker that can select packets.
  public init(selectingWith configuration: PipelineConfiguration) {
    var configuration = configuration
    configuration.shardCount = 1
    configuration.isThreaded = false
    self.init(configuration)
  }

  /// The connections that the last packet belongs to: those of tunnels that carry it, outermost first, then its own.
  public var connectionsOfLastPacket: [UInt64] { shards.lastConnections }

  /// Processes a frame at once, so that `connectionsOfLastPacket` refers to it.
  public mutating func takeAlone(
    _ frame: Span<UInt8>, _ header: FrameHeader,
    into receiver: inout some FindingsReceiver & ~Copyable
  ) {
    take(frame, header, into: &receiver, selecting: []) { _, _ in }
  }

  /// Processes a frame, and lends the packets that belong to one of `connections` to `body`.
  ///
  /// A fragmented datagram is lent as its captured frames, after the last one arrived.
  ///
  /// - Throws: the error of `body`.
  public mutating func take<Failure: Error>(
    _ frame: Span<UInt8>, _ header: FrameHeader,
    into receiver: inout some FindingsReceiver & ~Copyable, selecting connections: [UInt64],
    body: (FrameHeader, Span<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    if append(plain: frame, header) != .notPlain {
      shards.exchange(into: &receiver)
      if shards.isLastPacket(ofAny: connections) { try body(header, frame) }
      return
    }
    _ = try prepare(frame, header) { (shards, fragments, origin) throws(Failure) in
      shards.exchange(into: &receiver)
      guard shards.isLastPacket(ofAny: connections) else { return true }
      switch origin {
      case .frame: try body(header, frame)
      case .reassembler: try Self.lendFragments(&fragments, body)
      }
      return true
    }
  }

  /// Takes the fragments that are left at the end of the input, and lends those of `connections`; call it before
  /// `finish`.
  ///
  /// - Throws: the error of `body`.
  public mutating func finishFragments<Failure: Error>(
    into receiver: inout some FindingsReceiver & ~Copyable, selecting connections: [UInt64],
    body: (FrameHeader, Span<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    while fragments.finish() {
      appendOutput()
      shards.exchange(into: &receiver)
      if shards.isLastPacket(ofAny: connections) { try Self.lendFragments(&fragments, body) }
    }
  }

  /// Lends the fragments of the reassembler's last datagram, as they were captured.
  private static func lendFragments<Failure: Error>(
    _ fragments: inout FragmentReassembler,
    _ body: (FrameHeader, Span<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    var count = 0
    while fragments.loadFragment(count) {
      try lend(fragments.output, body)
      count += 1
    }
    if count == 0 { try lend(fragments.output, body) }
  }

  private static func lend<Failure: Error>(
    _ packet: borrowing AssembledPacket, _ body: (FrameHeader, Span<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    var header = FrameHeader(
      linkType: packet.linkType, wireLength: packet.wireLength, timestamp: packet.timestamp,
      number: packet.number)
    header.tag = packet.tag
    try body(header, packet.bytes.span)
  }
}
