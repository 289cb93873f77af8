import ConnectionTracking
import TextOutput

/// The section of a page about a DCCP connection.
extension ConnectionPage {
  func appendDCCP(_ dccp: DCCPSummary, to line: inout TextBuffer) {
    line.append("\nDCCP\n")
    if let code = dccp.serviceCode { line.append("  service code \(code)\n") }
    if let code = dccp.resetCode { line.append("  reset: \(DCCPSummary.resetReason(code))\n") }
    pair("", "client", "server", to: &line)
    for (client, server) in zip(Self.rows(dccp.client), Self.rows(dccp.server))
    where client.1 != "-" || server.1 != "-" {
      pair(client.0, client.1, server.1, to: &line)
    }
  }

  /// The rows of the table of both endpoints.
  private static func rows(_ end: DCCPEndpointSummary) -> [(String, String)] {
    [
      ("congestion control, CCID", end.congestionControl.map { "\($0)" } ?? "-"),
      ("first sequence number", end.initialSequence.map { "\($0)" } ?? "-"),
      ("data packets", "\(end.dataPackets)"), ("data bytes", "\(end.dataBytes)"),
      ("packets that acknowledge", "\(end.acknowledgments)"),
      ("Sync and SyncAck", "\(end.synchronizations)"),
      ("lost, by Ack Vectors", "\(end.lostPackets)"),
      ("marked, by Ack Vectors", "\(end.markedPackets)"),
      ("packets not captured", "\(end.missedPackets)"),
      ("packets out of order", "\(end.outOfOrderPackets)"),
      ("duplicate packets", "\(end.duplicatePackets)"),
      ("packets out of window", "\(end.invalidSequences)"),
      ("partial checksums", "\(end.partialChecksums)"),
    ]
  }
}
