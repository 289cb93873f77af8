import ArgumentParser

/// Options about the sockets of this host.
struct HostOptions: ParsableArguments {
  @Flag(
    name: .customLong("processes"),
    help: "Live: show the process of this host that each connection belongs to (Linux).")
  var findsProcesses = false

  @OptionGroup var kernel: KernelOptions

  /// Checks that the input is an interface.
  func check(_ capture: CaptureOptions) throws {
    if findsProcesses { try KernelOptions.check("--processes", capture) }
    try kernel.check(capture)
  }
}

/// The option for the kernel's own measures.
struct KernelOptions: ParsableArguments {
  @Flag(
    name: .customLong("kernel"),
    help: "Live: show the kernel's own measures of this host's connections, tcp_info (Linux).")
  var readsKernel = false

  /// Checks that the input is an interface.
  func check(_ capture: CaptureOptions) throws {
    if readsKernel { try Self.check("--kernel", capture) }
  }

  static func check(_ name: String, _ capture: CaptureOptions) throws {
    #if !os(Linux)
      throw ValidationError("\(name): only Linux tells about the sockets of other processes")
    #else
      if capture.hasFiles {
        throw ValidationError(
          "\(name) is about sockets that are open now: with an interface (-i), not with files")
      }
    #endif
  }
}
