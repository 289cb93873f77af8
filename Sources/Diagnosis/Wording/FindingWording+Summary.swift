import ConnectionTracking
import FloodDetection
public import InternetTypes
import Records
import TextOutput

/// The summary of a finding: one sentence, with what it cost first.
extension FindingWording {
  /// The finding in a sentence, without a full stop.
  public var summary: String {
    let sentence =
      switch finding.kind.group {
      case .sending: sending
      case .opening: opening
      case .ending: ending
      case .names: names
      case .attacks: attack
      case .capture: capture
      }
    // Sentences about attempts and about the capture count the connections themselves.
    guard let count = finding.measures.connections, count > 1, finding.kind.group != .opening,
      finding.kind.group != .capture
    else { return sentence }
    return sentence + "; " + "the same in \((count - 1).counted("more connection"))"
  }

  private var measures: FindingMeasures { finding.measures }

  /// ` for 6.2 of 6.5 s`, or nothing.
  private var cost: String {
    guard let lost = finding.timeLost, lost > 0 else { return "" }
    guard let share = finding.share, share > 0, share < 1 else {
      return " for \(Self.duration(lost))"
    }
    return " for \(Self.duration(lost)), \(Self.percent(share)) of the transfer"
  }

  private var roundTrips: String {
    guard let minimum = measures.roundTripMinimum, let maximum = measures.roundTripMaximum else {
      return ""
    }
    return "round-trip times of \(Self.duration(minimum)) to \(Self.duration(maximum))"
  }

  private var sender: String { finding.sender.map { "the \($0.name)" } ?? "the sender" }
  private var receiver: String { finding.sender.map { "the \($0.peer.name)" } ?? "the receiver" }

  // MARK: Sending

  private var sending: String {
    switch finding.kind {
    case .pathCapacity: pathCapacity
    case .pathLoss:
      "Packet loss on the path held the transfer back\(cost): "
        + "\(Self.losses(measures.lossEpisodes ?? 0)) that no full queue explains"
    case .receiveWindowLimited:
      "The receive window of \(receiver) held the transfer back\(cost): "
        + "it was \(Self.bytes(measures.windowMaximum ?? 0)) at most"
        + (measures.windowScale == -1 ? ", without window scaling" : "")
    case .zeroWindow:
      "\(receiver.capitalizedFirst) stopped reading: its window was closed\(cost), "
        + (measures.count ?? 0).counted("time")
    case .sillyWindow:
      "\(receiver.capitalizedFirst) reads in small pieces, and data moves in small segments\(cost)"
    case .applicationLimited:
      measures.responses.map { responses in
        "\(sender.capitalizedFirst) took \(Self.duration(responses.mean)) to answer on average"
          + (responses.count > 1 ? ", \(responses.count.counted("time"))" : "")
          + ": its application had nothing to send\(cost)"
      } ?? "The application at \(sender) had nothing to send\(cost)"
    case .senderBufferLimited:
      "The host of \(sender) held data back\(cost), although both windows had room"
    case .shortTransfer:
      "The transfer of \(Self.bytes(measures.bytes ?? 0)) was over before slow start was: "
        + "round trips decide its time, not the rate of the path"
    case .smallSegments:
      "\(sender.capitalizedFirst) sends small segments, \((measures.segmentSize ?? 0).counted("byte")) "
        + "on average, and fills its window with them\(cost)"
    case .retransmissionTimeout:
      "\(sender.capitalizedFirst) waited for its retransmission timer\(cost): "
        + (measures.timeouts ?? 0).counted("segment") + " retransmitted after it"
    case .reordering:
      "The path changes the order of packets: \((measures.count ?? 0).counted("time"))"
    case .bufferbloat: "A queue on the path delays packets: \(roundTrips)"
    case .policed:
      "Packets above \(Self.rate(measures.rate ?? 0)) are dropped without a queue: a policer\(cost)"
    case .delayedAckStall:
      "Small writes waited for delayed acknowledgments\(cost), "
        + "\((measures.count ?? 0).counted("time"))"
    case .mtuBlackHole:
      "Segments of \((measures.segmentSize ?? 0).counted("byte")) never arrive, smaller ones do: "
        + "a path MTU black hole"
    case .mssClamped:
      "A device on the path reduced the MSS to \((measures.maximumSegmentSize ?? 0).counted("byte"))"
    default: ""
    }
  }

  private static func losses(_ count: UInt64) -> String {
    count == 1 ? "1 loss" : "\(count) losses"
  }

  private var pathCapacity: String {
    var reasons: [String] = []
    if let marks = measures.marks, marks > 0 {
      reasons.append("\(marks.counted("acknowledgment")) echo congestion marks")
    }
    if let full = measures.fullQueueEpisodes, full > 0 {
      reasons.append("\(Self.losses(full)) at a full queue")
    }
    if !roundTrips.isEmpty { reasons.append(roundTrips) }
    return "The path was full\(cost)"
      + (measures.rate.map { ", at \(Self.rate($0))" } ?? "")
      + (reasons.isEmpty ? "" : ": " + reasons.joined(separator: ", "))
  }

  // MARK: Opening and ending

  private var opening: String {
    let count = measures.connections ?? 1
    let server =
      finding.route.map { " to \(Self.text($0.server))" } ?? ""
    let attempts = count.counted("connection attempt") + server
    switch finding.kind {
    case .refused: return "\(attempts) refused: nothing listens on the port"
    case .unanswered: return "\(attempts) not answered\(cost)"
    case .icmpUnreachable: return "\(attempts) rejected by ICMP errors"
    case .synRetransmitted:
      return "\(count.counted("handshake"))\(server) needed retransmissions"
        + (finding.timeLost.map { " and waited \(Self.duration($0))" } ?? "")
    case .acceptQueueOverflow:
      return
        "The server\(server) answers SYNs, and drops the end of \(count.counted("handshake")): "
        + "its accept queue is full"
    default: return ""
    }
  }

  private var ending: String {
    let side = finding.sender.map { "the \($0.name)" } ?? "a peer"
    switch finding.kind {
    case .reset:
      return measures.origin == .middlebox
        ? "A device on the path reset the connection with packets that claim to be from \(side)"
        : "\(side.capitalizedFirst) reset the connection"
          + (measures.longest.map {
            " after \(Self.duration($0)) in which nothing was sent: all had been acknowledged"
          } ?? "")
    case .peerVanished:
      let peer = finding.sender.map { "the \($0.peer.name)" } ?? "the peer"
      return "\(peer.capitalizedFirst) stopped answering\(cost): "
        + "\((measures.retransmissions ?? 0).counted("packet")) without an answer"
    case .idleTimeout:
      return
        "The connection was dropped after \(Self.duration(measures.longest ?? 0)) without packets"
    case .leftHalfClosed:
      return "\(side.capitalizedFirst) closed, and the other side did not for "
        + Self.duration(measures.longest ?? 0)
    default: return ""
    }
  }

  private var names: String {
    switch finding.kind {
    case .dnsSlow: "DNS answered after \(Self.duration(measures.longest ?? 0))" + responseCode
    case .dnsFailed:
      "\((measures.count ?? 0).counted("DNS query").pluralQueries) "
        + (finding.caveats.contains(.dropPlaceUnknown)
          ? "without an answer" : "answered by an error" + responseCode)
    case .tlsSlow: "The TLS handshake took \(Self.duration(measures.longest ?? 0))"
    case .tlsFailed: "The TLS handshake was not completed"
    default: ""
    }
  }

  /// The name of a DNS answer's code, if it is an error.
  private var responseCode: String {
    guard let code = measures.responseCode, code != 0 else { return "" }
    // IANA, DNS RCODEs.
    let names = [
      "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED", "YXDOMAIN", "YXRRSET", "NXRRSET",
      "NOTAUTH", "NOTZONE",
    ]
    return code <= names.count ? ", with \(names[Int(code) - 1])" : ", with code \(code)"
  }

  // MARK: Attacks and the capture

  private var attack: String {
    let title = Self.title(finding.kind)
    let victim =
      finding.victim.map { " at \($0.text)" + ($0.port.map { " port \($0)" } ?? "") } ?? ""
    let count = measures.count.map { ": \($0.counted("attempt"))" } ?? ""
    return title + victim + count
  }

  private var capture: String {
    let count = measures.count ?? 0
    switch finding.kind {
    case .oneDirection where finding.steps.contains(.advice(.ignoreVLANs)):
      return
        "The two directions of \((measures.count ?? 0).counted("connection")) have different VLAN "
        + "tags and are not followed as one"
    case .oneDirection:
      return
        "Only one direction was captured of \((measures.connections ?? 0).counted("connection"))"
    case .packetsMissing:
      return "The capture misses \(Self.bytes(measures.bytes ?? 0)) that arrived"
    case .capturedTwice:
      return count == 1
        ? "1 packet is a copy of another one in the capture"
        : "\(count.counted("packet")) are copies of others in the capture"
    case .checksumOffload:
      return "\(count.counted("packet")) with checksums that the network card completes"
    case .segmentationOffload:
      return "Segments of up to \((measures.segmentSize ?? 0).counted("byte")): "
        + "the network card divides or merges them"
    case .beginsMidstream:
      return "\((measures.connections ?? 0).counted("connection")) began before the capture"
    case .cutPackets: return "\(count.counted("packet")) cut inside of headers"
    case .clockSteps: return "The capture's clock stepped back \(count.counted("time"))"
    default: return ""
    }
  }

  /// An attack's name in a sentence.
  static func title(_ kind: DiagnosisKind) -> String {
    switch kind {
    case .synFlood: "SYN flood"
    case .synAckReflection: "SYN-ACK reflection"
    case .portScan: "Port scan"
    case .hostScan: "Host scan"
    case .backscatter: "Backscatter of an attack elsewhere"
    case .listenerNotAnswering: "A listener that does not answer"
    case .ackFlood: "ACK flood"
    case .udpFlood: "UDP flood"
    case .finScan: "FIN scan"
    case .nullScan: "NULL scan"
    case .xmasScan: "Xmas scan"
    default: kind.rawValue
    }
  }

  /// An endpoint as a text.
  public static func text(_ endpoint: Endpoint) -> String {
    let address = endpoint.address.text
    guard endpoint.port != 0 else { return address }
    return address.contains(":") ? "[\(address)]:\(endpoint.port)" : "\(address):\(endpoint.port)"
  }
}

extension String {
  /// The text with its first letter in upper case.
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }

  /// `3 DNS querys` as it is spelled.
  fileprivate var pluralQueries: String { replacing("querys", with: "queries") }
}
