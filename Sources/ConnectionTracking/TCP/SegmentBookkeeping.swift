import BoundedCollections
import InternetTypes

/// Counters, windows and acknowledgments of a segment: the bookkeeping that the fast and the full path share.
extension Connection {
  /// The side that sent a packet.
  func side(of flow: FlowPacket) -> Side {
    flow.isSourceFirst == isClientFirst ? .client : .server
  }

  /// Counts a packet of any protocol with its sender.
  @inline(__always)
  mutating func count(_ flow: FlowPacket, _ index: Int) {
    endpoints[index].packets &+= 1
    endpoints[index].ipBytes &+= UInt64(flow.ipBytes)
    endpoints[index].payloadBytes &+= UInt64(flow.payloadBytes)
    switch flow.checksum {
    case .fine: break
    case .unverifiable: endpoints[index].checksumUnverifiable &+= 1
    case .invalid:
      checksumInvalid[index] &+= 1
      endpoints[index].flags.insert(.hasInvalidChecksum)
    }
  }

  /// Notes that a packet is the last one of the connection.
  @inline(__always)
  mutating func noteLast(_ time: Timestamp, packet: UInt64) {
    last = max(last, time)
    lastPacket = packet
  }

  /// Notes the window field of a segment that an endpoint sent.
  @inline(__always)
  mutating func noteWindow(_ window: UInt16, isSYN: Bool, _ index: Int) {
    var flags = endpoints[index].flags
    if isSYN {
      flags.insert(.isUnscaledWindow)
      endpoints[index].synWindow = max(endpoints[index].synWindow, window)
    } else {
      flags.remove(.isUnscaledWindow)
      endpoints[index].smallestWindow = min(endpoints[index].smallestWindow, window)
      endpoints[index].largestWindow = max(endpoints[index].largestWindow, window)
      if window == 0 {
        if !flags.contains(.isWindowZero), endpoints[index].zeroWindows < .max {
          endpoints[index].zeroWindows += 1
        }
        flags.insert(.isWindowZero)
      } else {
        flags.remove(.isWindowZero)
      }
    }
    endpoints[index].window = window
    endpoints[index].flags = flags
  }

  /// The last window that an endpoint offered, in bytes.
  @inline(__always)
  mutating func offeredWindow(_ index: Int) -> UInt32 {
    TCPEndpoint.window(
      endpoints[index].window, scale: endpoints[index].windowScale, endpoints[index].flags)
  }

  /// SND.UNA + SND.WND of an endpoint's peer, by the last segment that the endpoint sent.
  @inline(__always)
  mutating func offeredEdge(_ index: Int) -> Int64 {
    endpoints[1 &- index].acknowledged &+ Int64(offeredWindow(index))
  }

  /// Extends the right edge of the window that an endpoint offers with an acknowledgment; an edge never moves back.
  @inline(__always)
  mutating func extendRightEdge(to edge: Int64, offeredBy index: Int) {
    endpoints[index].flags.insert(.hasAcknowledged)
    endpoints[1 &- index].rightEdge = max(endpoints[1 &- index].rightEdge, edge)
  }
}

extension SegmentClassifier {
  /// Advances SND.UNA of the endpoint at `index` to `number`, which must be beyond it, by a segment of its peer.
  @inline(__always)
  mutating func advanceAcknowledged(
    _ connection: inout Connection, _ index: Int, to number: Int64, by segment: Segment
  ) {
    // The first acknowledgment is of the SYN.
    if connection.endpoints[index].acknowledged > 0 || number > 1 {
      connection.endpoints[index].flags.insert(.isDataAcknowledged)
    }
    connection.endpoints[index].acknowledged = number
    connection.endpoints[1 &- index].duplicateAckRun = 0
    if let stream = connection.endpoints[index].stream.ifAny {
      streams[stream].acknowledge(
        number, at: segment.time, echo: segment.hasTimestamps ? segment.timestampEcho : nil)
    }
  }
}
