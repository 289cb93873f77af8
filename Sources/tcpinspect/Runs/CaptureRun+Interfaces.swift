import BasicContainers
import InternetTypes
import PacketCapture
import SystemServices

/// Captures on several interfaces, for one pcapng file or the screen of `live`.
extension CaptureRun {
  /// The maximum number of packets processed of one interface before the next.
  private static let turn = 256

  /// Captures on all interfaces that `-i` names; each keeps its link type.
  ///
  /// - Parameter make: makes the consumer, once the interfaces are open.
  /// - Returns: what there is to report.
  /// - Throws: what could not be opened, captured or written.
  func captureSeveral(
    _ make: Maker<some PacketConsumer & ~Copyable>
  ) throws(CaptureError) -> RunReport {
    var sources = UniqueArray<LiveCapture>()
    var input = Input(isLive: true, isFine: capture.hasNanoseconds)
    let filter = try capture.filterExpression()
    Self.warn(ofTwice: capture.interfaces)
    for name in capture.interfaces {
      var configuration = try capture.configuration()
      configuration.interface = name
      // Waiting for one interface delays the others.
      configuration.timeoutMilliseconds = 10
      let source = try openInterface(configuration)
      input.interfaces.append(source.description(filter: filter))
      sources.append(source)
    }
    var consumer = try make(input) { () throws(CaptureError) in try sources[0].savefileHeader }
    for index in 0..<sources.count { announce(sources[index]) }
    let failure: CaptureError?
    let report: RunReport
    do throws(CaptureError) {
      failure = try passPackets(of: &sources, to: &consumer)
    } catch {
      PacketLoop.report(
        Self.statistics(of: sources, captured: consumer.count), as: statisticsFormat)
      throw error
    }
    let total = Self.statistics(of: sources, captured: consumer.count)
    do throws(CaptureError) {
      try Self.pass(sources, to: &consumer)
      report = try consumer.finish()
    } catch {
      PacketLoop.report(total, as: statisticsFormat)
      throw error
    }
    PacketLoop.report(total, as: statisticsFormat)
    for note in report.notes { TCPInspect.write(line: note) }
    if let failure { throw failure }
    return report
  }

  /// Says if packets are captured twice.
  private static func warn(ofTwice names: [String]) {
    if names.contains("any") {
      TCPInspect.report("'any' includes the other interfaces: their packets are captured twice")
    } else if Set(names).count < names.count {
      TCPInspect.report("an interface is named twice: its packets are captured twice")
    }
  }

  /// The counters of all interfaces together.
  private static func statistics(
    of sources: borrowing UniqueArray<LiveCapture>, captured: UInt64
  ) -> CaptureStatistics {
    var total = CaptureStatistics(captured: Int(clamping: captured), received: 0, dropped: 0)
    for index in 0..<sources.count {
      guard let counts = try? sources[index].statistics(captured: 0) else { continue }
      total.received += counts.received
      total.dropped += counts.dropped
      total.droppedByInterface += counts.droppedByInterface
    }
    return total
  }

  /// Passes the counters of each interface to the consumer.
  ///
  /// - Throws: if output fails.
  private static func pass(
    _ sources: borrowing UniqueArray<LiveCapture>,
    to consumer: inout some PacketConsumer & ~Copyable
  ) throws(CaptureError) {
    for index in 0..<sources.count {
      guard let counts = try? sources[index].statistics(captured: 0) else { continue }
      try consumer.take(counts, of: index)
    }
  }

  /// Processes packets of all interfaces in turn until a signal or a limit ends the run; returns the error of an
  /// interface that ended before.
  ///
  /// - Throws: if output fails.
  private func passPackets(
    of sources: inout UniqueArray<LiveCapture>, to consumer: inout some PacketConsumer & ~Copyable
  ) throws(CaptureError) -> CaptureError? {
    let clock = ContinuousClock()
    let deadline = capture.duration.map { clock.now + .seconds($0) }
    var ended = [Bool](repeating: false, count: sources.count)
    var number = 0
    var failure: CaptureError?
    while ended.contains(false) {
      var isQuiet = true
      for index in 0..<sources.count where !ended[index] {
        var (left, isWanted) = (Self.turn, true)
        let end = try sources[index].forEachPacket { (packet, bytes) throws(CaptureError) in
          var packet = packet
          number += 1
          left -= 1
          packet.number = number
          packet.interface = UInt32(truncatingIfNeeded: index)
          isWanted = try consumer.take(packet, bytes, packet.linkType)
          return isWanted && left > 0 && !Interruption.hasRequest && !consumer.needsStatistics
        }
        if left < Self.turn { isQuiet = false }
        try answerRequests(sources, &consumer)
        if !isWanted { return failure }
        switch end {
        case .failed(let error):
          ended[index] = true
          if failure == nil { failure = error }
          if ended.contains(false) {
            TCPInspect.report("\(error); the capture goes on on the other interfaces")
          }
        case .interrupted, .endOfInput: ended[index] = true
        case .quiet:
          if let isUp = sources[index].interfaceChange() {
            PacketLoop.report(interface: sources[index], isUp: isUp)
          }
        case .stopped: break
        }
      }
      if isQuiet { try consumer.flush() }
      if let deadline, clock.now >= deadline { return failure }
    }
    return failure
  }

  /// Makes the reports and flushes that a signal requests, and completes a file that waits for counters.
  ///
  /// - Throws: if output fails.
  private func answerRequests(
    _ sources: borrowing UniqueArray<LiveCapture>, _ consumer: inout some PacketConsumer & ~Copyable
  ) throws(CaptureError) {
    if consumer.needsStatistics {
      try Self.pass(sources, to: &consumer)
      try consumer.completeFile()
    }
    if Interruption.takeReportRequest() {
      PacketLoop.report(
        Self.statistics(of: sources, captured: consumer.count), as: statisticsFormat)
    }
    if Interruption.takeFlushRequest() { try consumer.flushFiles() }
  }
}
