import BasicContainers
import InternetTypes
import PacketCapture
import SystemServices
import TextOutput

/// Reports on standard error how much of the files was read: on request, regularly, and when a signal ends the run.
struct FileProgress {
  /// How often it reports by itself.
  enum Mode: Hashable {
    /// Only on request (SIGUSR1).
    case onRequest
    /// One line per second.
    case lines
    /// One line on a terminal, which is rewritten, and removed at the end.
    case terminal
  }

  private let mode: Mode
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var next: ContinuousClock.Instant
  /// Whether the line is on the terminal and must be removed.
  private var isShown = false

  /// Packets between two looks at the clock, a power of two.
  private static var interval: UInt64 { 1 << 13 }
  /// Packets between two looks at the requests of signals, a power of two.
  private static var requestInterval: UInt64 { 1 << 6 }

  init(_ mode: Mode) {
    self.mode = mode
    start = clock.now
    // A short run needs no line on a terminal.
    next = start + .seconds(mode == .terminal ? 2 : 1)
  }

  /// Whether it reports by itself.
  var isTimed: Bool { mode != .onRequest }

  /// Whether the loop must be left for `report(_:_:)`, which looks at the clock, or for a flush.
  ///
  /// Static, because this is asked for each packet: reading a property of the clock's types copies them all.
  @inline(__always)
  static func isDue(_ count: UInt64, isTimed: Bool) -> Bool {
    count & (requestInterval - 1) == 0
      && (Interruption.hasRequest || isTimed && count & (interval - 1) == 0)
  }

  /// Reports what is due.
  mutating func report(_ count: UInt64, _ sources: borrowing UniqueArray<CaptureFile>) {
    let isRequested = Interruption.takeReportRequest()
    let isDue = isTimed && clock.now >= next
    guard isRequested || isDue else { return }
    let text = Self.text(count, sources) + ", \(seconds) s"
    if isRequested {
      clear()
      TCPInspect.report(text)
    }
    guard isDue else { return }
    next = clock.now + .seconds(1)
    if mode == .lines {
      TCPInspect.report(text)
    } else {
      isShown = true
      TCPInspect.write(text: "\r\u{1b}[K" + text.visible)
    }
  }

  /// Removes the line from the terminal.
  mutating func clear() {
    if isShown { TCPInspect.write(text: "\r\u{1b}[K") }
    isShown = false
  }

  /// Seconds since the start with one decimal.
  private var seconds: String {
    let tenths = (clock.now - start) / .milliseconds(100)
    return "\(Int(tenths) / 10).\(Int(tenths) % 10)"
  }

  /// How much was read: `1234 packets, 43 % of FILE`.
  static func text(_ count: UInt64, _ sources: borrowing UniqueArray<CaptureFile>) -> String {
    var (done, all) = (0, 0)
    var isKnown = sources.count > 0
    for index in 0..<sources.count {
      guard let size = sources[index].byteCount else {
        isKnown = false
        break
      }
      done += sources[index].bytesRead
      all += size
    }
    let packets = count.counted("packet")
    guard isKnown, all > 0 else { return packets }
    let name = sources.count == 1 ? sources[0].path : sources.count.counted("file")
    return "\(packets), \(min(Int(Double(done) / Double(all) * 100), 100)) % of \(name)"
  }
}
