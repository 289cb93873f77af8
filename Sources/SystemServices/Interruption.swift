internal import CSystem

/// The orderly end of everything that the process captures or reads, requested by a signal.
///
/// After SIGINT, SIGTERM or SIGHUP every packet source ends its loop, once it has delivered the packets captured before
/// the signal. A second signal ends the loops at once, a third one the process.
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

  /// Makes SIGUSR1 request a report and SIGUSR2 a flush from now on, instead of ending the process.
  public static func catchRequests() { csystem_requests_install() }

  /// Whether a report or a flush is requested.
  public static var hasRequest: Bool { csystem_is_anything_requested() }

  /// Whether SIGUSR1 arrived since the last call.
  public static func takeReportRequest() -> Bool { csystem_take_report_request() }

  /// Whether SIGUSR2 arrived since the last call.
  public static func takeFlushRequest() -> Bool { csystem_take_flush_request() }
}
