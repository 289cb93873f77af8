public import ConnectionTracking
public import InternetTypes

/// Counts of a connection's events by kind and sender.
public struct EventCounts: Hashable, Sendable {
  private var client: [UInt64]
  private var server: [UInt64]

  /// No events.
  public init() {
    client = Array(repeating: 0, count: SegmentEvent.Kind.allCases.count)
    server = client
  }

  /// Counts an event.
  public mutating func add(_ event: SegmentEvent) {
    switch event.sender {
    case .client: client[Int(event.kind.rawValue)] &+= 1
    case .server: server[Int(event.kind.rawValue)] &+= 1
    }
  }

  /// The number of events of a kind whose packets one side sent.
  public subscript(kind: SegmentEvent.Kind, side: Side) -> UInt64 {
    switch side {
    case .client: client[Int(kind.rawValue)]
    case .server: server[Int(kind.rawValue)]
    }
  }
}
