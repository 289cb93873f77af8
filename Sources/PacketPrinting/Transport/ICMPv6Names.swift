import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Appends tcpdump's name of a message type.
  mutating func printICMPv6Name(_ type: ICMPv6Header.MessageType) {
    if let name = type.text {
      line.append(name)
    } else {
      line.append("unknown icmp6 type (")
      line.append(decimal: UInt32(type.rawValue))
      line.append(")")
    }
  }
}

extension ICMPv6Header.MessageType {
  /// Whether a verbose line gives the length before the details.
  var showsLengthFirst: Bool {
    switch self {
    case .routerSolicitation, .routerAdvertisement, .neighborSolicitation, .neighborAdvertisement,
      .redirect, .homeAgentDiscoveryReply, .mobilePrefixAdvertisement:
      true
    default: false
    }
  }

  /// tcpdump's name of the message type; nil if it has none.
  fileprivate var text: String? {
    switch self {
    case .destinationUnreachable: "destination unreachable"
    case .packetTooBig: "packet too big"
    case .timeExceeded: "time exceeded in-transit"
    case .parameterProblem: "parameter problem"
    case .echoRequest: "echo request"
    case .echoReply: "echo reply"
    case .multicastListenerQuery: "multicast listener query"
    case .multicastListenerReport: "multicast listener report"
    case .multicastListenerDone: "multicast listener done"
    case .routerSolicitation: "router solicitation"
    case .routerAdvertisement: "router advertisement"
    case .neighborSolicitation: "neighbor solicitation"
    case .neighborAdvertisement: "neighbor advertisement"
    case .redirect: "redirect"
    case .routerRenumbering: "router renumbering"
    case .nodeInformationQuery: "who-are-you request"
    case .nodeInformationReply: "who-are-you reply"
    case .inverseNeighborSolicitation: "inverse neighbor solicitation"
    case .inverseNeighborAdvertisement: "inverse neighbor advertisement"
    case .multicastListenerReportV2: "multicast listener report v2"
    case .homeAgentDiscoveryRequest: "ha discovery request"
    case .homeAgentDiscoveryReply: "ha discovery reply"
    case .mobilePrefixSolicitation: "mobile router solicitation"
    case .mobilePrefixAdvertisement: "mobile router advertisement"
    case .lowPowerRouting: "RPL"
    case .multicastTraceResponse: "mtrace response"
    case .multicastTrace: "mtrace message"
    default: nil
    }
  }
}
