import ConnectionTracking
import InternetTypes
import PacketDissection
import TextOutput

/// The section of a page about an SCTP association.
extension ConnectionPage {
  func appendSCTP(_ sctp: SCTPSummary, to line: inout TextBuffer) {
    line.append("\nSCTP\n")
    for (name, end) in [("client", sctp.client), ("server", sctp.server)] {
      let tag = end.tag.map { "tag 0x" + String($0, radix: 16) } ?? "tag unknown"
      let addresses = end.addresses.map(\.text).joined(separator: ", ")
      line.append("  \(name): \(tag), \(addresses)\n")
    }
    if sctp.isCollision { line.append("  both sides sent an INIT (INIT collision)\n") }
    if sctp.restarts > 0 {
      line.append("  restarted \(sctp.restarts) \(sctp.restarts == 1 ? "time" : "times")\n")
    }
    if sctp.isAborted {
      let cause = sctp.abortCause.map { ": " + SCTPErrorCause(rawValue: $0).text } ?? ""
      line.append("  ended by an ABORT\(cause)\n")
    }
    let (left, right) = (Self.rows(sctp.client), Self.rows(sctp.server))
    pair("", "client", "server", to: &line)
    for (client, server) in zip(left, right) where client.1 != "-" || server.1 != "-" {
      pair(client.0, client.1, server.1, to: &line)
    }
  }

  /// The rows of the table of both endpoints.
  private static func rows(_ end: SCTPEndpointSummary) -> [(String, String)] {
    [
      ("streams out / in", known(end.outboundStreams) + " / " + known(end.inboundStreams)),
      ("initial TSN", known(end.initialSequence)),
      ("initial window", known(end.initialWindow)),
      ("window, smallest", known(end.windowMinimum)),
      ("window, largest", known(end.windowMaximum)),
      ("data chunks", "\(end.dataChunks)"), ("data bytes", "\(end.dataBytes)"),
      ("messages", "\(end.messages)"),
      (
        "payload protocols",
        end.payloadProtocols.isEmpty
          ? "-" : end.payloadProtocols.map { "\($0)" }.joined(separator: " ")
      ),
      ("chunks retransmitted", "\(end.retransmittedChunks)"),
      (
        "  fast / time-out / spurious",
        "\(end.fastChunks) / \(end.timeoutChunks) / \(end.spuriousChunks)"
      ),
      ("chunks out of order", "\(end.outOfOrderChunks)"),
      ("chunks not captured", "\(end.missedChunks)"),
      ("most bytes outstanding", "\(end.outstandingMaximum)"),
      ("SACKs", "\(end.acknowledgments)"), ("  that report gaps", "\(end.gapReports)"),
      ("duplicate TSNs reported", "\(end.duplicates)"),
      ("heartbeats / answers", "\(end.heartbeats) / \(end.heartbeatAcknowledgments)"),
      ("packets with a wrong tag", "\(end.wrongTags)"),
    ]
  }

  /// Appends a row of two endpoints.
  func pair(_ name: String, _ client: String, _ server: String, to line: inout TextBuffer) {
    let title = TableText.left(name.isEmpty ? "" : "  " + name, 32)
    line.append("\(title) \(TableText.right(client, 18)) \(TableText.right(server, 18))\n")
  }

  private static func known(_ value: (some BinaryInteger)?) -> String {
    value.map { "\($0)" } ?? "-"
  }
}
