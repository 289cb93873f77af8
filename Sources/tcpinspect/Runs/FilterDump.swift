import InternetTypes
import PacketCapture
import SystemServices

/// Prints the filter's program for `-d`, `-dd` and `-ddd`.
enum FilterDump {
  /// Compiles the filter for the input's link type and prints its program.
  ///
  /// - Parameters:
  ///   - options: the filter and its file or interface; Ethernet if neither is named.
  ///   - form: 1 mnemonics, 2 C, 3 decimal numbers.
  /// - Throws: if the file or interface cannot be opened, or the filter cannot be compiled.
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
