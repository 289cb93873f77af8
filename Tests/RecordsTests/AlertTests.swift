import FloodDetection
import InternetTypes
import Testing

@testable import Records

/// Alerts as text for people, as JSON and as CSV.
struct AlertTests {
  private func alert(
    _ kind: FloodAlert.Kind = .synFlood, evidence: [FloodAlert.Evidence] = [],
    end: Timestamp? = nil, isIPv6: Bool = false
  ) -> FloodAlert {
    let address =
      isIPv6
      ? IPAddress.v6(IPv6Address(rawValue: 0x2001_0db8 << 96 | 4))
      : .v4(IPv4Address(rawValue: 0x0a00_0204))
    return FloodAlert(
      kind: kind, severity: .alert,
      time: Timestamp(seconds: 1_700_000_002, nanoseconds: 500_000_000),
      start: Timestamp(seconds: 1_700_000_000, nanoseconds: 123_456_789), end: end,
      victim: FloodAlert.Victim(address: address, port: 443), confidence: 0.97,
      sources: FloodAlert.Sources(kind: .spoofed, estimate: 1200, top: []), synRatePeak: 410,
      syns: 1234, handshakesCompleted: 1, halfOpenPeak: 900, isOneSided: false, evidence: evidence)
  }

  @Test(
    arguments: [
      (
        .silentAttempts(FloodAlert.Share(count: 199, total: 200)),
        "100 % of 200 attempts not completed after 1.25 s, and no SYN retransmitted"
      ),
      (.retransmittingClients(1), "1 attempt with a retransmitted SYN, as of real clients"),
      (.scanHandshakes(1), "1 handshake completed"),
      (.handshakesCompleted(0), "no handshake completed meanwhile"),
      (.handshakesCompleted(2), "2 handshakes completed meanwhile"),
      (.uniformTimeToLive(64, FloodAlert.Share(count: 199, total: 200)), "time to live 64 in 99 %"),
      (.uniformOptions([], FloodAlert.Share(count: 5, total: 5)), "no TCP options in 100 %"),
      (
        .uniformOptions([.maximumSegmentSize, .timestamps], FloodAlert.Share(count: 5, total: 5)),
        "options MSS, timestamps in 100 %"
      ),
      (
        .dominantNetwork(
          address: .v4(IPv4Address(rawValue: 0xc000_0200)), prefixLength: 24,
          FloodAlert.Share(count: 3, total: 4)), "75 % of them from 192.0.2.0/24"
      ),
      (
        .scanFailures(refused: 3, resetBySource: 2, unanswered: 1),
        "attempts that failed: 3 refused, 2 reset by the source, 1 without an answer"
      ),
      (.answersReset(FloodAlert.Share(count: 0, total: 0)), "0 % answered by a reset"),
    ] as [(FloodAlert.Evidence, String)])
  func `evidence is worded with its numbers`(evidence: FloodAlert.Evidence, text: String) {
    let lines = AlertText(alert(evidence: [evidence]), style: TableStyle()).lines
    #expect(lines.contains("    evidence    " + text), "\(lines)")
    #expect(record(AlertSchema.self, alert(evidence: [evidence])).contains(text))
  }

  @Test func `an open alert has its lines, and its end is one line`() {
    let lines = AlertText(alert(), style: TableStyle(utcOffset: { _ in 3600 })).lines
    #expect(lines[0] == "2023-11-14 23:13:22.500  ALERT  SYN flood on 10.0.2.4 port 443")
    #expect(lines[1] == "    since       2023-11-14 23:13:20.123")
    #expect(lines[3] == "    confidence  97 %")
    #expect(lines[4] == "    sources     about 1200, forged addresses")
    let end = AlertText(
      alert(end: Timestamp(seconds: 1_700_000_009, nanoseconds: 0)), style: TableStyle()
    ).lines
    #expect(end.count == 1 && end[0].contains("is over: since 2023-11-14 22:13:20.123"))
  }

  @Test func `a record states times in the precision of the capture`() {
    let json = record(AlertSchema.self, alert(), .ndjson, .nanoseconds)
    #expect(json.hasPrefix(#"{"type":"alert","kind":"syn-flood","time":1700000002.500000000,"#))
    #expect(json.contains(#""start":1700000000.123456789,"end":null,"#))
    let micro = record(AlertSchema.self, alert())
    #expect(micro.contains(#""start":1700000000.123456,"#))
  }

  @Test func `a row of CSV has the columns of its header, lists joined by semicolons`() {
    var alert = alert(evidence: [.noSynAckRetransmissions, .scanHandshakes(1)])
    alert.sources.top = [
      (IPAddress.v4(IPv4Address(rawValue: 0xc000_0201)), 0.5),
      (.v4(IPv4Address(rawValue: 0xc000_0202)), 0.25),
    ]
    #expect(
      records(AlertSchema.self, [alert], .csv) == """
        type,kind,time,start,end,victim.address,victim.port,severity,confidence,sources.kind,\
        sources.estimate,sources.top,syn_rate_peak,syns,handshakes_completed,half_open_peak,\
        one_sided,evidence,filter
        alert,syn-flood,1700000002.500000,1700000000.123456,,10.0.2.4,443,alert,0.97,spoofed,\
        1200,192.0.2.1 0.5000; 192.0.2.2 0.2500,410.0,1234,1,900,false,\
        no SYN-ACK is retransmitted: the victim answers with SYN cookies; 1 handshake completed,\
        dst host 10.0.2.4 and dst port 443 and tcp[13] & 0x12 = 2

        """)
  }

  @Test(
    arguments: [
      (.synFlood, false, "dst host 10.0.2.4 and dst port 443 and tcp[13] & 0x12 = 2"),
      (.backscatter, false, "src host 10.0.2.4 and src port 443 and tcp[13] & 0x12 = 18"),
      (.synFlood, true, "dst host 2001:db8::4 and dst port 443 and ip6[53] & 0x12 = 2"),
    ] as [(FloodAlert.Kind, Bool, String)])
  func `the filter selects the packets of the alert`(
    kind: FloodAlert.Kind, isIPv6: Bool, filter: String
  ) {
    #expect(
      AlertText(alert(kind, isIPv6: isIPv6), style: TableStyle()).lines
        .contains("    filter      " + filter))
  }

  @Test func `sentences are broken at the width of lines, and commands are not`() {
    let evidence = FloodAlert.Evidence.silentAttempts(FloodAlert.Share(count: 199, total: 200))
    let lines = AlertText(alert(evidence: [evidence]), style: TableStyle(columns: 60)).lines
    let commands = ["nft ", "iptables ", "sysctl ", "filter  "]
    // The headline stays whole, too.
    let sentences = lines.dropFirst().filter { line in !commands.contains { line.contains($0) } }
    #expect(sentences.allSatisfy { $0.count <= 60 })
    #expect(lines.contains("    evidence    100 % of 200 attempts not completed after"))
    #expect(lines.contains("                1.25 s, and no SYN retransmitted"))
    #expect(lines.filter { $0.contains("# undo: nft delete table inet tcpinspect") }.count == 1)
  }

  @Test(arguments: [
    (TimeNotation.nanoseconds, RecordFormat.ndjson, #""start":"1700000000123456789","#),
    (.rfc3339, .ndjson, #""start":"2023-11-14T22:13:20.123456789Z","#),
    (.rfc3339, .csv, ",2023-11-14T22:13:20.123456789Z,"),
  ])
  func `times have the notation that is asked for`(
    times: TimeNotation, format: RecordFormat, expected: String
  ) {
    var encoder = RecordEncoder<AlertSchema>(format: format, precision: .nanoseconds, times: times)
    encoder.append(alert())
    var text = ""
    encoder.take { bytes in
      text = String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
    }
    #expect(text.contains(expected))
  }
}
