import InternetTypes
import PacketCapture
import SystemServices

/// The lists that `-D`, `-J` and `-L` print.
enum InterfaceList {
  /// What can be captured on, on standard output.
  ///
  /// - Throws: when the system does not tell, or output fails.
  static func printAll() throws(CaptureError) {
    try print(NetworkInterface.listing(try NetworkInterface.all()))
  }

  /// The interface's kinds of time stamps, on standard error as tcpdump has it.
  ///
  /// - Throws: when the interface cannot be asked.
  static func printTimestampTypes(_ options: CaptureOptions) throws(CaptureError) {
    let interface = try options.interface()
    let types = try TimestampType.available(on: interface)
    try OutputDescriptor.standardError.write(
      Array(TimestampType.listing(types, on: interface).utf8).span)
  }

  /// The interface's link-layer header types, on standard error as tcpdump has it.
  ///
  /// - Throws: when the interface cannot be opened.
  static func printLinkTypes(_ options: CaptureOptions) throws(CaptureError) {
    var configuration = try options.configuration()
    configuration.linkType = nil
    let source = try LiveCapture(configuration)
    let listing = LinkType.listing(
      try source.linkTypes, on: configuration.interface, isPrintable: Self.isPrintable)
    try OutputDescriptor.standardError.write(Array(listing.utf8).span)
  }

  /// Whether packets that begin with this header can be printed.
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
