import InternetTypes
import PacketCapture
import SystemServices

/// Prints the lists of `-D`, `-J` and `-L`.
enum InterfaceList {
  /// Prints the interfaces that can be captured on to standard output.
  ///
  /// - Throws: if the system does not provide the list, or output fails.
  static func printAll() throws(CaptureError) {
    try print(NetworkInterface.listing(try NetworkInterface.all()))
  }

  /// Prints the interface's timestamp types to standard error, as tcpdump does.
  ///
  /// - Throws: if the interface cannot be queried.
  static func printTimestampTypes(_ options: CaptureOptions) throws(CaptureError) {
    let interface = try options.interface()
    let types = try TimestampType.available(on: interface)
    try OutputDescriptor.standardError.write(
      Array(TimestampType.listing(types, on: interface).utf8).span)
  }

  /// Prints the interface's link-layer header types to standard error, as tcpdump does.
  ///
  /// - Throws: if the interface cannot be opened.
  static func printLinkTypes(_ options: CaptureOptions) throws(CaptureError) {
    var configuration = try options.configuration()
    configuration.linkType = nil
    let source = try LiveCapture(configuration)
    let listing = LinkType.listing(
      try source.linkTypes, on: configuration.interface, isPrintable: Self.isPrintable)
    try OutputDescriptor.standardError.write(Array(listing.utf8).span)
  }

  /// Whether packets of this link type can be printed.
  private static func isPrintable(_ type: LinkType) -> Bool {
    switch type {
    case .ethernet, .null, .loop, .raw, .rawOpenBSD, .rawSavefile, .ipv4, .ipv6, .linuxCooked,
      .linuxCooked2:
      true
    default: false
    }
  }

  static func print(_ text: String) throws(CaptureError) {
    try OutputDescriptor.standardOutput.write(Array(text.utf8).span)
  }
}
