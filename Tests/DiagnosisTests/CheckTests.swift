import Diagnosis
import Testing

/// The language of `check`'s rules.
@Suite struct CheckTests {
  @Test(
    arguments: [
      "no problem", "no notice", "no alert", "no path-loss", "no connection where failure == reset",
      "retransmissions < 1%", "handshake_rtt < 50ms", "handshake_rtt.p99 < 50 ms",
      "handshake_rtt.p99.9 < 1s", "count(failure == \"reset\") == 0",
      "count(connection) > 0",
      "sum(server_to_client.payload_bytes, duration > 1s) < 10MB",
      "mean(client_to_server.throughput where not handshake_seen) > 1 Mbit/s",
      "count(finding.kind == zero-window and finding.share > 5%) == 0",
      "count(failure == null or (result == ok and duration < 1min)) >= 1",
      "count(event.kind == zero_window) == 0", "result == ok",
    ])
  func `a rule of the manual is understood`(text: String) throws {
    #expect(try RuleSet([(place: "rule 1", text: text)]).subjects.count == 1)
  }

  @Test(arguments: [
    ("event.kind != zero_window", CheckSubject.event), ("alert.confidence > 0.5", .alert),
    ("finding.severity.p50 > 1", nil), ("congestion.rtt_inflation.max < 3", .congestion),
    ("duration.mean < 1s", .connection),
  ])
  func `a rule is about the records of its field`(text: String, subject: CheckSubject?) {
    #expect((try? RuleSet([(place: "rule 1", text: text)]))?.subjects == subject.map { [$0] })
  }

  @Test(
    arguments: [
      ("", 0, "field or a function"),
      ("handshake_rtt", 13, "comparison"),
      ("handshake_rtt < ", 16, "number"),
      ("handshake_rtt < 50 parsec", 19, "no unit"),
      ("handshake_rtt < 50 kB", 19, "time"),
      ("handshake_rt < 50 ms", 0, "no field"),
      ("median(duration) < 1s", 0, "no function"),
      ("count(failure == lost) == 0", 17, "none of its values"),
      ("count(failure == reset == 0", 23, "')'"),
      ("no problems", 3, "no kind"),
      ("duration < 1s extra", 14, "end here"),
      ("history.p99 < 3", 0, "numbers"),
      ("count(finding.kind == reset and failure == reset) == 0", 32, "field of connection"),
      ("duration < 1s; rm", 13, "no meaning"),
      ("result == 'ok", 10, "closing"),
    ])
  func `an error in a rule has its place`(text: String, offset: Int, reason: String) {
    let error = #expect(throws: RuleSet.Failure.self) {
      _ = try RuleSet([(place: "rule 1", text: text)])
    }
    #expect(error?.error.offset == offset, "\(error?.error.reason ?? "")")
    #expect(error?.error.reason.contains(reason) ?? false, "\(error?.error.reason ?? "")")
  }
}
