import InternetTypes
import PacketCapture
import SystemServices

extension CaptureOptions {
  /// The interface to capture on: the last one named, or else the first one of the system.
  ///
  /// - Throws: if there is none.
  func interface() throws(CaptureError) -> String {
    if let name = interfaces.last { return name }
    guard let first = try NetworkInterface.all().first else {
      throw CaptureError(
        .notFound, reason: "no interface can be captured on",
        advice: "run it as root, or give the program the capability to capture")
    }
    return first.name
  }

  /// The configuration for opening the interface.
  ///
  /// - Throws: if libpcap has no timestamp type or link type of the name.
  func configuration() throws(CaptureError) -> LiveConfiguration {
    var configuration = LiveConfiguration(interface: try interface())
    if let snapshotLength, snapshotLength > 0 { configuration.snapshotLength = snapshotLength }
    configuration.isPromiscuous = !isNotPromiscuous
    configuration.isImmediate = isImmediate
    configuration.isMonitoring = isMonitor
    if let bufferSize { configuration.bufferKibibytes = bufferSize }
    configuration.precision = hasNanoseconds ? .nanoseconds : .microseconds
    switch direction {
    case "in": configuration.direction = .incoming
    case "out": configuration.direction = .outgoing
    case "inout": configuration.direction = .both
    default: break
    }
    if let timestampType {
      guard let type = TimestampType(name: timestampType) else {
        throw CaptureError(
          .interface, subject: timestampType, reason: "no such type of time stamp",
          advice: "-J lists them")
      }
      configuration.timestampType = type
    }
    configuration.linkType = try namedLinkType()
    return configuration
  }

  /// The link type that `-y` names.
  ///
  /// - Throws: if libpcap has none of that name.
  func namedLinkType() throws(CaptureError) -> LinkType? {
    guard let linkType else { return nil }
    guard let type = LinkType(name: linkType) else {
      throw CaptureError(
        .interface, subject: linkType, reason: "no such link-layer header type",
        advice: "-L lists them")
    }
    return type
  }

  /// Opens the interface, with its filter.
  ///
  /// - Throws: the error of opening it.
  func openInterface(_ configuration: LiveConfiguration) throws(CaptureError) -> LiveCapture {
    let expression = try filterExpression()
    Interruption.catchSignals()
    Interruption.catchRequests()
    var source = try LiveCapture(configuration)
    for warning in source.warnings { TCPInspect.report(warning) }
    let netmask = try? NetworkInterface.all().first { $0.name == configuration.interface }?.netmask
    let filter = try source.compileFilter(
      expression, isOptimized: !isUnoptimized, netmask: netmask ?? 0)
    if !expression.isEmpty { try source.attach(filter) }
    return source
  }
}
