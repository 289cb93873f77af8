import InternetTypes
import Records
import Testing
import TextOutput

@testable import ConnectionTracking

/// Records of connections, parsed by Foundation's JSON parser.
@Suite struct ConnectionRecordTests {
  private func record(
    _ connection: ConnectionSummary, _ format: RecordFormat = .ndjson,
    _ precision: TimePrecision = .nanoseconds
  ) -> String {
    RecordsTests.record(ConnectionSchema.self, connection, format, precision)
  }

  @Test func `every field of a connection is written and parsed`() throws {
    var connection = Samples.full
    connection.responses = ResponseTimes(count: 3, sum: 900_000_000, maximum: 500_000_000)
    let line = record(connection)
    #expect(line.hasSuffix("}\n") && line.filter { $0 == "\n" }.count == 1)
    var fields = try flattened(Substring(line))
    var expected = [
      "type": "connection", "connection": "7", "protocol": "tcp",
      "client.address": "2001:db8::1", "client.port": "40001",
      "server.address": "2001:db8::2", "server.port": "443", "vlan": "12", "tunnel": "",
      "response_count": "3", "response_time_mean": "0.3", "response_time_max": "0.5",
      "vlans": "12", "connect_time": "", "application": "", "result": "icmp-unreachable",
      "start": "1700000000.123456789", "end": "1700000002.000000001", "duration": "1.876543212",
      "handshake_seen": "true", "handshake_rtt": "0.0201", "handshake_rtt_to_server": "0.02",
      "handshake_rtt_to_client": "0.0001", "first_response_time": "0.043", "conn_state": "SF",
      "history": "ShADadFf", "state.client": "TIME-WAIT", "state.server": "CLOSED",
      "closed_by": "client", "failure": "icmp-unreachable", "icmp_type": "3", "icmp_code": "1",
      "ending": "closed",
    ]
    for (name, first) in [("client_to_server", 1000), ("server_to_client", 2000)] {
      for (field, value) in Self.directionFields(first) { expected["\(name).\(field)"] = value }
    }
    #expect(fields.removeValue(forKey: "community_id")?.hasPrefix("1:") == true)
    #expect(fields.removeValue(forKey: "uid")?.count == 25)
    // The decimal parser may drop the zeros at the end of a time; there are none here.
    #expect(fields == expected)
  }

  /// What `Samples.direction(first)` is as text.
  static func directionFields(_ first: Int) -> [String: String] {
    [
      "packets": "\(first)", "ip_bytes": "\(first + 1)", "payload_bytes": "\(first + 2)",
      "unique_payload_bytes": "\(first + 3)", "missed_bytes": "\(first + 4)",
      "retransmitted_packets": "\(first + 5)", "retransmitted_bytes": "\(first + 6)",
      "duplicate_packets": "0", "ecn_mode": "",
      "out_of_order_packets": "\(first + 7)", "duplicate_acks": "\(first + 8)",
      "zero_windows": "\(first + 9)", "mss": "\(first + 10)",
      "segment_size_max": "\(first + 11)", "window_scale": "7", "window_min": "\(first + 13)",
      "window_max": "\(first + 14)", "flight_max": "\(first + 15)",
      "rtt_min": "0.00\(first)016", "rtt_mean": "0.00\(first)017", "rtt_max": "0.00\(first)018",
      "rtt_samples": "\(first + 19)", "throughput": "\(first).25",
      "checksum_invalid": "\(first + 21)", "checksum_unverifiable": "\(first + 22)",
      "initial_window_segments": "\(first + 23)", "ecn": "true", "sack_permitted": "false",
      "timestamps": "true", "syn_count": "\(first + 27)", "fin_count": "\(first + 28)",
      "rst_count": "\(first + 29)", "ttl": "\(first % 200)",
    ]
  }

  @Test(arguments: [Samples.full, Samples.halfOpen])
  func `the names of a CSV file are those of the JSON fields, and so are the values`(
    connection: ConnectionSummary
  ) throws {
    let json = try flattened(Substring(record(connection)))
    let names = records(ConnectionSchema.self, [], .csv).dropLast()
      .split(separator: ",").map { String($0) }
    let values = record(connection, .csv).dropLast()
      .split(separator: ",", omittingEmptySubsequences: false).map { String($0) }
    // Origins and the objects of applications, of processes and of the kernel are left out where they say nothing;
    // columns cannot be.
    func isOptional(_ name: String) -> Bool {
      [
        "file", "interface", "tunnel_ids.", "quic.", "tftp.", "sctp.", "dccp.", "tls.", "http.",
        "dns.", "process.", "peer_process.", "kernel.", "peer_kernel.",
      ].contains {
        name.hasPrefix($0)
      }
    }
    #expect(Set(names.filter { !isOptional($0) }) == Set(json.keys))
    #expect(Set(names).count == names.count && values.count == names.count)
    for (name, value) in zip(names, values) where isOptional(name) { #expect(value == "") }
    for (name, value) in zip(names, values)
    where name != "start" && name != "end" && !isOptional(name) {
      // The parser of JSON drops a decimal of 0.
      #expect(json[name] == (value.hasSuffix(".0") ? String(value.dropLast(2)) : value), "\(name)")
    }
  }

  @Test func `a direction without packets has counts of 0 and null elsewhere`() throws {
    let fields = try flattened(Substring(record(Samples.halfOpen)))
    let unknown = [
      "mss", "segment_size_max", "window_scale", "window_min", "window_max", "flight_max",
      "rtt_min", "rtt_mean", "rtt_max", "throughput", "initial_window_segments", "ecn",
      "ecn_mode", "sack_permitted", "timestamps", "ttl",
    ]
    for (name, _) in Self.directionFields(1000) {
      let value = fields["server_to_client.\(name)"]
      #expect(value == (unknown.contains(name) ? "" : "0"), "\(name)")
    }
    #expect(fields["client_to_server.packets"] == "1")
    #expect(fields["client_to_server.ttl"] == "64")
    #expect(fields["state.server"] == "UNKNOWN" && fields["duration"] == "0")
  }

  /// One field changed alone, so that none hides in what is copied for an idle direction.
  static let changes: [@Sendable (inout DirectionSummary) -> Void] = [
    { $0.payloadBytes = 5 }, { $0.uniquePayloadBytes = 5 }, { $0.missedBytes = 5 },
    { $0.duplicatePackets = 5 }, { $0.retransmittedPackets = 5 }, { $0.retransmittedBytes = 5 },
    { $0.outOfOrderPackets = 5 },
    { $0.duplicateAcks = 5 }, { $0.zeroWindows = 5 }, { $0.roundTripMinimum = 5_000_000_000 },
    { $0.roundTripMean = 5_000_000_000 }, { $0.roundTripMaximum = 5_000_000_000 },
    { $0.roundTripSamples = 5 }, { $0.throughput = 5 }, { $0.checksumInvalid = 5 },
    { $0.checksumUnverifiable = 5 }, { $0.initialWindowSegments = 5 },
  ]

  @Test(arguments: changes.indices)
  func `a single known field is never written as blank`(index: Int) throws {
    var connection = Samples.halfOpen
    let before = try flattened(Substring(record(connection)))
    Self.changes[index](&connection.clientToServer)
    let after = try flattened(Substring(record(connection)))
    let different = after.filter { before[$0.key] != $0.value }
    #expect(different.values.sorted() == ["5"])
  }

  @Test func `missed bytes are written without a packet of their direction`() throws {
    var connection = Samples.halfOpen
    connection.serverToClient.missedBytes = 1448
    let fields = try flattened(Substring(record(connection)))
    #expect(fields["server_to_client.missed_bytes"] == "1448")
    #expect(fields["server_to_client.packets"] == "0")
  }

  @Test func `a flow of a protocol without ports and states has null for them`() throws {
    var connection = Samples.halfOpen
    connection.protocol = .icmp
    connection.hasPorts = false
    connection.history = History()
    let fields = try flattened(Substring(record(connection)))
    for name in ["client.port", "server.port", "state.client", "state.server", "history"] {
      #expect(fields[name] == "", "\(name)")
    }
    #expect(fields["protocol"] == "icmp" && fields["community_id"] == "")
    // An echo request from 192.168.0.89 to 192.168.0.1, of the specification's own examples.
    connection.client = Endpoint(address: .v4(IPv4Address(rawValue: 0xc0a8_0059)), port: 0)
    connection.server = Endpoint(address: .v4(IPv4Address(rawValue: 0xc0a8_0001)), port: 0)
    connection.icmpTypeAndCode = .init(type: 8, code: 0)
    let echo = try flattened(Substring(record(connection)))
    #expect(echo["community_id"] == "1:X0snYXpgwiv9TZtqg64sgzUn6Dk=" && echo["icmp_type"] == "8")
    connection.protocol = IPProtocol(rawValue: 89)
    #expect(record(connection).contains("\"protocol\":\"89\""))
  }

  /// RFC 5952, sections 4 and 5.
  @Test(
    arguments: [
      (0, "::"), (1, "::1"), (0x1_0000, "::1:0"), (0xd01_4403, "::d01:4403"),
      (0xffff_c000_0201, "::ffff:192.0.2.1"), (0x2001_0db8 << 96 | 0xaaaa, "2001:db8::aaaa"),
      (0x2001_0db8_0000_0001_0001_0001_0001_0001, "2001:db8:0:1:1:1:1:1"),
    ] as [(UInt128, String)])
  func `IPv6 addresses have their canonical text`(number: UInt128, expected: String) throws {
    var connection = Samples.halfOpen
    connection.client.address = .v6(IPv6Address(rawValue: number))
    #expect(try flattened(Substring(record(connection)))["client.address"] == expected)
  }

  @Test func `times have the digits of the capture, whatever the clock`() {
    var connection = Samples.halfOpen
    connection.end = Timestamp(rawValue: 1_700_000_001_500_000_000)
    #expect(record(connection, .ndjson, .microseconds).contains("\"start\":1700000000.000001,"))
    #expect(record(connection, .ndjson, .microseconds).contains("\"end\":1700000001.500000,"))
    #expect(record(connection).contains("\"end\":1700000001.500000000,"))
    #expect(record(connection).contains("\"duration\":1.499999,"))
    connection.start = Timestamp(rawValue: -1)
    #expect(record(connection).contains("\"start\":-0.000000001,"))
    connection.start = Timestamp(rawValue: 2_000_000_000_000_000_000)
    #expect(record(connection).contains("\"duration\":-299999998.5,"))
  }

  @Test(arguments: [Int64.min, -1, 0, 1, Int64.max])
  func `extreme values are written and do not trap`(extreme: Int64) throws {
    var connection = Samples.full
    connection.index = .max
    connection.start = Timestamp(rawValue: extreme)
    connection.end = Timestamp(rawValue: ~extreme)
    connection.handshakeToServer = extreme
    connection.handshakeToClient = extreme
    connection.clientToServer.roundTripMean = extreme
    connection.clientToServer.packets = .max
    connection.clientToServer.windowScale = .unused
    connection.clientToServer.throughput = extreme == 0 ? .nan : Double(extreme) * 1e300
    connection.serverToClient.throughput = .infinity
    let fields = try flattened(Substring(record(connection)))
    #expect(fields["connection"] == "18446744073709551615")
    #expect(fields["client_to_server.packets"] == "18446744073709551615")
    #expect(fields["client_to_server.window_scale"] == "-1")
    #expect(fields["server_to_client.throughput"] == "")
    let seconds = ["-9223372036.854775808", "-0.000000001", "0", "0.000000001"]
    let expected = (seconds + ["9223372036.854775807"])[
      [Int64.min, -1, 0, 1, .max].firstIndex(of: extreme) ?? 0]
    #expect(fields["client_to_server.rtt_mean"] == expected)
  }
}
