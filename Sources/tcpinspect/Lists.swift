import ArgumentParser
import InternetTypes
import PacketCapture

/// `interfaces`: what can be captured on.
struct InterfacesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "interfaces",
    abstract: "List what can be captured on.",
    discussion: """
      One line for each, with its number for -i, its name, what it is, and its state.

      EXAMPLES:
        tcpinspect interfaces
      """)

  mutating func run() throws {
    do throws(CaptureError) {
      try InterfaceList.printAll()
    } catch {
      throw CommandFailure.runtime(error.description)
    }
  }
}

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

/// The filter's program, as `-d`, `-dd` and `-ddd` print it.
enum FilterDump {
  /// Compiles the filter for the link type at hand and prints its program.
  ///
  /// - Parameters:
  ///   - options: Which filter, and for which file or interface; Ethernet where neither is named.
  ///   - form: 1 mnemonics, 2 C, 3 decimal numbers.
  /// - Throws: when the file or interface cannot be opened, or the filter not be compiled.
  static func print(_ options: CaptureOptions, form: Int) throws(CaptureError) {
    let expression = try options.filterExpression()
    let isOptimized = !options.isUnoptimized
    let filter: CaptureFilter
    if options.hasFiles {
      guard let path = try options.paths().first else { return }
      let source = try CaptureFile(path: path)
      filter = try source.compileFilter(expression, isOptimized: isOptimized, netmask: 0)
    } else if !options.interfaces.isEmpty {
      let source = try LiveCapture(try options.configuration())
      filter = try source.compileFilter(expression, isOptimized: isOptimized, netmask: 0)
    } else {
      let named = try options.namedLinkType()
      if named == nil { TCPInspect.write(line: "Warning: assuming Ethernet") }
      filter = try CaptureFilter(
        expression, linkType: named ?? .ethernet,
        snapshotLength: options.snapshotLength.flatMap { $0 > 0 ? $0 : nil } ?? 262_144,
        isOptimized: isOptimized)
    }
    let style: CaptureFilter.ListingStyle =
      switch form {
      case 1: .mnemonics
      case 2: .cArray
      default: .decimal
      }
    try InterfaceList.print(filter.listing(style))
  }
}
