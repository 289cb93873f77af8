import InternetTypes
import TerminalView

/// The pace of a file: when its next packet is due, by the speed and the keys.
struct FilePlayer {
  private let control: LiveControl
  /// A moment at which this packet time was due, at this speed.
  private var anchor: (instant: ContinuousClock.Instant, time: Timestamp, speed: Double)?
  private var isOver = false
  private var isWaiting = false
  /// How many problems there were when the search for the next one began.
  private var problemsBefore: UInt64?
  /// The packet time now.
  private(set) var now: Timestamp?

  init(_ control: LiveControl) { self.control = control }

  /// How long the longest wait is: keys are answered behind it.
  private static var longestWait: Int { 20 }

  /// How to wait for a packet of this time; nil if it is due.
  mutating func wait(for time: Timestamp) -> (milliseconds: Int, isFirst: Bool)? {
    let wait = remaining(until: time)
    defer { isWaiting = wait != nil }
    return wait.map { (min($0, Self.longestWait), !isWaiting) }
  }

  private mutating func remaining(until time: Timestamp) -> Int? {
    if control.isSeeking {
      anchor = nil
      now = time
      return nil
    }
    if control.isPaused {
      anchor = nil
      guard control.takeStep() else { return Self.longestWait }
      now = time
      return nil
    }
    let instant = ContinuousClock.now
    let speed = control.speed
    guard let anchor, anchor.speed == speed else {
      // From here on at this speed; the packet time goes on where it was.
      self.anchor = (instant, now ?? time, speed)
      return now.map { time > $0 } ?? false ? remaining(until: time) : due(time)
    }
    let (seconds, attoseconds) = anchor.instant.duration(to: instant).components
    let elapsed = (Double(seconds) + Double(attoseconds) / 1e18) * speed
    let reached = anchor.time + Nanoseconds(rawValue: Int64(min(elapsed, 9e9) * 1e9))
    if reached >= time { return due(time) }
    now = max(now ?? reached, reached)
    let left = (time - reached).seconds / speed * 1000
    // Less than a millisecond early is in time: the system does not sleep shorter.
    return left < 1 ? due(time) : max(Int(min(left, 1000)), 1)
  }

  private mutating func due(_ time: Timestamp) -> Int? {
    now = max(now ?? time, time)
    return nil
  }

  /// Notes that a search for the next problem begins, if one was requested.
  mutating func begin(with problems: UInt64) {
    if control.isSeeking, problemsBefore == nil { problemsBefore = problems }
  }

  /// Notes how many problems there are while the file waits.
  mutating func note(_ problems: UInt64) {
    if !control.isSeeking { problemsBefore = nil }
  }

  /// Pauses if there are more problems than at the beginning of the search.
  mutating func stop(ifMoreThan problems: UInt64) {
    guard let problemsBefore else {
      problemsBefore = problems
      return
    }
    guard problems > problemsBefore else { return }
    self.problemsBefore = nil
    control.isPaused = true
    control.isSeeking = false
  }

  /// The file is at its end.
  mutating func end() {
    isOver = true
    control.isSeeking = false
  }

  /// How the file is played.
  var playback: Playback {
    var playback = Playback(speed: control.speed)
    playback.isPaused = control.isPaused
    playback.isSeeking = control.isSeeking
    playback.isOver = isOver
    return playback
  }
}
