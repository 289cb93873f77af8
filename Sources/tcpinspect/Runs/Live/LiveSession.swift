import ConnectionTracking
import HostSockets
import InternetTypes
import PacketCapture
import SystemServices
import TerminalView
import TrackingPipeline

/// The packet consumer of `live`: passes packets to the tracker, and snapshots of what it knows to the screen.
struct LiveSession: PacketConsumer, ~Copyable {
  /// A look at so many connections for each snapshot costs little; of more, it is taken less often.
  static var cheapCount: Int { 50_000 }
  /// The most connections that have rows.
  static var rowLimit: Int { 20_000 }

  private let screen: LiveScreen
  private let isLive: Bool
  /// The connections that are shown; empty shows all.
  private let selected: Set<UInt64>
  private var packets: DiagnosedPackets
  private var findings: LiveFindings
  private var player: FilePlayer?
  private var inputs: LiveInputs
  private var lines = WatchedLines()
  /// The sockets of this host, which the screen joins connections with.
  private let hosts: HostSockets?
  private var source = 0
  private var interface: UInt32 = 0
  /// The row of the current interface; nil before its first packet.
  private var interfaceRow: Int?
  private var bytes: UInt64 = 0
  private var first: Timestamp?
  private var latest: Timestamp?
  /// The packet time at which the snapshot of connections was requested; nil if none was.
  private var requested: Timestamp?
  private var live = LiveTotals()
  private var liveCount = 0
  /// How many snapshots come without connections before the next one with them.
  private var skips = 0
  /// Whether the next snapshot needs the counters of the interface.
  private var wantsStatistics = false
  /// Whether somebody asks for the metrics.
  private var isScraped = false

  var count: UInt64 { packets.count }

  init(
    _ pipeline: PipelineConfiguration, _ options: DiagnosedPackets.Options, screen: LiveScreen,
    inputs: LiveInputs, selected: Set<UInt64>, metrics: CaptureMetrics?, hosts: HostSockets?
  ) {
    self.hosts = hosts
    self.screen = screen
    isLive = options.isLive
    findings = LiveFindings(isLive: isLive, metrics: metrics)
    self.selected = selected
    packets = DiagnosedPackets(pipeline, options)
    self.inputs = inputs
    player = isLive ? nil : FilePlayer(screen.control)
  }

  mutating func take(
    _ captured: CapturedPacket, _ frame: Span<UInt8>, _ linkType: LinkType
  ) throws(CaptureError) -> Bool {
    if screen.control.isQuitting { return false }
    if player != nil { waitForTurn(of: captured.timestamp) }
    if screen.control.isQuitting { return false }
    let before = count
    let isWanted = packets.take(captured, frame, linkType, into: &findings)
    // It was the first one after a limit of time.
    guard count > before else { return false }
    latest = captured.timestamp
    if first == nil { first = latest }
    bytes &+= UInt64(captured.originalLength)
    note(captured, linkType)
    lines.take(captured, frame, number: count)
    if screen.feed.wantsSnapshot { publish() }
    lookForScrape()
    return isWanted
  }

  /// Counts the packet for its interface.
  private mutating func note(_ captured: CapturedPacket, _ linkType: LinkType) {
    if captured.interface != interface || interfaceRow == nil {
      interface = captured.interface
      interfaceRow = inputs.row(of: interface, source: source, linkType)
    }
    guard let row = interfaceRow else { return }
    inputs.interfaces[row].packets &+= 1
    inputs.interfaces[row].bytes &+= UInt64(captured.originalLength)
  }

  mutating func begin(source: Int) {
    self.source = source
    interfaceRow = nil
  }

  // MARK: Files

  /// Waits until the file's next packet is due; the screen goes on meanwhile.
  private mutating func waitForTurn(of time: Timestamp) {
    if screen.control.isSeeking {
      // Findings come packet by packet, so that it stops at the right one.
      packets.flush(into: &findings)
      player?.stop(ifMoreThan: findings.problemCount)
    }
    while let wait = player?.wait(for: time) {
      if wait.isFirst {
        packets.flush(into: &findings)
        player?.note(findings.problemCount)
      }
      if screen.feed.wantsSnapshot { publishIdle(at: player?.now ?? latest) }
      if screen.control.isQuitting || Interruption.isRequested { return }
      screen.sleep(milliseconds: wait.milliseconds)
      player?.begin(with: findings.problemCount)
    }
  }

  // MARK: Snapshots

  /// Publishes counters at once, and the connections of the request before: the shards copy them while packets go on.
  private mutating func publish() {
    var snapshot = state(at: latest)
    if let requested {
      snapshot.rows = rows()
      snapshot.rowsTime = requested
      (snapshot.live, snapshot.liveCount) = (live, liveCount)
    }
    requested = nil
    if isViewDue() {
      packets.requestLiveView(atMost: viewLimit)
      requested = latest
    }
    screen.feed.publish(snapshot)
  }

  /// The most rows of a snapshot; those that are selected may be any.
  private var viewLimit: Int { selected.isEmpty ? Self.rowLimit : .max }

  /// Whether this snapshot has the connections.
  private mutating func isViewDue() -> Bool {
    if skips > 0 {
      skips -= 1
      return false
    }
    skips = liveCount / Self.cheapCount
    return true
  }

  /// Publishes everything as of now, because no packet is available.
  private mutating func publishIdle(at time: Timestamp?) {
    let isDue = isViewDue()
    if isDue { packets.requestLiveView(atMost: viewLimit) }
    packets.flush(into: &findings)
    requested = nil
    var snapshot = state(at: time)
    if isDue {
      snapshot.rows = rows()
      snapshot.rowsTime = time
    }
    (snapshot.live, snapshot.liveCount) = (live, liveCount)
    screen.feed.publish(snapshot)
  }

  private mutating func state(at time: Timestamp?) -> LiveSnapshot {
    findings.watched = screen.control.watched
    var snapshot = findings.takePending()
    snapshot.time = time
    snapshot.first = first
    snapshot.packets = count
    snapshot.bytes = bytes
    snapshot.liveCount = liveCount
    snapshot.live = live
    snapshot.ended = findings.ended
    snapshot.evicted = packets.statistics.evicted
    snapshot.eventCounts = findings.eventCounts
    snapshot.interfaces = inputs.interfaces
    snapshot.playback = player?.playback
    snapshot.curves = findings.watched.map { findings.senders.curves(of: $0) }
    lines.watch(screen.control.watchedFlow)
    snapshot.watchedPackets = lines.current()
    wantsStatistics = isLive
    return snapshot
  }

  /// The rows of the last snapshot.
  private mutating func rows() -> [LiveRow] {
    var rows = screen.feed.emptyRows()
    let selected = selected
    rows.reserveCapacity(min(packets.liveViewCount, Self.rowLimit))
    packets.forEachLive { live in
      guard selected.isEmpty || selected.contains(live.index), rows.count < Self.rowLimit
      else { return }
      rows.append(LiveRow(live))
    }
    for index in rows.indices where rows[index].protocol == .tcp {
      let number = rows[index].index
      rows[index].toServer.sender = findings.senders.state(of: number, .client)
      rows[index].toClient.sender = findings.senders.state(of: number, .server)
    }
    let counts = packets.liveCounts
    liveCount = counts.connections
    live = LiveTotals()
    live.connections = UInt64(counts.connections)
    (live.packets, live.bytes) = (counts.packets, counts.ipBytes)
    return rows
  }

  mutating func take(_ statistics: CaptureStatistics, of interface: Int) throws(CaptureError) {
    inputs.take(statistics, of: interface)
    findings.metrics?.take(inputs.statistics)
  }

  var needsStatistics: Bool { wantsStatistics || isScraped }

  mutating func completeFile() throws(CaptureError) {
    wantsStatistics = false
    if isScraped { publishMetrics() }
  }

  @inline(__always)
  private mutating func lookForScrape() {
    if findings.metrics?.isRequested() == true { isScraped = true }
  }

  private mutating func publishMetrics() {
    isScraped = false
    let (count, bytes, latest) = (count, bytes, latest)
    let (statistics, ended) = (packets.statistics, findings.ended.connections)
    findings.metrics?.publish(packets: count, bytes: bytes, at: latest, statistics, ended: ended)
  }

  mutating func flush() throws(CaptureError) {
    if screen.control.isQuitting { Interruption.request() }
    if screen.feed.wantsSnapshot { publishIdle(at: packets.idleTime ?? latest) }
    lookForScrape()
  }

  // MARK: The end

  /// Ends all connections; of a file, the screen stays until it is left.
  ///
  /// - Throws: nothing.
  consuming func finish() throws(CaptureError) -> RunReport {
    _ = packets.finish(into: &findings)
    publishMetrics()
    findings.metrics?.stop()
    player?.end()
    (live, liveCount) = (LiveTotals(), 0)
    var snapshot = state(at: latest)
    snapshot.rows = []
    snapshot.rowsTime = latest
    snapshot.evicted = packets.statistics.evicted
    snapshot.isOver = true
    screen.feed.publish(snapshot)
    while !isLive, !screen.control.isQuitting, !Interruption.isRequested {
      screen.sleep(milliseconds: 50)
      if screen.feed.wantsSnapshot {
        var snapshot = state(at: latest)
        snapshot.isOver = true
        screen.feed.publish(snapshot)
      }
    }
    screen.close()
    hosts?.stop()
    var report = RunReport()
    report.notes += hosts?.notes ?? []
    if let line = packets.unfollowedLine { report.notes.append(line) }
    report.notes += TrackingNotes(packets.statistics, selected: []).lines
    return report
  }
}
