import CongestionInference
import InternetTypes
import Testing

@testable import ConnectionTracking
@testable import TerminalView

/// What passes between the run and the screen.
@Suite struct FeedTests {
  @Test func `findings of a snapshot that was not taken are kept for the next one`() throws {
    let feed = LiveFeed()
    #expect(feed.wantsSnapshot)
    var first = snapshot([row(0, at: 1, received: 10)], at: 1)
    first.endedRows = [row(5, at: 1, isEnded: true)]
    feed.publish(first)
    #expect(!feed.wantsSnapshot)
    var second = LiveSnapshot()
    second.packets = 99
    second.endedRows = [row(6, at: 2, isEnded: true)]
    feed.publish(second)
    let taken = try #require(feed.take())
    #expect(taken.packets == 99)
    #expect(taken.endedRows.map(\.index) == [5, 6])
    #expect(taken.rows?.map(\.index) == [0])
    #expect(feed.take() == nil)
  }

  @Test func `what is not taken stays bounded, and what is left out is counted`() throws {
    let feed = LiveFeed()
    for _ in 0..<3 {
      var snapshot = LiveSnapshot()
      snapshot.events = Array(
        repeating: SegmentEvent(
          time: moment(0), packet: 1, connection: 0, sender: .client, kind: .zeroWindow,
          sequence: 0, length: 0, detail: SegmentEvent.Detail()),
        count: LiveSnapshot.findingLimit)
      feed.publish(snapshot)
    }
    for _ in 0..<2 {
      var snapshot = LiveSnapshot()
      snapshot.endedRows = Array(
        repeating: row(1, at: 0, isEnded: true), count: LiveSnapshot.endedLimit - 1)
      feed.publish(snapshot)
    }
    let taken = try #require(feed.take())
    #expect(taken.endedRows.count == LiveSnapshot.endedLimit)
    #expect(taken.endedLeftOut == UInt64(LiveSnapshot.endedLimit - 2))
    #expect(taken.events.count == LiveSnapshot.findingLimit)
    #expect(taken.eventsLeftOut == UInt64(2 * LiveSnapshot.findingLimit))
  }

  private func record(_ connection: UInt64, _ time: Double, window: Int) -> WindowRecord {
    var record = WindowRecord()
    record.connection = connection
    record.time = moment(time)
    record.window = window
    record.segmentSize = 1000
    record.windowClass = .replayed
    return record
  }

  @Test func `a curve keeps its beginning and its end in 1,024 points`() {
    var table = SenderTable()
    for tick in 0..<100_000 {
      table.note(record(7, Double(tick) / 1000, window: tick), isWatched: true)
    }
    let points = table.curves(of: 7).client
    #expect(points.count <= 1024)
    #expect(points.count > 250)
    #expect(points.first?.time == moment(0))
    #expect((points.last?.window ?? 0) >= 99_800 * 1000)
    #expect(zip(points, points.dropFirst()).allSatisfy { $0.time < $1.time })
  }

  @Test func `of another sender at the same place nothing is told`() {
    var table = SenderTable()
    for connection in 0..<100_000 as Range<UInt64> {
      table.note(record(connection, 0, window: Int(connection)), isWatched: false)
    }
    for connection in 0..<100_000 as Range<UInt64> {
      let state = table.state(of: connection, .client)
      #expect(state == nil || state?.window == Int(connection))
    }
    #expect(table.state(of: 99_999, .client)?.window == 99_999)
  }

  @Test func `a curve is drawn from the left to its last point, the largest value at the top`() {
    var canvas = Canvas(rows: 3, columns: 8, glyphs: .ascii)
    let plot = CurvePlot(
      points: [(0, 0), (0.5, 10)], times: 0...1, maximum: 10)
    plot.draw(on: &canvas, rows: 0..<3, columns: 0..<8, style: .curve)
    #expect(canvas.line(2) == "****")
    #expect(canvas.line(0).hasPrefix("   *"))
    #expect(canvas.line(0).count == 4)
  }
}
