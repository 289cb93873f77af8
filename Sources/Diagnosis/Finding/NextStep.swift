public import InternetTypes

/// What a finding is not, as far as the capture shows.
public enum Exclusion: Hashable, Sendable {
  /// No segment was lost.
  case loss
  /// The round-trip time before losses was not near its longest.
  case fullQueue
  /// The congestion window had room.
  case congestionWindow
  /// The receiver's window had room.
  case receiveWindow
  /// The application always had data to send.
  case application
  /// The network: acknowledgments came within this time, in nanoseconds.
  case network(roundTrip: Int64)
  /// The claimed sender of a reset.
  case claimedSender
  /// A retransmission: the copies are the capture's.
  case retransmission
  /// A flood: clients complete their handshakes.
  case attack
}

/// What to do after reading a finding: a command, or advice.
public enum NextStep: Hashable, Sendable {
  /// A subcommand on the connection.
  case inspect(Subcommand)
  /// A page of the whole connection.
  case page
  /// A filter for the packets of an alert.
  case filter(String)
  /// Capture at this side.
  case capture(at: Side)
  /// Advice.
  case advice(Advice)

  /// The subcommands that a step names.
  public enum Subcommand: String, Hashable, Sendable, CaseIterable {
    case windows, events, congestion, states, connections, flood
  }

  /// Advice by its kind; `FindingWording` has the sentences.
  public enum Advice: Hashable, Sendable, CaseIterable {
    case raiseReceiveBuffer, keepWindowScale, readFaster, sendFaster, raiseSendBuffer
    case managePathQueue, findLossyLink, raiseRate, checkPolicer
    case sendLargerSegments, disableNagle, fixPathMTU, checkListener, checkFirewall
    case raiseBacklog, checkPeer, sendKeepAlives, closeSockets, checkResolver, checkCertificate
    case captureWithoutLoss, captureBothDirections, captureLonger, captureOnce, raiseSnapLength
    case reuseConnections, ignoreVLANs
  }
}

/// What the capture cannot tell about a finding.
public enum CaptureCaveat: Hashable, Sendable, CaseIterable {
  /// The capture was taken near the data's receiver: what was lost before it is not in it.
  case nearReceiver
  /// The capture was taken near the data's sender.
  case nearSender
  /// Only one direction was captured.
  case oneDirection
  /// Nothing from the server was captured: whether it sent anything is not known.
  case silentServer
  /// The beginning was not captured: the window scale is inferred or not known.
  case midstream
  /// The capture misses packets.
  case packetsMissing
  /// The capture ends before the connection does.
  case endOfCapture
  /// Segments were larger than packets: a network card divides or merges them.
  case segmentationOffload
  /// It cannot be told from a SYN alone whether a firewall, the path or the host dropped it.
  case dropPlaceUnknown
}
