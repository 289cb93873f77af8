public import ConnectionTracking
import InternetTypes

/// The record `transition`: a change of an endpoint's state.
public enum TransitionSchema: RecordSchema {
  /// The name of the record.
  public static var name: StaticString { "transition" }

  /// The value of a record without findings.
  public static var blank: StateTransition {
    let endpoint = Endpoint(address: .v4(IPv4Address(rawValue: 0)), port: 0)
    return StateTransition(
      at: Timestamp(rawValue: 0), packet: 0, connection: 0, of: .client, endpoint: endpoint,
      peer: endpoint, from: .unknown, to: .unknown)
  }

  /// Passes the columns and their values to a sink.
  @inline(__always)
  public static func write<Sink: RecordSink & ~Copyable>(
    _ transition: borrowing StateTransition, to sink: inout Sink
  ) {
    sink.type(Self.self)
    sink.time(
      "time", "When the packet was captured that the endpoint sent, or that reached it.",
      transition.time)
    sink.count("packet", .none, "The position of that packet in the input.", transition.packet)
    sink.count("connection", .none, "The index of the connection.", transition.connection)
    sink.name("endpoint", "The side whose state it is.", transition.side)
    let (endpoint, peer) = (transition.endpoint, transition.peer)
    sink.plain("address", "The address of that endpoint.", isKnown: true) {
      $0.append(canonical: endpoint.address)
    }
    sink.count("port", .none, "Its port.", UInt64(endpoint.port))
    sink.plain("peer_address", "The address of the other endpoint.", isKnown: true) {
      $0.append(canonical: peer.address)
    }
    sink.count("peer_port", .none, "Its port.", UInt64(peer.port))
    sink.name("from", "The state before; see below.", transition.from)
    sink.name("to", "The state after.", transition.to)
  }
}

extension RecordEncoder<TransitionSchema> {
  /// Appends the record of a transition.
  public mutating func append(_ transition: StateTransition) { encode(transition) }
}
