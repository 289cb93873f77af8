/// The congestion analysis of one connection, both of its data directions.
///
/// Feed it every segment of the connection in capture order; it hands out window records, and verdicts at the end.
public final class CongestionAnalysis {
  private var toServer: SenderAnalysis?
  private var toClient: SenderAnalysis?
  private var handshake = Handshake()

  /// What the SYNs said.
  struct Handshake {
    struct Side {
      var hasSynchronized = false
      var start: Int64 = 0
      var maximumSegmentSize = 0
      var windowScale = -1
      var permitsSack = false
      var hasTimestamps = false
      var isEcn = false
      var time: Int64 = 0
    }

    var client = Side()
    var server = Side()
    var completedAt: Int64 = 0
  }

  /// An analysis that saw nothing yet.
  public init() {}

  /// Takes the next segment of the connection; `emit` gets window records, perhaps of earlier segments.
  public func observe(_ segment: SegmentObservation, _ emit: (WindowRecord) -> Void) {
    if segment.isSynchronizing {
      var side = Handshake.Side()
      side.hasSynchronized = true
      side.start = segment.sequence
      side.maximumSegmentSize = segment.maximumSegmentSize
      side.windowScale = segment.windowScale
      side.permitsSack = segment.permitsSack
      side.hasTimestamps = segment.timestampValue != nil
      side.isEcn = segment.isCongestionEcho
      side.time = segment.time
      if segment.sender == .client { handshake.client = side } else { handshake.server = side }
      return
    }
    if segment.length > 0 || segment.isFinal {
      let analysis = analysis(of: segment)
      analysis.transmit(segment, emit)
    }
    if segment.isAcknowledgment {
      let reverse = segment.sender == .client ? toClient : toServer
      reverse?.acknowledge(segment, emit)
    }
  }

  /// Nothing comes any more: the records that wait are handed out.
  public func finish(_ emit: (WindowRecord) -> Void) {
    toServer?.finish(emit)
    toClient?.finish(emit)
  }

  /// One verdict for each direction that carried data, the client's first.
  public func verdicts() -> [CongestionVerdict] {
    var all: [CongestionVerdict] = []
    if let toServer { all.append(toServer.finalVerdict()) }
    if let toClient { all.append(toClient.finalVerdict()) }
    return all
  }

  private func analysis(of segment: SegmentObservation) -> SenderAnalysis {
    if let known = segment.sender == .client ? toServer : toClient { return known }
    let own = segment.sender == .client ? handshake.client : handshake.server
    let peer = segment.sender == .client ? handshake.server : handshake.client
    let hasHandshake = own.hasSynchronized && peer.hasSynchronized
    let hasTimestamps = segment.timestampValue != nil
    var size = 1460
    if hasHandshake {
      size = min(
        own.maximumSegmentSize > 0 ? own.maximumSegmentSize : 536,
        peer.maximumSegmentSize > 0 ? peer.maximumSegmentSize : 536)
    }
    if hasTimestamps { size -= 12 }
    let start = own.hasSynchronized ? own.start + 1 : segment.sequence
    var sender = LinuxSender(
      start: start, segmentSize: max(size, 1),
      hasSack: hasHandshake ? own.permitsSack && peer.permitsSack : true,
      hasTimestamps: hasTimestamps)
    sender.isEcnCapable = hasHandshake ? own.isEcn && peer.isEcn : true
    let analysis = SenderAnalysis(end: segment.sender, sender: sender)
    if hasHandshake {
      analysis.windowScale = own.windowScale >= 0 && peer.windowScale >= 0 ? peer.windowScale : 0
      analysis.sender.lastSentAt = own.time
      let trip = own.sender(of: peer)
      if trip > 0 {
        analysis.sender.roundTrip.updateMinimum(Int(trip), at: segment.time)
        analysis.sender.roundTrip.add(
          Int(trip), acknowledged: start, next: start)
      }
    }
    if segment.sender == .client { toServer = analysis } else { toClient = analysis }
    return analysis
  }
}

extension CongestionAnalysis.Handshake.Side {
  /// The round trip that the handshake took for this side.
  func sender(of peer: Self) -> Int64 { abs(peer.time - time) }
}
