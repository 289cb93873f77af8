import ArgumentParser

/// `congestion`: a verdict on each data sender.
struct CongestionCommand: AnalysisCommand {
  static let configuration = CommandConfiguration(
    commandName: "congestion",
    abstract: "Show each data sender's congestion control and its limits, with evidence.",
    discussion: """
      EXAMPLES:
        tcpinspect congestion -r FILE                 algorithm, phases, losses, limits
      """)

  @OptionGroup var arguments: AnalysisArguments

  var request: AnalysisRequest { AnalysisRequest(kind: .congestion) }
}
