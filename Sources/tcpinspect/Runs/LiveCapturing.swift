import InternetTypes
import PacketCapture
import PacketPrinting
import SystemServices

extension CaptureOptions {
  /// The interface that is captured on: the last one that was named, or the first there is.
  ///
  /// - Throws: when there is none.
  func interface() throws(CaptureError) -> String {
    if let name = interfaces.last { return name }
    guard let first = try NetworkInterface.all().first else {
      throw CaptureError(
        .notFound, reason: "no interface can be captured on",
        advice: "run it as root, or give the program the capability to capture")
    }
    return first.name
  }

  /// How the interface is to be opened.
  ///
  /// - Throws: when a name is not one that libpcap knows.
  func configuration() throws(CaptureError) -> LiveConfiguration {
    var configuration = LiveConfiguration(interface: try interface())
    if let snapshotLength, snapshotLength > 0 { configuration.snapshotLength = snapshotLength }
    configuration.isPromiscuous = !isNotPromiscuous
    configuration.isImmediate = isImmediate
    if let bufferSize { configuration.bufferKibibytes = bufferSize }
    configuration.precision = hasNanoseconds ? .nanoseconds : .microseconds
    switch direction {
    case "in": configuration.direction = .incoming
    case "out": configuration.direction = .outgoing
    case "inout": configuration.direction = .both
    default: break
    }
    if let timestampType {
      guard let type = TimestampType(name: timestampType) else {
        throw CaptureError(
          .interface, subject: timestampType, reason: "no such type of time stamp",
          advice: "-J lists them")
      }
      configuration.timestampType = type
    }
    configuration.linkType = try namedLinkType()
    return configuration
  }

  /// The link type that `-y` names.
  ///
  /// - Throws: when libpcap knows none of that name.
  func namedLinkType() throws(CaptureError) -> LinkType? {
    guard let linkType else { return nil }
    guard let type = LinkType(name: linkType) else {
      throw CaptureError(
        .interface, subject: linkType, reason: "no such link-layer header type",
        advice: "-L lists them")
    }
    return type
  }

  /// Opens the interface, with its filter.
  ///
  /// - Throws: what could not be opened.
  func openInterface(_ configuration: LiveConfiguration) throws(CaptureError) -> LiveCapture {
    let expression = try filterExpression()
    Interruption.catchSignals()
    Interruption.catchReportRequests()
    var source = try LiveCapture(configuration)
    for warning in source.warnings { TCPInspect.report(warning) }
    let netmask = try? NetworkInterface.all().first { $0.name == configuration.interface }?.netmask
    let filter = try source.compileFilter(
      expression, isOptimized: !isUnoptimized, netmask: netmask ?? 0)
    if !expression.isEmpty { try source.attach(filter) }
    return source
  }
}

extension PrintCommand {
  /// Captures on an interface and prints or writes the packets until a signal or a limit ends it.
  ///
  /// - Throws: what could not be opened, captured or written; what was captured was processed before.
  func printInterface() throws(CaptureError) {
    var source = try capture.openInterface(try capture.configuration())
    var session = try session(isLive: true) { () throws(CaptureError) in try source.savefileHeader }
    announce(source)
    let failure: CaptureError?
    do throws(CaptureError) {
      failure = try PacketLoop.capture(
        &source, into: &session, seconds: capture.duration, statistics: writing.statisticsFormat)
    } catch {
      PacketLoop.report(
        try? source.statistics(captured: Int(clamping: session.count)),
        as: writing.statisticsFormat)
      throw error
    }
    let statistics = try? source.statistics(captured: Int(clamping: session.count))
    do throws(CaptureError) {
      try finish(session, failure: failure)
    } catch {
      PacketLoop.report(statistics, as: writing.statisticsFormat)
      throw error
    }
    PacketLoop.report(statistics, as: writing.statisticsFormat)
  }

  /// Says on standard error what is being captured.
  private func announce(_ source: borrowing LiveCapture) {
    if source.configuration.requestedLinkType != nil {
      TCPInspect.report("data link type \(source.linkType.name ?? source.linkType.title)")
    }
    if writing.path == nil && output.verbosity == 0 {
      TCPInspect.report(
        "verbose output suppressed, use -v[v]... for full protocol decode")
    }
    let opening =
      "listening on \(source.configuration.interface), link-type \(source.linkType.title), "
      + "snapshot length \(source.snapshotLength) bytes"
    if writing.path != nil || output.verbosity > 0 {
      TCPInspect.report(opening)
    } else {
      TCPInspect.write(line: opening)
    }
  }
}

extension PacketLoop {
  /// Takes packets until a signal or a limit ends it; returns why it ended early.
  ///
  /// - Throws: when output fails.
  static func capture(
    _ source: inout LiveCapture, into session: inout some PacketConsumer & ~Copyable,
    seconds: Double?, statistics: String?
  ) throws(CaptureError) -> CaptureError? {
    let clock = ContinuousClock()
    let deadline = seconds.map { clock.now + .seconds($0) }
    var isWanted = true
    while true {
      let end = try source.forEachPacket { (packet, bytes) throws(CaptureError) in
        // A report needs the source, which is lent out here: the loop is left for it.
        isWanted = try session.take(packet, bytes, packet.linkType)
        return isWanted && !Interruption.isReportRequested
      }
      if Interruption.isReportRequested {
        Interruption.isReportRequested = false
        report(try? source.statistics(captured: Int(clamping: session.count)), as: statistics)
      }
      switch end {
      case .stopped where isWanted: continue
      case .quiet:
        try session.flush()
        if let isUp = source.interfaceChange() { report(interface: source, isUp: isUp) }
        // Where no packet comes, packet time stands still; the clock goes on.
        if let deadline, clock.now >= deadline { return nil }
      case .failed(let error): return error
      case .stopped, .interrupted, .endOfInput: return nil
      }
    }
  }

  /// Says on standard error why nothing comes, and when that is over.
  private static func report(interface source: borrowing LiveCapture, isUp: Bool) {
    let says = isUp ? "is up again" : "went down; the capture goes on when it is up again"
    TCPInspect.report("\(source.configuration.interface): The interface \(says)")
  }

  /// Says on standard error what was captured and what was lost.
  static func report(_ statistics: CaptureStatistics?, as format: String?) {
    guard let statistics else { return }
    if format == "json" {
      TCPInspect.write(
        line: """
          {"type":"statistics","captured":\(statistics.captured),\
          "received_by_filter":\(statistics.received),"dropped_by_kernel":\(statistics.dropped),\
          "dropped_by_interface":\(statistics.droppedByInterface)}
          """)
    } else {
      for line in statistics.lines { TCPInspect.write(line: line) }
    }
  }
}
