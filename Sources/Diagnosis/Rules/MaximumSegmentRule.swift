import ConnectionTracking
import InternetTypes

/// `mss-clamped`: one side's MSS option is that of a tunnel, and data is sent to it in such
/// segments.
///
/// For information: a small MSS is right where the path is narrow, and whether the host or a
/// device on the path set it cannot be told.
enum MaximumSegmentRule: ConnectionRule {
  static func judge(_ connection: ConnectionCase, into findings: inout [DiagnosedFinding]) {
    let summary = connection.summary
    guard summary.protocol == .tcp, summary.isHandshakeSeen,
      let client = summary.clientToServer.maximumSegmentSize,
      let server = summary.serverToClient.maximumSegmentSize
    else { return }
    let (small, large) = (min(client, server), max(client, server))
    // The two sides of one path announce what their links carry: a device changed one of them, or the link is narrow.
    guard small >= 536, small < large, large >= 1380, large - small >= 20 else { return }
    let side: Side = client < server ? .client : .server
    guard connection.direction(side.peer).uniquePayloadBytes > 100_000 else { return }
    var finding = connection.finding(.mssClamped, .info, confidence: 0.4, of: side)
    finding.measures.maximumSegmentSize = UInt64(small)
    let first = connection.firstPacket
    // The SYN-ACK establishes the client.
    let synAck = connection.notes.clientEstablished
    finding.evidence = [
      side == .server && synAck.isSet
        ? PacketEvidence(synAck.packet, at: synAck.time, .synAck(windowScale: nil))
        : PacketEvidence(first.packet, at: first.time, .connectionBegins)
    ]
    finding.steps = [.inspect(.connections)]
    findings.append(finding)
  }
}
