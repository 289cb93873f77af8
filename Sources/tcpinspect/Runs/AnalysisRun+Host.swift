import HostSockets
import PacketCapture
import SystemServices

extension AnalysisRun {
  /// Opens the search for this host's sockets if it is asked for, while the program has its privileges.
  ///
  /// - Throws: what the system does not permit or have.
  func hostSockets(_ input: CaptureRun.Input) throws(CaptureError) -> HostSockets? {
    guard input.isLive, request.findsProcesses || request.readsKernel else { return nil }
    var configuration = HostSockets.Configuration(interface: try arguments.capture.interface())
    configuration.findsOwners = request.findsProcesses
    configuration.readsKernel = request.readsKernel
    configuration.keepsSamples = request.readsKernel && request.kind != .connections
    configuration.user = try arguments.privileges.successor(isLive: true)
    let sockets = try HostSockets(configuration)
    for warning in sockets.warnings { TCPInspect.report(warning) }
    sockets.start()
    return sockets
  }
}
