import InternetTypes
import Testing

@testable import ConnectionTracking
@testable import Metrics

/// The numbers that connections and events add to, and their text.
@Suite struct MetricsTextTests {
  /// A connection to a port, answered by so many packets.
  private func connection(
    _ index: UInt64, port: UInt16, answers: UInt64 = 1, isUDP: Bool = false,
    failure: ConnectionSummary.Failure? = nil
  ) -> ConnectionSummary {
    var (asking, answering) = (DirectionSummary(), DirectionSummary())
    (asking.packets, asking.ipBytes, asking.roundTripMean) = (3, 180, 2_000_000)
    (answering.packets, answering.ipBytes, answering.zeroWindows) = (answers, 60 * answers, 2)
    let start = Timestamp(rawValue: 1_700_000_000_000_000_000)
    return ConnectionSummary(
      index: index, protocol: isUDP ? .udp : .tcp, hasPorts: true,
      client: Endpoint(address: .v4(IPv4Address(rawValue: 0x0a00_0001)), port: 40000),
      server: Endpoint(address: .v4(IPv4Address(rawValue: 0x0a00_0002)), port: port), vlan: nil,
      start: start, end: start, isHandshakeSeen: true, handshakeToServer: 20_000_000,
      handshakeToClient: nil, firstResponse: nil, connState: .sf, history: History(),
      clientState: .closed, serverState: .closed, closedBy: .client, failure: failure,
      icmpTypeAndCode: nil, ending: .closed, clientToServer: asking, serverToClient: answering)
  }

  private func event(_ kind: SegmentEvent.Kind, of connection: UInt64) -> SegmentEvent {
    SegmentEvent(
      time: Timestamp(rawValue: 0), packet: 1, connection: connection, sender: .server,
      kind: kind, sequence: 0, length: 1, detail: SegmentEvent.Detail())
  }

  private func text(_ table: MetricsTable, _ form: MetricsForm) -> String {
    let subject = MetricsTable.Subject(version: "1.2.3", interface: "a\"b\\c")
    return String(decoding: table.bytes(of: subject, in: form), as: UTF8.self)
  }

  private func sample() -> MetricsTable {
    var recorder = MetricsRecorder()
    recorder.take(event(.fastRetransmission, of: 1))
    recorder.take(event(.fastRetransmission, of: 1))
    recorder.take(event(.zeroWindow, of: 1))
    recorder.take(event(.timeoutRetransmission, of: 9))
    recorder.take(connection(1, port: 443))
    recorder.take(connection(2, port: 443, answers: 5, failure: .reset))
    recorder.take(connection(3, port: 53, isUDP: true))
    recorder.table.capture.packets = 12
    recorder.table.capture.dropped = 0
    recorder.table.capture.time = Timestamp(rawValue: 1_700_000_000_250_000_000)
    return recorder.table
  }

  @Test func `OpenMetrics: names without suffixes in descriptions, with them in numbers; an end`() {
    let text = text(sample(), .openMetrics)
    for part in [
      "# TYPE tcpinspect_build info\n", "# HELP tcpinspect_build ",
      "tcpinspect_build_info{version=\"1.2.3\",interface=\"a\\\"b\\\\c\"} 1\n",
      "# TYPE tcpinspect_captured_packets counter\n", "tcpinspect_captured_packets_total 12\n",
      "# UNIT tcpinspect_captured_bytes bytes\n",
      "tcpinspect_dropped_packets_total{by=\"kernel\"} 0\n",
      "tcpinspect_segment_events_total{kind=\"fast_retransmission\"} 2\n",
      "tcpinspect_segment_events_total{kind=\"timeout_retransmission\"} 1\n",
      "tcpinspect_snapshot_timestamp_seconds 1700000000.25\n",
      "tcpinspect_ended_connections_total{service=\"443/tcp\"} 2\n",
      "tcpinspect_ended_connections_total{service=\"53/udp\"} 1\n",
      "tcpinspect_ended_connections_total{service=\"other\"} 0\n",
      "tcpinspect_failed_connections_total{service=\"443/tcp\",reason=\"reset\"} 1\n",
      "tcpinspect_retransmitted_segments_total{service=\"443/tcp\",cause=\"fast\"} 2\n",
      "tcpinspect_retransmitted_segments_total{service=\"443/tcp\",cause=\"timeout\"} 0\n",
      "tcpinspect_zero_windows_total{service=\"443/tcp\",sender=\"server\"} 4\n",
      "tcpinspect_connection_bytes_total{service=\"443/tcp\",sender=\"server\"} 360\n",
      "# TYPE tcpinspect_handshake_seconds histogram\n",
      "# UNIT tcpinspect_handshake_seconds seconds\n",
      "tcpinspect_handshake_seconds_bucket{service=\"443/tcp\",to=\"server\",le=\"0.01\"} 0\n",
      "tcpinspect_handshake_seconds_bucket{service=\"443/tcp\",to=\"server\",le=\"0.025\"} 2\n",
      "tcpinspect_handshake_seconds_bucket{service=\"443/tcp\",to=\"server\",le=\"+Inf\"} 2\n",
      "tcpinspect_handshake_seconds_sum{service=\"443/tcp\",to=\"server\"} 0.04\n",
      "tcpinspect_handshake_seconds_count{service=\"443/tcp\",to=\"server\"} 2\n",
      "tcpinspect_round_trip_seconds_sum{service=\"443/tcp\",to=\"server\"} 0.004\n",
    ] { #expect(text.contains(part), "no \(part) in \(text)") }
    #expect(text.hasSuffix("\n# EOF\n"))
    #expect(!text.contains("10.0.0"))
    // A side without times has no histogram.
    #expect(!text.contains("tcpinspect_handshake_seconds_count{service=\"443/tcp\",to=\"client\"}"))
  }

  @Test func `the older form has the names of the numbers in its descriptions`() {
    let text = text(sample(), .prometheus)
    #expect(text.contains("# TYPE tcpinspect_build_info gauge\n"))
    #expect(text.contains("# TYPE tcpinspect_captured_packets_total counter\n"))
    #expect(text.contains("# HELP tcpinspect_captured_packets_total "))
    #expect(text.contains("# TYPE tcpinspect_handshake_seconds histogram\n"))
    func numbers(_ text: String) -> [Substring] {
      text.split(separator: "\n").filter { !$0.hasPrefix("#") }
    }
    #expect(numbers(text) == numbers(self.text(sample(), .openMetrics)))
  }

  @Test func `at most 64 services have labels, and ports that nobody answers at have none`() {
    var recorder = MetricsRecorder()
    for port in 1...1000 as ClosedRange<UInt16> {
      recorder.take(connection(0, port: port, answers: 0))
      recorder.take(connection(0, port: port, failure: .refused))
    }
    #expect(recorder.table.serviceNames.isEmpty)
    #expect(recorder.table.others.connections == 2000)
    for port in 1...1000 as ClosedRange<UInt16> { recorder.take(connection(0, port: port)) }
    #expect(recorder.table.serviceNames.count == 32)
    // A service that is used again and again gets a label later, too.
    for _ in 0..<8 { recorder.take(connection(0, port: 8443)) }
    #expect(recorder.table.serviceNames.last == "8443/tcp")
    for port in 2000...3000 as ClosedRange<UInt16> {
      for _ in 0..<9 { recorder.take(connection(0, port: port)) }
    }
    #expect(recorder.table.serviceNames.count == 64)
    let all = recorder.table.services.reduce(recorder.table.others.connections) {
      $0 + $1.connections
    }
    #expect(all == 2000 + 1000 + 8 + 9009)
  }

  @Test func `retransmissions of too many connections are counted without a service`() {
    var recorder = MetricsRecorder()
    for number in 0..<70_000 as Range<UInt64> {
      recorder.take(event(.retransmission, of: number))
    }
    let place = MetricsTable.causes.count - 1
    #expect(recorder.table.others.retransmissions[place] == 70_000 - 65_536)
    recorder.take(connection(5, port: 443))
    #expect(recorder.table.services[0].retransmissions[place] == 1)
  }
}
