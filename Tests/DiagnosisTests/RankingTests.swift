import CongestionInference
import InternetTypes
import Testing

@testable import Diagnosis

/// The order of findings, and the account of a sender's time that it rests on.
@Suite struct RankingTests {
  private static let millisecond: Int64 = 1_000_000

  private func finding(_ kind: DiagnosisKind, lost: Double?) -> DiagnosedFinding {
    var finding = DiagnosedFinding(
      kind, .problem, confidence: 0.9, from: Timestamp(rawValue: 0),
      to: Timestamp(rawValue: 9_000_000_000))
    finding.connection = 0
    finding.timeLost = lost.map { Int64($0 * 1e9) }
    return finding
  }

  @Test(
    arguments: [
      // An application that gives up resets the connection: what it waited for comes first.
      (DiagnosisKind.reset, nil, DiagnosisKind.zeroWindow, 7.1, [.zeroWindow, .reset]),
      (.reset, nil, .pathLoss, 0.2, [.reset, .pathLoss]),
      // A connection that was never opened has nothing behind it.
      (.unanswered, 3, .zeroWindow, 7.1, [.unanswered, .zeroWindow]),
    ] as [(DiagnosisKind, Double?, DiagnosisKind, Double?, [DiagnosisKind])])
  func `findings are ordered by what they cost`(
    first: DiagnosisKind, lost: Double?, second: DiagnosisKind, otherLost: Double?,
    order: [DiagnosisKind]
  ) {
    var list = FindingList(limit: 10, isGrouped: true)
    list.add(finding(first, lost: lost))
    list.add(finding(second, lost: otherLost))
    #expect(list.finish().map(\.kind) == order)
  }

  /// A data segment of three bytes at 0, its acknowledgment at 1 ms, and another segment at 1,300 ms.
  private func account(sent: Int) -> TimeAccount {
    func record(_ time: Int64, end: Int64?, acknowledged: Int64, next: Int64, sent: Int)
      -> WindowRecord
    {
      var record = WindowRecord()
      record.time = Timestamp(rawValue: time * Self.millisecond)
      (record.packet, record.segmentEnd, record.segmentsSent) = (Int(time) + 1, end, sent)
      (record.acknowledged, record.next, record.limit) = (acknowledged, next, .application)
      return record
    }
    var notes = SenderNotes()
    notes.take(record(0, end: 104, acknowledged: 101, next: 104, sent: 1))
    notes.take(record(1, end: nil, acknowledged: 104, next: 104, sent: 1))
    notes.take(record(1300, end: 105, acknowledged: 104, next: 105, sent: sent))
    return notes.accounted(
      from: Timestamp(rawValue: 0), until: Timestamp(rawValue: 1301 * Self.millisecond),
      connectTime: 0)
  }

  @Test func `the time before a FIN is no pause between data`() {
    let account = account(sent: 1)
    #expect(account[.application] == 0 && account[.ending] == 1301 * Self.millisecond)
  }

  @Test func `the time before more data is a pause`() {
    let account = account(sent: 2)
    #expect(account[.application] == 1300 * Self.millisecond)
    #expect(account[.ending] == Self.millisecond)
  }
}
