public import InternetTypes

/// The evidence of an alert: observations with numbers.
extension FloodAlert {
  /// A part of a whole: a number of attempts or records among all of them.
  public struct Share: Hashable, Sendable {
    /// The part.
    public var count: Int
    /// The whole; 0 if nothing was counted.
    public var total: Int

    /// A share of `count` in `total`.
    public init(count: Int, total: Int) {
      self.count = count
      self.total = total
    }

    /// The part divided by the whole, 0 if nothing was counted.
    public var fraction: Double { total > 0 ? Double(count) / Double(total) : 0 }
  }

  /// One observation that supports a finding, with numbers that can be checked in the packets.
  public enum Evidence: Hashable, Sendable {
    /// Of the judged attempts, those still incomplete 1.25 s after their SYN, without a retransmission of it.
    case silentAttempts(Share)
    /// Of the judged attempts, those that a reset from the source ended after the SYN-ACK.
    case resetBySource(Share)
    /// Of the judged attempts, those that the victim refused with a reset.
    case refusedByVictim(Share)
    /// Attempts whose SYN was retransmitted and that were not completed, as a real client's that waits.
    case retransmittingClients(Int)
    /// The estimated number of ports of the victim that attempts went to.
    case distinctPorts(Int)
    /// The estimated number of hosts of the network that attempts went to.
    case distinctHosts(Int)
    /// Distinct sources among the recorded attempts.
    case distinctSources(Share)
    /// The network that at least half of the recorded attempts came from.
    case dominantNetwork(address: IPAddress, prefixLength: Int, Share)
    /// The time to live of at least 90 % of the recorded attempts.
    case uniformTimeToLive(UInt8, Share)
    /// The window of at least 90 % of the recorded attempts.
    case uniformWindow(UInt16, Share)
    /// The TCP options of at least 90 % of the recorded attempts.
    case uniformOptions(OptionSignature, Share)
    /// Handshakes of the victim that were completed since the start.
    case handshakesCompleted(Int)
    /// Of the open attempts, those that the victim never answered: its backlog is full.
    case unansweredAttempts(Share)
    /// SYN-ACKs that the victim retransmitted: the attempts occupy its backlog.
    case synAckRetransmissions(Int)
    /// More than 100 silent attempts in more than 3 s, and no SYN-ACK retransmitted: the victim uses SYN cookies.
    case noSynAckRetransmissions
    /// SYN-ACKs without a SYN before them and without a connection after them.
    case unsolicitedAnswers(Int)
    /// The estimated number of addresses that unsolicited SYN-ACKs went to.
    case answerReceivers(Int)
    /// The estimated number of servers that sent unsolicited SYN-ACKs.
    case answerSenders(Int)
    /// Of the unsolicited SYN-ACKs, those that a reset answered.
    case answersReset(Share)
    /// Attempts in a row that failed.
    case failedAttempts(Int)
    /// The failed attempts were refused: no process listens on the port.
    case attemptsRefused
    /// The failed attempts were not answered, although SYNs were retransmitted.
    case attemptsUnanswered
    /// Handshakes that were completed before the failures.
    case handshakesCompletedBefore(Int)
    /// The estimated number of ports that a scan tried, and of those that failed.
    case scannedPorts(tried: Int, failed: Int)
    /// The estimated number of hosts that a scan tried at one port, and of those that failed.
    case scannedHosts(tried: Int, failed: Int)
    /// The failed attempts of a scan by outcome.
    case scanFailures(refused: Int, resetBySource: Int, unanswered: Int)
    /// Handshakes that a scan completed.
    case scanHandshakes(Int)
    /// Packets of flows that the victim did not answer, and how many of them began a flow.
    case unansweredPackets(Int, flows: Int)
  }
}
