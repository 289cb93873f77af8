import ArgumentParser

/// `states`: every TCP state transition.
struct StatesCommand: AnalysisCommand {
  static let configuration = CommandConfiguration(
    commandName: "states",
    abstract: "Show every TCP state transition of both endpoints.",
    discussion: """
      An endpoint's state follows from what it sends and from what demonstrably reached it. A transition is \
      written once the capture proves it, with the time and number of the packet that caused it.

      EXAMPLES:
        tcpinspect states -r FILE                     all connections
        tcpinspect states -r FILE --connection 0      the first one
      """)

  @OptionGroup var arguments: AnalysisArguments

  @OptionGroup(title: "Input")
  var storeOptions: StoreOptions

  var store: StoreOptions? { storeOptions }

  var request: AnalysisRequest { AnalysisRequest(kind: .states) }
}
