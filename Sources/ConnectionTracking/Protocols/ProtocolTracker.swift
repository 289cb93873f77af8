import BoundedCollections
import InternetTypes
import PacketDissection

/// A protocol's extension of the tracker beyond counting packets; each protocol folder has one conforming type.
///
/// A protocol is added by a folder with a conforming type and a line in each list of `RegisteredProtocols.swift`. The
/// requirements are static and are given the whole tracker, because a protocol may end and open connections; its own
/// state is one of `ProtocolStates`.
protocol ProtocolTracker {
  /// The transport protocol of its packets.
  static var transport: IPProtocol { get }

  /// Observes a packet before the tracker counts it.
  ///
  /// - Returns: whether it was counted here, so that nothing more is to be done.
  static func observe(
    _ packet: Packet, _ frame: Span<UInt8>, _ flow: FlowPacket, hash: UInt32,
    in tracker: inout ConnectionTracker
  ) -> Bool

  /// Ends the protocol's state of the connection at a position, and adds it to the connection's summary.
  static func finish(
    _ position: Handle<Connection>, into summary: inout ConnectionSummary,
    in tracker: inout ConnectionTracker)
}

/// A list of protocols, resolved at compile time: a packet costs no existential and no table of functions.
enum ProtocolList<First: ProtocolTracker, Rest: ProtocolDispatch>: ProtocolDispatch {
  static func observe(
    _ packet: Packet, _ frame: Span<UInt8>, _ flow: FlowPacket, hash: UInt32,
    in tracker: inout ConnectionTracker
  ) -> Bool {
    if First.transport == flow.key.protocol,
      First.observe(packet, frame, flow, hash: hash, in: &tracker)
    {
      return true
    }
    return Rest.observe(packet, frame, flow, hash: hash, in: &tracker)
  }

  static func finish(
    _ position: Handle<Connection>, into summary: inout ConnectionSummary,
    in tracker: inout ConnectionTracker
  ) {
    if First.transport == summary.protocol {
      First.finish(position, into: &summary, in: &tracker)
    }
    Rest.finish(position, into: &summary, in: &tracker)
  }
}

/// The end of a list of protocols.
enum NoProtocol: ProtocolDispatch {
  static func observe(
    _ packet: Packet, _ frame: Span<UInt8>, _ flow: FlowPacket, hash: UInt32,
    in tracker: inout ConnectionTracker
  ) -> Bool { false }

  static func finish(
    _ position: Handle<Connection>, into summary: inout ConnectionSummary,
    in tracker: inout ConnectionTracker
  ) {}
}

/// Forwards packets and ending connections to the protocols of a list, in its order.
protocol ProtocolDispatch {
  /// Offers a packet to each protocol of its transport until one has counted it.
  static func observe(
    _ packet: Packet, _ frame: Span<UInt8>, _ flow: FlowPacket, hash: UInt32,
    in tracker: inout ConnectionTracker
  ) -> Bool

  /// Calls `finish` of each protocol of the connection's transport.
  static func finish(
    _ position: Handle<Connection>, into summary: inout ConnectionSummary,
    in tracker: inout ConnectionTracker)
}
