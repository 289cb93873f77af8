import FloodDetection
import InternetTypes

extension FloodAlert.Evidence {
  /// The evidence as a phrase of a sentence, in English.
  var wording: String {
    switch self {
    case .silentAttempts(let share):
      "\(share.percent) of \(share.total) attempts not completed after 1.25 s, and no SYN "
        + "retransmitted"
    case .resetBySource(let share): "\(share.percent) answered by a reset from the source address"
    case .refusedByVictim(let share): "\(share.percent) refused by the victim"
    case .retransmittingClients(let count):
      "\(count.counted("attempt")) with a retransmitted SYN, as of real clients"
    case .distinctPorts(let count): "about \(count) ports are hit"
    case .distinctHosts(let count): "about \(count) hosts are hit"
    case .distinctSources(let share):
      "\(share.count) distinct sources in \(share.total) attempts"
    case .dominantNetwork(let address, let prefixLength, let share):
      "\(share.percent) of them from \(address.text)/\(prefixLength)"
    case .uniformTimeToLive(let value, let share): "time to live \(value) in \(share.atLeast)"
    case .uniformWindow(let value, let share): "window \(value) in \(share.atLeast)"
    case .uniformOptions(let options, let share): "\(options.text) in \(share.atLeast)"
    case .handshakesCompleted(let count):
      "\(count == 0 ? "no handshake" : count.counted("handshake")) completed meanwhile"
    case .unansweredAttempts(let share):
      "\(share.percent) of the open attempts were never answered: the backlog is full"
    case .synAckRetransmissions:
      "the victim retransmits SYN-ACKs: the attempts occupy its backlog"
    case .noSynAckRetransmissions:
      "no SYN-ACK is retransmitted: the victim answers with SYN cookies"
    case .unsolicitedAnswers(let count):
      "\(count) SYN-ACKs without a SYN before, and without a connection after"
    case .answerReceivers(let count): "sent to about \(count) addresses"
    case .answerSenders(let count): "sent by about \(count) servers"
    case .answersReset(let share): "\(share.percent) answered by a reset"
    case .failedAttempts(let count): "\(count) attempts failed and none succeeded"
    case .attemptsRefused: "they are refused: no process listens on the port"
    case .attemptsUnanswered:
      "SYNs are retransmitted and not answered: the host is down, or its server does not accept"
    case .handshakesCompletedBefore(let count): "\(count.counted("handshake")) completed before"
    case .scannedPorts(let tried, let failed):
      "one source tried about \(tried) ports, and failed at about \(failed)"
    case .scannedHosts(let tried, let failed):
      "one source tried about \(tried) hosts at one port, and failed at about \(failed)"
    case .scanFailures(let refused, let resetBySource, let unanswered):
      "attempts that failed: \(refused) refused, \(resetBySource) reset by the source, "
        + "\(unanswered) without an answer"
    case .scanHandshakes(let count): "\(count.counted("handshake")) completed"
    case .unansweredPackets(let count, let flows):
      "\(count.counted("packet")) of flows that the victim does not answer, \(flows) of them new"
    }
  }
}

extension FloodAlert.Share {
  /// The share in per cent, rounded to the nearest whole number.
  fileprivate var percent: String { "\(Int((fraction * 100).rounded())) %" }

  /// The share in per cent, rounded down: a property of at least so many.
  fileprivate var atLeast: String { "\(Int((fraction * 100).rounded(.down))) %" }
}

extension OptionSignature {
  /// The options by name.
  fileprivate var text: String {
    let names: [(OptionSignature, String)] = [
      (.maximumSegmentSize, "MSS"), (.windowScale, "window scale"),
      (.sackPermitted, "SACK permitted"), (.timestamps, "timestamps"), (.other, "others"),
    ]
    let present = names.filter { contains($0.0) }.map(\.1)
    return present.isEmpty ? "no TCP options" : "options " + present.joined(separator: ", ")
  }
}
