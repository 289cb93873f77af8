import HostSockets
import PacketCapture

extension AnalysisRun {
  /// Opens the search for this host's sockets if it is asked for.
  ///
  /// - Throws: what the system does not permit or have.
  func hostSockets(_ input: CaptureRun.Input) throws(CaptureError) -> HostSockets? {
    try HostSockets.open(
      isLive: input.isLive, findsOwners: request.findsProcesses, readsKernel: request.readsKernel,
      keepsSamples: request.readsKernel && request.kind != .connections,
      on: input.isLive ? try arguments.capture.interface() : "", arguments.privileges)
  }
}
