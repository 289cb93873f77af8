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
      """)

  @OptionGroup var arguments: AnalysisArguments

  @OptionGroup(title: "Input")
  var storeOptions: StoreOptions

  var store: StoreOptions? { storeOptions }

  @OptionGroup(title: "Selection")
  var results: ResultOptions

  var request: AnalysisRequest {
    var request = AnalysisRequest(kind: .congestion)
    request.outcomes = results.outcomes
    return request
  }
}
