import ArgumentParser
import ConnectionTracking
import InternetTypes

/// `windows`: flow and congestion windows over time.
struct WindowsCommand: AnalysisCommand {
  static let configuration = CommandConfiguration(
    commandName: "windows",
    abstract: "Show the flow and congestion windows of data senders over time.",
    discussion: """
      EXAMPLES:
        tcpinspect windows -r FILE --connection 0                     packet by packet
        tcpinspect windows -r FILE --connection 0 --per-round-trip    1, 2, 4, 8 segments
        tcpinspect windows -r FILE --connection 0 --sender server --format csv
        tcpinspect windows -i eth0 --kernel 'port 443'                the kernel's windows beside ours
      """)

  @OptionGroup var arguments: AnalysisArguments

  @Flag(
    name: .customLong("per-round-trip"),
    help: "Show one line for each round trip of a data sender, not for each packet.")
  var isPerRoundTrip = false

  @Option(
    name: .customLong("sender"), parsing: .unconditional,
    help: ArgumentHelp("Show only data that the client, or the server, sends.", valueName: "side"))
  var senderName: String?

  @Option(
    name: .customLong("order"), parsing: .unconditional,
    help: ArgumentHelp(
      """
      Write rows as their senders handled the packets (packet, the default), or each connection at its \
      end in order of time (time), for plots.
      """, valueName: "order"))
  var order: String?

  @OptionGroup(title: "This host")
  var kernel: KernelOptions

  var request: AnalysisRequest {
    var request = AnalysisRequest(kind: .windows, isPerRoundTrip: isPerRoundTrip, sender: sender)
    request.readsKernel = kernel.readsKernel
    request.isInOrderOfTime = order == "time"
    return request
  }

  /// The data sender that `--sender` names.
  private var sender: Side? {
    switch senderName {
    case "client": .client
    case "server": .server
    default: nil
    }
  }

  func check() throws {
    try kernel.check(arguments.capture)
    if kernel.readsKernel, isPerRoundTrip {
      throw ValidationError("--kernel reads moments, not round trips: without --per-round-trip")
    }
    if let senderName, sender == nil {
      throw ValidationError("--sender \(senderName): must be client or server")
    }
    if let order, !["packet", "time"].contains(order) {
      throw ValidationError("--order \(order): must be packet or time")
    }
  }
}
