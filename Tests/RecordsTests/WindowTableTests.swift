import CongestionInference
import InternetTypes
import Testing
import TextOutput

@testable import ConnectionTracking
@testable import Records

/// Windows and round trips for people, against lines written by hand.
@Suite struct WindowTableTests {
  private var record: WindowRecord {
    var record = WindowRecord()
    record.time = Timestamp(rawValue: 1_700_000_000_000_000_000)
    record.packet = 9
    record.connection = 3
    record.sender = .server
    (record.acknowledged, record.next) = (5_000_001, 5_005_300)
    record.receiveWindow = 64_256
    (record.window, record.windowLow, record.windowHigh) = (10, 10, 10)
    record.windowClass = .replayed
    record.segmentSize = 1448
    record.smoothedRoundTrip = 20_300
    record.limit = .congestionWindow
    return record
  }

  @Test func `the table has a line for each window, relative to the first one`() {
    var table = WindowTable(style: TableStyle())
    var later = record
    later.time = Timestamp(rawValue: later.time.rawValue + 1_041_234_000)
    later.acknowledged += 1_234_567
    later.next = later.acknowledged
    later.receiveWindow = nil
    later.window = 120
    later.windowClass = .bounded
    later.threshold = 87
    later.phase = .fastRecovery
    later.limit = .unknown
    #expect(
      text { line in
        line.append(table.header)
        table.append(record, to: &line)
        table.append(later, to: &line)
      } == """
              TIME  PACKET  CONN SENDER    ACKED FLIGHT   RWND USABLE  CWND SSTHR  SRTT PHASE         LIMIT
          0.000000       9     3 server        0   5299  64256  58957    10     -  20ms slow start    cwnd
          1.041234       9     3 server  1234567      0      -      -  ~120    87  20ms fast recovery -

        """)
  }

  @Test func `the table has a line for each round trip`() {
    var table = RoundTripTable(style: TableStyle())
    var round = RoundTripRecord()
    round.time = Timestamp(rawValue: 1_700_000_000_000_000_000)
    (round.connection, round.number, round.window) = (3, 1, 10)
    (round.windowClass, round.segmentSize) = (.observed, 1448)
    (round.sent, round.acknowledged, round.growth) = (10, 10, 10)
    (round.roundTrip, round.roundTripMinimum) = (62_000, 60_800)
    round.limit = .congestionWindow
    var next = round
    next.time = Timestamp(rawValue: next.time.rawValue + 63_400_000)
    (next.number, next.window, next.growth, next.lost) = (2, 20, -6, 2)
    (next.phase, next.limit, next.congestionMarks) = (.fastRecovery, .application, 3)
    next.windowClass = .lowerBound
    (next.roundTrip, next.roundTripMinimum) = (nil, nil)
    #expect(
      text { line in
        line.append(table.header)
        table.append(round, to: &line)
        table.append(next, to: &line)
      } == """
        CONN SENDER ROUND    TIME  CWND   BYTES  SENT ACKED LOST GROWTH   RTT QUEUE ECN PHASE         LIMIT
           3 client     1   0.000    10   14480    10    10    0    +10  62ms 1.2ms   0 slow start    cwnd
           3 client     2   0.063   ≥20   28960    10    10    2     -6     -     -   3 fast recovery app

        """)
  }

  @Test func `lines have 100 columns at most, whatever the phase and the limit`() {
    var windows = WindowTable(style: TableStyle())
    var rounds = RoundTripTable(style: TableStyle())
    for phase in SenderPhase.allCases {
      for limit in SendingLimit.allCases {
        var record = record
        (record.phase, record.limit) = (phase, limit)
        var round = RoundTripRecord()
        (round.phase, round.limit, round.window) = (phase, limit, 99_999)
        round.segmentSize = 1448
        let line = text { windows.append(record, to: &$0) } + text { rounds.append(round, to: &$0) }
        for line in line.split(separator: "\n") { #expect(line.unicodeScalars.count <= 100) }
      }
    }
  }

  @Test func `a verdict is written in sentences`() {
    var verdict = CongestionVerdict()
    verdict.algorithm = .cubic
    verdict.confidence = 0.98
    verdict.evidence = [.bothLossBasedFit]
    verdict.segmentSize = 1448
    verdict.initialWindow = 10
    verdict.timeLimited = [8_200_000, 0, 900_000, 0, 0, 0]
    verdict.timeInPhase = Array(repeating: 0, count: SenderPhase.allCases.count)
    verdict.reductionCount = 14
    (verdict.roundTripMinimum, verdict.roundTripMaximum) = (41_000, 96_000)
    verdict.receiver.windowScale = 7
    var direction = DirectionSummary()
    (direction.payloadBytes, direction.retransmittedBytes) = (10_000_000, 40_000)
    #expect(
      CongestionNarrative.limits(verdict, direction)
        == "8.2 s limited by the congestion window (CUBIC, 14 reductions), 900 ms by the application, "
        + "never by the receiver; 0.4 % retransmitted; RTT 41-96 ms")
    verdict.reductionCount = 1
    verdict.timeLimited = [0, 2_000_000, 1_000_000, 0, 0, 0]
    verdict.congestionMarks = 1
    direction.retransmittedBytes = 1
    verdict.roundTripMinimum = 800
    #expect(
      CongestionNarrative.limits(verdict, direction)
        == "2.0 s limited by the receiver, 1.0 s by the application; less than 0.1 % retransmitted; "
        + "RTT 800 µs - 96 ms; 1 acknowledgment with ECN echo")
    // A window a round trip: 39,000 bytes in 71 ms.
    (verdict.roundTripMinimum, verdict.receiver.windowMaximum) = (71_000, 39_000)
    #expect(
      CongestionNarrative.limits(verdict, direction).hasPrefix(
        "2.0 s limited by the receiver (a window of at most 39 kB: 4.4 Mb/s at most), 1.0 s by"))
    // Times that name no receiver, and a flight that filled its window.
    verdict.timeLimited = [0, 0, 1_000_000, 0, 0, 0]
    direction.flightMaximum = 38_000
    #expect(
      CongestionNarrative.limits(verdict, direction).hasPrefix(
        "1.0 s limited by the application, possibly by the receiver: its window of 39 kB was filled"
      ))
    direction.flightMaximum = 30_000
    #expect(
      CongestionNarrative.limits(verdict, direction).hasPrefix(
        "1.0 s limited by the application, never by the receiver"))
    verdict.timeLimited = []
    verdict.segmentsSent = 1
    #expect(
      CongestionNarrative.limits(verdict, direction).hasPrefix(
        "1 segment, too few to tell what limited it;"))
    verdict.segmentsSent = 33
    var pauses = SendingPauses()
    (pauses.count, pauses.time) = (29, 2_900_000)
    verdict.pauses = pauses
    #expect(
      CongestionNarrative.limits(verdict, direction).hasPrefix(
        "2.9 s limited by the application (29 pauses); 33 segments are too few to tell what else;"))
  }

  @Test func `extreme values are written and do not trap`() {
    var verdict = CongestionVerdict()
    verdict.segmentSize = .max
    verdict.timeLimited = Array(repeating: .max, count: 6)
    verdict.timeInPhase = Array(repeating: .max, count: SenderPhase.allCases.count)
    (verdict.roundTripMinimum, verdict.roundTripMaximum) = (1, .max)
    verdict.receiver.closedTime = .max
    verdict.receiver.closureCount = .max
    verdict.receiver.windowScale = 14
    verdict.receiver.windowMaximum = 1
    verdict.stopAndWait = StopAndWait(blocks: .max, bytes: .max, roundTrip: .max)
    verdict.slowStartExit = SlowStartExit(
      time: Timestamp(rawValue: .min / 2), window: .max, cause: .receiveWindow)
    verdict.confidence = .nan
    for isDatagram in [false, true] {
      verdict.isDatagram = isDatagram
      let story = text {
        CongestionNarrative(style: TableStyle()).append(verdict, of: Samples.full, to: &$0)
      }
      #expect(story.contains("stop-and-wait"))
      for format in [RecordFormat.ndjson, .csv] {
        #expect(
          RecordsTests.record(CongestionSchema.self, verdict, format).contains("stop-and-wait"))
      }
    }
    var record = record
    (record.acknowledged, record.next) = (.min, .max)
    record.time = Timestamp(rawValue: .min)
    var table = WindowTable(style: TableStyle())
    _ = text { table.append(record, to: &$0) }
  }
}
