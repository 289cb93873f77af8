import ConnectionTracking
import InternetTypes

extension MetricsTable {
  /// What the metrics are of.
  public struct Subject: Hashable, Sendable {
    /// The program's version.
    public var version: String
    /// The interface that is captured on.
    public var interface: String

    /// The program of a version that captures on an interface.
    public init(version: String, interface: String) {
      (self.version, self.interface) = (version, interface)
    }
  }

  /// The bytes of all metrics in a form.
  public func bytes(of subject: Subject, in form: MetricsForm) -> [UInt8] {
    var text = MetricsText(form)
    text.begin(
      .init(name: "tcpinspect_build", kind: .info, help: "The program and what it captures on."))
    text.append(1, ("version", subject.version), ("interface", subject.interface))
    appendCapture(to: &text)
    appendCounts(to: &text)
    appendTraffic(to: &text)
    appendTimes(to: &text)
    return text.finish()
  }

  private func appendCapture(to text: inout MetricsText) {
    text.begin(
      .init(
        name: "tcpinspect_captured_packets", kind: .counter,
        help: "Packets that were captured and processed."))
    text.append(capture.packets)
    text.begin(
      .init(
        name: "tcpinspect_captured_bytes", kind: .counter, unit: "bytes",
        help: "Bytes of these packets on the wire."))
    text.append(capture.bytes)
    if capture.dropped != nil || capture.droppedByInterface != nil {
      text.begin(
        .init(
          name: "tcpinspect_dropped_packets", kind: .counter,
          help: "Packets that were lost before the program: all other numbers lack them."))
      if let count = capture.dropped { text.append(count, ("by", "kernel")) }
      if let count = capture.droppedByInterface { text.append(count, ("by", "interface")) }
    }
    text.begin(
      .init(
        name: "tcpinspect_opened_connections", kind: .counter,
        help: "Connections and flows that began."))
    text.append(capture.opened)
    text.begin(
      .init(
        name: "tcpinspect_evicted_connections", kind: .counter,
        help: "Connections that were given up because too many lived at a time."))
    text.append(capture.evicted)
    text.begin(
      .init(
        name: "tcpinspect_live_connections", kind: .gauge,
        help: "Connections and flows that have not ended."))
    text.append(capture.live)
    text.begin(
      .init(
        name: "tcpinspect_segment_events", kind: .counter,
        help: "Events of TCP segments by kind, as they happen."))
    for kind in SegmentEvent.Kind.allCases {
      text.append(events[Int(kind.rawValue)], ("kind", kind.name.description))
    }
    guard let time = capture.time else { return }
    text.begin(
      .init(
        name: "tcpinspect_snapshot_timestamp_seconds", kind: .gauge, unit: "seconds",
        help: "The time of the last packet that the numbers include, since 1970."))
    text.append(seconds: time.rawValue)
  }

  /// Each service's name and numbers; those without a label come last.
  private var rows: [(name: String, numbers: Service)] {
    zip(serviceNames, services).map { ($0, $1) } + [("other", others)]
  }

  private func appendCounts(to text: inout MetricsText) {
    text.begin(
      .init(
        name: "tcpinspect_ended_connections", kind: .counter,
        help: "Connections and flows that ended, by service."))
    for (name, numbers) in rows { text.append(numbers.connections, ("service", name)) }
    text.begin(
      .init(
        name: "tcpinspect_failed_connections", kind: .counter,
        help: "Connections that ended with a failure, by its reason."))
    for (name, numbers) in rows {
      for (place, failure) in Self.failures.enumerated() {
        text.append(
          numbers.failed[place], ("service", name), ("reason", failure.name.description))
      }
    }
    text.begin(
      .init(
        name: "tcpinspect_retransmitted_segments", kind: .counter,
        help: "Retransmissions of connections that ended, by cause."))
    for (name, numbers) in rows {
      for (place, cause) in Self.causes.enumerated() {
        text.append(
          numbers.retransmissions[place], ("service", name), ("cause", cause.name))
      }
    }
  }

  private func appendTraffic(to text: inout MetricsText) {
    text.begin(
      .init(
        name: "tcpinspect_zero_windows", kind: .counter,
        help: "How often a sender's own window went to zero, in connections that ended."))
    append(\.zeroWindows, to: &text)
    text.begin(
      .init(
        name: "tcpinspect_connection_packets", kind: .counter,
        help: "Packets of connections that ended, by sender."))
    append(\.packets, to: &text)
    text.begin(
      .init(
        name: "tcpinspect_connection_bytes", kind: .counter, unit: "bytes",
        help: "Bytes of IP packets of connections that ended, by sender."))
    append(\.bytes, to: &text)
  }

  private func append(_ number: KeyPath<Direction, UInt64>, to text: inout MetricsText) {
    for (name, numbers) in rows {
      text.append(numbers.client[keyPath: number], ("service", name), ("sender", "client"))
      text.append(numbers.server[keyPath: number], ("service", name), ("sender", "server"))
    }
  }

  private func appendTimes(to text: inout MetricsText) {
    text.begin(
      .init(
        name: "tcpinspect_handshake_seconds", kind: .histogram, unit: "seconds",
        help:
          "From a packet of the TCP handshake to its answer, for each side, at the capture point."))
    for (name, numbers) in rows {
      text.append(numbers.server.handshake, ("service", name), ("to", "server"))
      text.append(numbers.client.handshake, ("service", name), ("to", "client"))
    }
    text.begin(
      .init(
        name: "tcpinspect_round_trip_seconds", kind: .histogram, unit: "seconds",
        help: "The mean round-trip time of each ended connection, from the capture point to a side."
      ))
    for (name, numbers) in rows {
      text.append(numbers.server.roundTrip, ("service", name), ("to", "server"))
      text.append(numbers.client.roundTrip, ("service", name), ("to", "client"))
    }
    text.begin(
      .init(
        name: "tcpinspect_first_response_seconds", kind: .histogram, unit: "seconds",
        help: "From the first data of the client to the first data of the server."))
    for (name, numbers) in rows { text.append(numbers.firstResponse, ("service", name)) }
  }
}
