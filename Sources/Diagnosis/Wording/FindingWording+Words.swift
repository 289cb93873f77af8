import CongestionInference
import ConnectionTracking
import InternetTypes
import Records
import TextOutput

/// The words for evidence, exclusions, advice and caveats.
extension FindingWording {
  /// A rate with its unit.
  static func rate(_ bits: Double) -> String { Quantity.rate(bits) }

  /// What a packet shows.
  public static func words(_ observation: Observation) -> String {
    switch observation {
    case .connectionBegins: "the connection begins"
    case .connectionEnds: "the last packet of the connection"
    case .synAck(let scale):
      switch scale {
      case nil: "SYN-ACK"
      case -1: "SYN-ACK without window scale"
      case let scale?: "SYN-ACK with window scale \(scale)"
      }
    case .synRetransmitted(let side, let count):
      "\(side == .client ? "SYN" : "SYN-ACK") retransmitted, \(count.counted("time")) in all"
    case .reset(let side, let original):
      "reset from the \(side.name)"
        + (original.map { "; the packets of the \(side.name) have a TTL of \($0)" } ?? "")
    case .injectedReset(let reason): injection(reason)
    case .state(let side, let state): "the \(side.name) is in \(state.name)"
    case .event(let kind, let count): event(kind, count)
    case .loss(let queueing, let longest):
      "loss detected after \(duration(queueing)) of queueing (usually \(duration(longest)) at most)"
    case .roundTrip(let time, let minimum):
      "round-trip time \(duration(time)), the shortest \(duration(minimum))"
    case .windowFull(let flight, let window):
      "\(bytes(flight)) in flight leave no room for a segment in the window of \(bytes(window))"
    case .windowClosed(let time):
      "the window becomes 0" + (time.map { ", for \(duration($0))" } ?? "")
    case .silence(let time, let limit): "silence of \(duration(time)) after it, \(cause(limit))"
    case .silenceBefore(let time):
      "the first data, \(duration(time)) after the handshake, with nothing to send"
    case .segment(let length): "a segment of \(length.counted("byte"))"
    case .largeSegment(let length): "a segment of \(length.counted("byte")), larger than a packet"
    case .congestionMark(let count): "a congestion mark is echoed, the first of \(count)"
    case .unacknowledged(let count):
      count == 0
        ? "data whose acknowledgment did not come"
        : "data that is not acknowledged, after \(count.counted("retransmission"))"
    case .alertRaised: "the alert was raised here"
    case .example: "a packet of such a connection"
    }
  }

  private static func injection(_ reason: SegmentEvent.Reason?) -> String {
    switch reason {
    case .timeToLive?: "an injected reset: its TTL is not its claimed sender's"
    case .sequence?: "an injected reset: its sequence number is outside of the window"
    case .dataFollows?: "an injected reset: its claimed sender continues with data"
    default: "an injected reset"
    }
  }

  private static func event(_ kind: SegmentEvent.Kind, _ count: UInt64) -> String {
    let name = kind.name.description.replacing("_", with: " ")
    return count > 1 ? "\(name), the first of \(count)" : name
  }

  private static func cause(_ limit: SendingLimit) -> String {
    switch limit {
    case .application: "with nothing to send"
    case .congestionWindow: "with a full congestion window"
    case .receiveWindow: "with a full receive window"
    case .pacing: "by pacing"
    case .senderOther: "in the sender's host"
    case .unknown: "of unknown cause"
    }
  }

  /// What a finding is not.
  static func words(_ exclusion: Exclusion) -> String {
    switch exclusion {
    case .loss: "packet loss: nothing was retransmitted"
    case .fullQueue: "a full queue: round-trip times before the losses were not near their longest"
    case .congestionWindow: "the congestion window: it had room"
    case .receiveWindow: "the receiver's window: it had room"
    case .application: "the application: it had data to send"
    case .network(let time): "the network: acknowledgments came within \(duration(time))"
    case .claimedSender: "the host in the reset's address"
    case .retransmission: "retransmissions: the copies are identical and close together"
    case .attack: "an attack: clients complete their handshakes"
    }
  }

  /// What the capture cannot tell.
  static func words(_ caveat: CaptureCaveat) -> String {
    switch caveat {
    case .nearReceiver: "captured near the data's receiver: losses before it show only as gaps"
    case .nearSender:
      "captured near the data's sender: losses after it show only by retransmissions"
    case .oneDirection: "only one direction was captured"
    case .silentServer:
      "no packet of the server was captured: it sent none, or they take another way"
    case .midstream: "the beginning was not captured"
    case .packetsMissing: "the capture misses packets"
    case .endOfCapture: "the capture ends before the connection"
    case .segmentationOffload: "segments are larger than the packets on the path"
    case .dropPlaceUnknown: "where the packets were dropped cannot be told from one capture"
    }
  }

  /// Advice.
  static func words(_ advice: NextStep.Advice) -> String {
    switch advice {
    case .raiseReceiveBuffer:
      "Let the receiver's buffer grow (net.ipv4.tcp_rmem, or SO_RCVBUF of the application)."
    case .keepWindowScale:
      "Find what removes the window scale option from the handshake: a firewall, or the server."
    case .readFaster: "Find why the receiving application reads slowly: disk, CPU, lock."
    case .sendFaster: "Look at the sending application: what does it wait for?"
    case .raiseSendBuffer: "Let the sender's buffer grow (net.ipv4.tcp_wmem, or SO_SNDBUF)."
    case .managePathQueue:
      "A smaller or managed queue (fq_codel, CAKE, ECN) keeps delay low at the same rate."
    case .findLossyLink:
      "Look for errors on the links of the path: radio, cable, duplex, interface counters."
    case .raiseRate: "Only a faster path, or less traffic on it, makes this transfer faster."
    case .checkPolicer: "Ask who polices the rate, and let the sender pace or the network shape."
    case .sendLargerSegments: "Write larger pieces at a time."
    case .disableNagle: "Set TCP_NODELAY at the sender, or write each message at once."
    case .fixPathMTU: "Let ICMP 'fragmentation needed' pass, or clamp the MSS at the tunnel."
    case .checkListener: "Start the service, or correct the port."
    case .checkFirewall: "Check that the host is up, and firewalls on the way."
    case .raiseBacklog: "Raise the listen backlog (net.core.somaxconn), or accept faster."
    case .checkPeer: "Look at the log of the side that sent the reset, at that time."
    case .sendKeepAlives: "Send keep-alives more often than the idle time-out of firewalls and NAT."
    case .closeSockets: "The application should close its sockets after the peer has."
    case .checkResolver: "Ask the resolver directly, and look at its upstream."
    case .checkCertificate:
      "Try the handshake with a TLS client; look at certificates and versions."
    case .captureWithoutLoss:
      "Capture with a larger buffer (-B) and a smaller snapshot length (-s)."
    case .captureBothDirections: "Capture where both directions pass."
    case .captureLonger: "Begin the capture before the connection."
    case .captureOnce: "Capture on one interface, or mirror one direction of each port."
    case .raiseSnapLength: "Capture with a larger snapshot length (-s)."
    case .ignoreVLANs: "Read the capture with --ignore-vlan: both directions are then followed."
    case .reuseConnections:
      "Use a connection for several requests; a new one begins with a small window."
    }
  }
}
