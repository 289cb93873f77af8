import HostSockets
import PacketCapture
import SystemServices

extension HostSockets {
  /// Opens the search for this host's sockets if it is asked for, while the program has its privileges, and starts it.
  ///
  /// - Parameters:
  ///   - isLive: whether the input is an interface; nothing is searched for files.
  ///   - findsOwners: whether processes are found.
  ///   - readsKernel: whether the kernel's measures are read.
  ///   - keepsSamples: whether all of these are kept.
  ///   - isPerPacket: whether the process of each packet is asked for.
  ///   - interface: what is captured on; `any` for several.
  ///   - privileges: what the program becomes.
  /// - Returns: nil if nothing is asked for.
  /// - Throws: what the system does not permit or have.
  static func open(
    isLive: Bool, findsOwners: Bool, readsKernel: Bool, keepsSamples: Bool = false,
    isPerPacket: Bool = false,
    on interface: String, _ privileges: PrivilegeOptions
  ) throws(CaptureError) -> HostSockets? {
    guard isLive, findsOwners || readsKernel else { return nil }
    var configuration = HostSockets.Configuration(interface: interface)
    configuration.findsOwners = findsOwners
    configuration.readsKernel = readsKernel
    configuration.keepsSamples = keepsSamples
    configuration.isPerPacket = isPerPacket
    configuration.user = try privileges.successor(isLive: true)
    let sockets = try HostSockets(configuration)
    for warning in sockets.warnings { TCPInspect.report(warning) }
    sockets.start()
    return sockets
  }
}
