import BasicContainers
import BoundedCollections
import CongestionInference
import InternetTypes

/// All protocols with a tracker of their own, in the order in which they observe a packet.
typealias RegisteredProtocols =
  ProtocolList<
    TFTPTracker,
    ProtocolList<
      QUICTracker,
      ProtocolList<
        SCTPTracker,
        ProtocolList<
          DCCPTracker,
          ProtocolList<DNSTracker, ProtocolList<TCPApplicationTracker, NoProtocol>>
        >
      >
    >
  >

/// The state of each of these protocols, for at most `connectionLimit` connections.
struct ProtocolStates: ~Copyable {
  var tftp: TFTPTransferTable
  var quic: QUICConnectionTable
  var sctp: SCTPAssociationTable
  var dccp: DCCPConnectionTable
  var dns: FlowStateTable<DNSFlow>
  var applications: FlowStateTable<ApplicationFlow>

  init(connectionLimit limit: Int) {
    tftp = TFTPTransferTable(flowLimit: limit)
    quic = QUICConnectionTable(flowLimit: limit)
    sctp = SCTPAssociationTable(connectionLimit: limit)
    dccp = DCCPConnectionTable(connectionLimit: limit)
    dns = FlowStateTable(flowLimit: limit, largestLimit: TableLimits.dnsFlows)
    applications = FlowStateTable(
      flowLimit: limit, largestLimit: TableLimits.applicationFlows)
  }
}

extension ConnectionTracker {
  /// Adds the protocols' findings about a connection that ends.
  mutating func finishProtocols(_ summary: inout ConnectionSummary, at position: Handle<Connection>)
  {
    let client = summary.client
    RegisteredProtocols.finish(position, into: &summary, in: &self)
    if summary.client != client { swapSenders(ofVerdictsAbout: summary.index) }
  }

  /// Exchanges client and server in the congestion verdicts just found about a connection.
  private mutating func swapSenders(ofVerdictsAbout connection: UInt64) {
    var index = findings.verdicts.count
    while index > 0, findings.verdicts[index &- 1].connection == connection {
      index &-= 1
      findings.verdicts[index].sender = findings.verdicts[index].sender.peer
    }
  }
}

extension ConnectionSummary {
  /// Exchanges client and server.
  ///
  /// Without a handshake the ports decided which is which, and the protocol knows better.
  mutating func swapSides() {
    swap(&client, &server)
    swap(&clientToServer, &serverToClient)
    history.swapSides()
    switch connState {
    case .s0: connState = .shr
    case .shr: connState = .s0
    default: break
    }
  }
}
