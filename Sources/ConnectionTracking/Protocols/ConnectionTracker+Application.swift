import BasicContainers
import InternetTypes
import PacketDissection

/// What the application of a UDP flow tells of it, or the association of another protocol.
extension ConnectionTracker {
  /// Adds what only one protocol tells of a connection that ends.
  mutating func fillDetail(_ summary: inout ConnectionSummary, _ position: UInt32) {
    switch summary.protocol {
    case .udp: fillApplication(&summary, position)
    case .sctp where table.connections[position].extensionHandle != 0:
      fillSCTP(&summary, position, summary.ending)
    case .dccp where table.connections[position].extensionHandle != 0:
      fillDCCP(&summary, position, summary.ending)
    default: break
    }
  }

  /// Adds what is known of the QUIC connection or of the TFTP transfer that a flow carried.
  mutating func fillApplication(_ summary: inout ConnectionSummary, _ position: UInt32) {
    let (key, hash) = (table.connections[position].key, table.connections[position].hash)
    let last = table.connections[position].last
    let client = summary.client
    defer {
      if summary.client != client { turnVerdicts(of: summary.index) }
    }
    if let transfer = tftp.end(key, hash: hash, at: last) {
      summary.detail = .tftp(transfer.summary)
      if transfer.client != summary.client { summary.turn() }
    }
    guard let found = quic.end(key, hash: hash, at: last) else { return }
    summary.detail = .quic(found.summary)
    summary.continued = found.continued
    if found.client != summary.client { summary.turn() }
    summary.isHandshakeSeen = found.summary.isBeginningSeen
    summary.handshakeToServer = found.summary.toServer
    summary.handshakeToClient = found.summary.toClient
  }

  /// Makes the client the server in what was just found about the senders of a flow.
  private mutating func turnVerdicts(of connection: UInt64) {
    var index = findings.verdicts.count
    while index > 0, findings.verdicts[index &- 1].connection == connection {
      index &-= 1
      findings.verdicts[index].sender = findings.verdicts[index].sender.peer
    }
  }
}

extension ConnectionSummary {
  /// Makes the client the server: of flows without a handshake the ports only said who asked, and were wrong.
  mutating func turn() {
    swap(&client, &server)
    swap(&clientToServer, &serverToClient)
    history.turn()
    switch connState {
    case .s0: connState = .shr
    case .shr: connState = .s0
    default: break
    }
  }
}
