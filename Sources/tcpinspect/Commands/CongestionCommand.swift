import ArgumentParser

/// `congestion`: a verdict on each data sender.
struct CongestionCommand: AnalysisCommand {
  static let configuration = CommandConfiguration(
    commandName: "congestion",
    abstract: "Show congestion control and limiting factor of each data sender, with evidence.",
    discussion: """
      EXAMPLES:
        tcpinspect congestion -r FILE                 algorithm, phases, losses, limits
        tcpinspect congestion -r FILE --result reset  only of connections that were reset
        tcpinspect congestion -i eth0 --kernel        how right it is, by the kernel's own numbers
      """)

  @OptionGroup var arguments: AnalysisArguments

  @OptionGroup(title: "Input")
  var storeOptions: StoreOptions

  var store: StoreOptions? { storeOptions }

  @OptionGroup(title: "Selection")
  var results: ResultOptions

  @OptionGroup(title: "This host")
  var kernel: KernelOptions

  func check() throws { try kernel.check(arguments.capture) }

  var request: AnalysisRequest {
    var request = AnalysisRequest(kind: .congestion)
    request.readsKernel = kernel.readsKernel
    request.outcomes = results.outcomes
    return request
  }
}
