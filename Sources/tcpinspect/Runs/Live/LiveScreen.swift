import Dispatch
import HostSockets
import PacketCapture
import SystemServices
import TerminalView

/// The screen of `live`, on a thread of its own: it draws snapshots, and handles keys.
final class LiveScreen: Sendable {
  let feed = LiveFeed()
  let control: LiveControl
  private let group = DispatchGroup()
  private let wake = DispatchSemaphore(value: 0)
  private let isColored: Bool
  /// The words that give other subcommands the same input; empty if it cannot be read again.
  private let input: LiveInputWords

  /// How often a picture is made, unless that is dear.
  private static let interval = Duration.milliseconds(250)
  /// The least time between two pictures, in times what one costs: a fortieth of a processor.
  private static let thrift = 40
  /// The longest time between two pictures.
  private static let longestInterval = Duration.seconds(1)

  init(speed: Double, isPaused: Bool, isColored: Bool, input: LiveInputWords) {
    self.input = input
    control = LiveControl(speed: speed)
    control.isPaused = isPaused
    self.isColored = isColored
  }

  /// Takes over the terminal.
  ///
  /// - Parameters:
  ///   - source: what is read.
  ///   - hosts: the sockets of this host that connections are joined with, on the screen's thread.
  /// - Throws: why it cannot.
  func open(_ source: ScreenState.Source, _ hosts: HostSockets?) throws(CaptureError) {
    do throws(Terminal.Failure) {
      try Terminal.open()
    } catch {
      throw CaptureError(.malformed, subject: "live", reason: Self.reason(error))
    }
    let state = ScreenState(source)
    DispatchQueue(label: "tcpinspect.screen").async(group: group) { [self] in
      var loop = Loop(
        screen: self, state: state, isColored: isColored && Terminal.hasColors,
        hosts: hosts)
      loop.run()
      Terminal.close()
    }
  }

  private static func reason(_ failure: Terminal.Failure) -> String {
    switch failure {
    case .noTerminal: "needs a terminal, for the screen and for keys"
    case .unknownType: "the terminal's type, in TERM, is not known"
    case .noCursor: "a terminal of this type (TERM) cannot show a screen"
    case .other: "the terminal cannot be used"
    }
  }

  /// Gives the terminal back, and waits until that is done.
  func close() {
    control.quit()
    group.wait()
  }

  /// Waits for the time, or until a key was pressed.
  func sleep(milliseconds: Int) {
    _ = wake.wait(timeout: .now() + .milliseconds(milliseconds))
  }

  /// The thread's work.
  private struct Loop {
    let screen: LiveScreen
    var state: ScreenState
    let isColored: Bool
    let hosts: HostSockets?
    private var size = (rows: 0, columns: 0)

    init(screen: LiveScreen, state: ScreenState, isColored: Bool, hosts: HostSockets?) {
      (self.screen, self.state, self.isColored) = (screen, state, isColored)
      self.hosts = hosts
    }

    /// Draws and handles keys until the run ends or the terminal is gone.
    mutating func run() {
      let clock = ContinuousClock()
      var next = clock.now
      draw()
      while !screen.control.isQuitting, !Interruption.isRequested {
        let left = clock.now.duration(to: next)
        let milliseconds = min(max(Int(left / .milliseconds(1)), 0) + 1, 100)
        var isChanged = false
        // All keys that wait are handled before one picture shows what they did.
        while let key = Terminal.key(within: isChanged ? 0 : milliseconds) {
          handle(key)
          if key == .gone { return }
          isChanged = true
          if screen.control.isQuitting { return }
        }
        if Terminal.takeStopRequest() { suspend() }
        let start = clock.now
        let isDue = start >= next
        if isDue {
          if !state.isFrozen { takeSnapshot() }
          screen.feed.request()
          isChanged = true
        }
        if isChanged || Terminal.size != size { draw() }
        if isDue { next = start + Self.wait(after: start.duration(to: clock.now)) }
      }
    }

    /// The time from the beginning of a picture that took so long to the next one.
    private static func wait(after cost: Duration) -> Duration {
      min(max(cost * LiveScreen.thrift, LiveScreen.interval), LiveScreen.longestInterval)
    }

    private mutating func takeSnapshot() {
      guard var snapshot = screen.feed.take() else { return }
      if let hosts {
        state.take(snapshot) { row in
          hosts.find(
            row.protocol, client: row.client, server: row.server, from: row.start, to: row.last,
            isOver: row.isEnded)
        }
      } else {
        state.take(snapshot)
      }
      if let rows = snapshot.rows.take() { screen.feed.recycle(rows) }
    }

    private mutating func draw() {
      size = Terminal.size
      let picture = state.picture(
        rows: size.rows, columns: size.columns, glyphs: Terminal.glyphs)
      Terminal.show(picture, isColored: isColored)
    }

    private mutating func handle(_ key: Key) {
      let control = screen.control
      switch state.press(key) {
      case .quit:
        control.quit()
        // An interface without packets waits in the system.
        if !state.source.isFile { Interruption.request() }
      case .suspend: suspend()
      case .repaint: Terminal.repaint()
      case .pause:
        control.isSeeking = false
        control.isPaused.toggle()
      case .step: control.step()
      case .seek: control.isSeeking = true
      case .speed(let speed): control.speed = speed
      case .watch(let number):
        control.watched = number
        control.watchedFlow = number.flatMap { state.connections.entries[$0] }
          .map { WatchedFlow($0.row) }
      case .explain(let number): run(screen.input.explaining(number))
      case .write(let number): run(screen.input.writing(number))
      case nil: return
      }
      screen.feed.request()
      screen.wake.signal()
    }

    private mutating func run(_ words: [String]) {
      if !Terminal.run(words.map { SystemText.bytes($0) }) {
        state.message = "the program could not be started again"
      }
      Terminal.repaint()
    }

    private func suspend() {
      Terminal.suspend()
      Terminal.repaint()
    }
  }
}
