import CPcap

/// The end in order of whatever the process captures or reads.
///
/// SIGINT, SIGTERM and SIGHUP end the loops of all sources with ``PacketLoopEnd/interrupted`` after what was
/// captured before the signal. A second signal ends them at once, a third one the process.
public enum Interruption {
  /// Catches the signals from now on; SIGHUP only where it is not ignored, as it is under nohup(1).
  public static func catchSignals() { cpcap_interruption_install() }

  /// Asks for the end as a signal does.
  public static func request() { cpcap_interruption_request() }

  /// Forgets what was asked for.
  public static func reset() { cpcap_interruption_reset() }

  /// Whether a signal or the program asked for the end.
  public static var isRequested: Bool { cpcap_interruption_requested() }

  /// The signal that asked first; nil when none did.
  public static var signal: Int32? {
    let number = cpcap_interruption_signal()
    return number == 0 ? nil : number
  }

  /// Lets a write to a pipe that nobody reads fail with ``CaptureError/Kind/closedPipe`` instead of ending
  /// the process, so that other output can still be completed.
  public static func reportBrokenPipes() { cpcap_ignore_broken_pipes() }

  /// Lets SIGUSR1 ask for a report from now on instead of ending the process.
  public static func catchReportRequests() { cpcap_report_install() }

  /// Whether SIGUSR1 came since the last report; set to false by whoever reports.
  public static var isReportRequested: Bool {
    get { cpcap_is_report_requested() }
    set { cpcap_request_report(newValue) }
  }
}
