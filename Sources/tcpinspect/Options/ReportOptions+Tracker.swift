import ConnectionTracking
import PacketCapture
import SystemServices

extension ReportOptions {
  /// The limits and time-outs of the tracker.
  ///
  /// - Throws: if the memory has no room for so many connections.
  func configuration(
    _ capture: CaptureOptions, isLive: Bool
  ) throws(CaptureError) -> TrackerConfiguration {
    try configuration(ignoresChecksums: capture.ignoresChecksums, isLive: isLive)
  }

  /// The limits and time-outs of the tracker.
  ///
  /// - Throws: if the memory has no room for so many connections.
  func configuration(
    ignoresChecksums: Bool, isLive: Bool
  ) throws(CaptureError) -> TrackerConfiguration {
    var configuration = TrackerConfiguration()
    configuration.connectionLimit = try connectionLimit(configuration.connectionLimit)
    configuration.ignoresVLANs = ignoresVLANs
    if isLive { configuration.endedTimeout = 1 }
    if let delay = closeDelay { configuration.endedTimeout = Int(delay.rounded(.up)) }
    if let seconds = idleTimeout {
      let whole = max(Int(seconds.rounded(.up)), 1)
      configuration.attemptTimeout = whole
      configuration.idleTimeout = whole
      configuration.datagramTimeout = whole
      if closeDelay == nil {
        configuration.endedTimeout = min(configuration.endedTimeout, whole)
      }
    }
    configuration.ignoresChecksums = ignoresChecksums
    return configuration
  }

  /// The limit of connections: that of `--max-connections`, or the default if the memory is large enough.
  ///
  /// - Throws: if the memory has no room for the option's limit.
  private func connectionLimit(_ standard: Int) throws(CaptureError) -> Int {
    let fitting = SystemMemory.limit / 2 / ConnectionTracker.reservedBytesPerConnection
    guard let wanted = maxConnections else {
      return max(min(standard, fitting), 1)
    }
    guard wanted <= max(fitting, 1) else {
      throw CaptureError(
        .malformed, subject: "--max-connections \(wanted)",
        reason: "the memory has room for \(fitting) connections at most")
    }
    return wanted
  }
}
