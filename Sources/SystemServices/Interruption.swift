internal import CSystem

/// The orderly end of everything that the process captures or reads, requested by a signal.
///
/// After SIGINT, SIGTERM or SIGHUP every packet source ends its loop, once it has delivered what was captured before the
/// signal. A second signal ends the loops at once, a third one the process.
public enum Interruption {
  /// Catches the signals from now on; SIGHUP only if it is not ignored, as it is under nohup(1).
  public static func catchSignals() { csystem_interruption_install() }

  /// Requests the end as a signal does.
  public static func request() { csystem_interruption_request() }

  /// Clears all requests.
  public static func reset() { csystem_interruption_reset() }

  /// Whether a signal or the program requested the end.
  public static var isRequested: Bool { csystem_interruption_requested() }

  /// The signal that requested the end first; nil if none did.
  public static var signal: Int32? {
    let number = csystem_interruption_signal()
    return number == 0 ? nil : number
  }

  /// Makes SIGUSR1 request a report from now on, instead of ending the process.
  public static func catchReportRequests() { csystem_report_install() }

  /// Whether SIGUSR1 arrived since the last report; set it to false after the report.
  public static var isReportRequested: Bool {
    get { csystem_is_report_requested() }
    set { csystem_request_report(newValue) }
  }
}
