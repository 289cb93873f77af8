import InternetTypes
import PacketCapture
import SystemServices

extension PacketLoop {
  /// Passes packets to a consumer until a signal or a limit ends the capture; returns the error that ended it early.
  ///
  /// - Throws: if output fails.
  static func capture(
    _ source: inout LiveCapture, into consumer: inout some PacketConsumer & ~Copyable,
    seconds: Double?, statistics: String?
  ) throws(CaptureError) -> CaptureError? {
    let clock = ContinuousClock()
    let deadline = seconds.map { clock.now + .seconds($0) }
    var isWanted = true
    while true {
      let end = try source.forEachPacket { (packet, bytes) throws(CaptureError) in
        // Statistics need the source, which this loop has borrowed: leave the loop for them.
        isWanted = try consumer.take(packet, bytes, packet.linkType)
        return isWanted && !Interruption.hasRequest && !consumer.needsStatistics
      }
      if consumer.needsStatistics {
        if let counts = try? source.statistics(captured: Int(clamping: consumer.count)) {
          try consumer.take(counts, of: 0)
        }
        try consumer.completeFile()
      }
      if Interruption.takeReportRequest() {
        report(try? source.statistics(captured: Int(clamping: consumer.count)), as: statistics)
      }
      if Interruption.takeFlushRequest() { try consumer.flushFiles() }
      switch end {
      case .stopped where isWanted: continue
      case .quiet:
        try consumer.flush()
        if let isUp = source.interfaceChange() { report(interface: source, isUp: isUp) }
        // Without packets, only the machine's clock advances.
        if let deadline, clock.now >= deadline { return nil }
      case .failed(let error): return error
      case .stopped, .interrupted, .endOfInput: return nil
      }
    }
  }

  /// Reports on standard error that the interface went down or is up again.
  static func report(interface source: borrowing LiveCapture, isUp: Bool) {
    let says = isUp ? "is up again" : "went down; the capture goes on when it is up again"
    TCPInspect.report("\(source.configuration.interface): The interface \(says)")
  }

  /// Reports on standard error how many packets were captured and lost.
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
