import Synchronization

/// Passes snapshots from the thread of packets to the screen's, without one waiting for the other.
package final class LiveFeed: Sendable {
  private let pending = Mutex<LiveSnapshot?>(nil)
  private let isRequested = Atomic(true)
  /// The memory of rows that were taken over.
  private let spare = Mutex<[LiveRow]>([])

  /// An empty feed.
  package init() {}

  /// Whether the screen wants another snapshot: one relaxed load, for every packet.
  package var wantsSnapshot: Bool { isRequested.load(ordering: .relaxed) }

  /// Requests a snapshot.
  package func request() { isRequested.store(true, ordering: .relaxed) }

  /// Stores a snapshot; findings of an earlier one that the screen has not taken are kept.
  package func publish(_ snapshot: LiveSnapshot) {
    isRequested.store(false, ordering: .relaxed)
    pending.withLock { pending in
      guard var earlier = pending.take() else {
        pending = snapshot
        return
      }
      var merged = snapshot
      if merged.rows == nil {
        merged.rows = earlier.rows.take()
        merged.rowsTime = earlier.rowsTime
        merged.live = earlier.live
        merged.liveCount = earlier.liveCount
      } else if let rows = earlier.rows.take() {
        recycle(rows)
      }
      let limit = LiveSnapshot.findingLimit
      let ended = earlier.endedRows + snapshot.endedRows
      merged.endedRows = Array(ended.suffix(LiveSnapshot.endedLimit))
      merged.endedLeftOut =
        earlier.endedLeftOut + snapshot.endedLeftOut
        + UInt64(ended.count - merged.endedRows.count)
      merged.transitions = Array((earlier.transitions + snapshot.transitions).suffix(limit))
      merged.alerts = Array((earlier.alerts + snapshot.alerts).suffix(limit))
      let events = earlier.events + snapshot.events
      merged.events = Array(events.suffix(limit))
      merged.eventsLeftOut =
        earlier.eventsLeftOut + snapshot.eventsLeftOut + UInt64(events.count - merged.events.count)
      pending = merged
    }
  }

  /// The latest snapshot, if there is one that was not taken.
  package func take() -> LiveSnapshot? { pending.withLock { $0.take() } }

  /// Keeps the memory of rows for a later snapshot: as new memory, megabytes of pages would be mapped each time.
  package func recycle(_ rows: consuming [LiveRow]) {
    rows.removeAll(keepingCapacity: true)
    spare.withLock { [rows] spare in spare = rows }
  }

  /// No rows, in memory that was kept if there is some.
  package func emptyRows() -> [LiveRow] {
    spare.withLock { spare in
      var rows: [LiveRow] = []
      swap(&rows, &spare)
      return rows
    }
  }
}

/// What the keys tell the run.
package final class LiveControl: Sendable {
  private let quits = Atomic(false)
  private let pauses = Atomic(false)
  private let seeks = Atomic(false)
  private let steps = Atomic(0)
  private let speedBits = Atomic(1.0.bitPattern)
  private let watchedNumber = Atomic(UInt64.max)
  private let flow = Mutex<WatchedFlow?>(nil)

  /// The control of a run that plays at this speed.
  package init(speed: Double = 1) {
    speedBits.store(speed.bitPattern, ordering: .relaxed)
  }

  /// Whether the run shall end.
  package var isQuitting: Bool { quits.load(ordering: .relaxed) }
  /// Ends the run.
  package func quit() { quits.store(true, ordering: .relaxed) }

  /// Whether the file pauses.
  package var isPaused: Bool {
    get { pauses.load(ordering: .relaxed) }
    set { pauses.store(newValue, ordering: .relaxed) }
  }

  /// Whether the file is read up to the next problem without waiting.
  package var isSeeking: Bool {
    get { seeks.load(ordering: .relaxed) }
    set { seeks.store(newValue, ordering: .relaxed) }
  }

  /// Seconds of packet time in a second.
  package var speed: Double {
    get { Double(bitPattern: speedBits.load(ordering: .relaxed)) }
    set { speedBits.store(newValue.bitPattern, ordering: .relaxed) }
  }

  /// Lets one packet pass while the file pauses.
  package func step() { steps.wrappingAdd(1, ordering: .relaxed) }
  /// Takes one such request.
  package func takeStep() -> Bool {
    guard steps.load(ordering: .relaxed) > 0 else { return false }
    steps.wrappingSubtract(1, ordering: .relaxed)
    return true
  }

  /// The connection whose curves are wanted.
  package var watched: UInt64? {
    get {
      let number = watchedNumber.load(ordering: .relaxed)
      return number == .max ? nil : number
    }
    set { watchedNumber.store(newValue ?? .max, ordering: .relaxed) }
  }

  /// The connection whose packets are wanted.
  package var watchedFlow: WatchedFlow? {
    get { flow.withLock { $0 } }
    set { flow.withLock { $0 = newValue } }
  }
}
