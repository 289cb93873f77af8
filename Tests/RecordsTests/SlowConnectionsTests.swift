import CongestionInference
import InternetTypes
import Records
import Testing
import TextOutput

@testable import ConnectionTracking

/// The line below a table of connections that says which were slow.
@Suite struct SlowConnectionsTests {
  /// A verdict with these milliseconds under each limit.
  private func verdict(
    _ limits: [SendingLimit: Int64], timeouts: Int = 0, segments: Int = 1000
  ) -> CongestionVerdict {
    var verdict = CongestionVerdict()
    verdict.segmentsSent = segments
    verdict.timeoutRetransmissions = timeouts
    verdict.timeLimited = SendingLimit.allCases.map { (limits[$0] ?? 0) * 1000 }
    return verdict
  }

  private var short: CongestionVerdict {
    var verdict = CongestionVerdict()
    verdict.isTooShort = true
    return verdict
  }

  /// The last line of a table of connections with these verdicts.
  private func line(
    _ verdicts: [[CongestionVerdict]], _ connection: ConnectionSummary = Samples.full
  ) -> String {
    var table = ConnectionTable(style: TableStyle())
    for list in verdicts { table.count(connection, list) }
    let all = text { table.appendTotals(to: &$0) }
    return all.split(separator: "\n").last.map { String($0) } ?? ""
  }

  @Test func `connections are counted by what held them back longest`() {
    #expect(
      line([
        [verdict([.receiveWindow: 4000, .congestionWindow: 500])],
        [verdict([.receiveWindow: 700, .application: 9000])],
        [verdict([.congestionWindow: 2000], timeouts: 1)],
        [verdict([.senderOther: 1000])], [verdict([.congestionWindow: 3000])], [short], [],
      ])
        == "4 of 7 TCP connections slow: 2 receive window, 1 loss, 1 sender's host; 2 not judged "
        + "(too few segments)")
  }

  @Test func `none is slow where each was judged, and nothing is said where none was`() {
    #expect(line([[verdict([.congestionWindow: 9000])]]) == "0 of 1 TCP connection slow")
    #expect(line([[short], []]).contains("2 connections, "))
  }

  @Test func `what took less than half a second, or three tenths of the time, is not slow`() {
    #expect(line([[verdict([.receiveWindow: 499])]]) == "0 of 1 TCP connection slow")
    #expect(
      line([[verdict([.receiveWindow: 600, .congestionWindow: 1500])]])
        == "0 of 1 TCP connection slow")
    // The application's own pauses are no part of the time.
    #expect(
      line([[verdict([.receiveWindow: 600, .application: 5000])]]).hasSuffix("1 receive window"))
  }

  @Test func `a lost SYN is a cause without any verdict`() {
    var connection = Samples.full
    connection.connectTime = 1_030_000_000
    connection.clientToServer.synCount = 2
    #expect(line([[]], connection) == "1 of 1 TCP connection slow: 1 lost SYN")
    connection.clientToServer.synCount = 1
    connection.serverToClient.synCount = 1
    #expect(!line([[]], connection).contains("slow"))
  }
}
