import BasicContainers
import InternetTypes
import PacketCapture
import SystemServices

/// Captures on several interfaces into one pcapng file.
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
    let failure = try Self.capture(&sources, into: &consumer, seconds: capture.duration)
    var total = CaptureStatistics(captured: Int(clamping: consumer.count), received: 0, dropped: 0)
    for index in 0..<sources.count {
      guard let counts = try? sources[index].statistics(captured: 0) else { continue }
      total.received += counts.received
      total.dropped += counts.dropped
      total.droppedByInterface += counts.droppedByInterface
      try consumer.take(counts, of: index)
    }
    let report = try consumer.finish()
    PacketLoop.report(total, as: statisticsFormat)
    for note in report.notes { TCPInspect.write(line: note) }
    if let failure { throw failure }
    return report
  }

  /// Processes packets of all interfaces in turn until a signal or a limit ends the run; returns the error that ended
  /// it early.
  ///
  /// - Throws: if output fails.
  private static func capture(
    _ sources: inout UniqueArray<LiveCapture>, into consumer: inout some PacketConsumer & ~Copyable,
    seconds: Double?
  ) throws(CaptureError) -> CaptureError? {
    let clock = ContinuousClock()
    let deadline = seconds.map { clock.now + .seconds($0) }
    var ended = [Bool](repeating: false, count: sources.count)
    var number = 0
    while ended.contains(false) {
      var isQuiet = true
      for index in 0..<sources.count where !ended[index] {
        var (left, isWanted) = (turn, true)
        let end = try sources[index].forEachPacket { (packet, bytes) throws(CaptureError) in
          var packet = packet
          number += 1
          left -= 1
          packet.number = number
          packet.interface = UInt32(truncatingIfNeeded: index)
          isWanted = try consumer.take(packet, bytes, packet.linkType)
          return isWanted && left > 0
        }
        if left < turn { isQuiet = false }
        if !isWanted { return nil }
        switch end {
        case .failed(let error): return error
        case .interrupted, .endOfInput: ended[index] = true
        case .stopped, .quiet: break
        }
      }
      if isQuiet { try consumer.flush() }
      if let deadline, clock.now >= deadline { return nil }
    }
    return nil
  }
}
