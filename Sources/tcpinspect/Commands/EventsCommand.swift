import ArgumentParser

/// `events`: retransmissions, zero windows and other events of segments.
struct EventsCommand: AnalysisCommand {
  static let configuration = CommandConfiguration(
    commandName: "events",
    abstract: "Show retransmissions, zero windows and other TCP events.",
    discussion: """
      EXAMPLES:
        tcpinspect events -r FILE                     all events
        tcpinspect events -r FILE 'tcp port 80'       of packets that match a filter
      """)

  @OptionGroup var arguments: AnalysisArguments

  @OptionGroup(title: "Input")
  var storeOptions: StoreOptions

  var store: StoreOptions? { storeOptions }

  var request: AnalysisRequest { AnalysisRequest(kind: .events) }
}
