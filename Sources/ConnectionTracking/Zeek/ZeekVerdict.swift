import InternetTypes
import PacketDissection

/// Zeek's view of a connection: its simpler states of both endpoints, for `conn_state` and `history`.
struct ZeekVerdict {
  /// Zeek's states of an endpoint.
  enum State: UInt8 {
    case inactive, synSent, synAckSent, partial, established, closed, reset
  }

  var client = State.inactive
  var server = State.inactive
  /// Whether Zeek has ended the connection by a timer.
  ///
  /// To Zeek, later packets are of another connection.
  private var isFrozen = false
  /// The letters of `Once` already written, one bit each.
  private var written: UInt8 = 0
  private var lastReset = InlineArray<2, UInt32>(repeating: 0)
  private var retransmissions = InlineArray<2, UInt16>(repeating: 0)
  private var zeroWindows = InlineArray<2, UInt16>(repeating: 0)

  init() {}

  subscript(side: Side) -> State {
    get { side == .client ? client : server }
    set { if side == .client { client = newValue } else { server = newValue } }
  }

  /// The letters that are written once for a side.
  enum Once: UInt8 {
    case data = 1
    case ack = 2
    case multipleFlags = 4
    case inconsistent = 8
  }

  /// Whether a letter has not been written for a side; marks it as written.
  private mutating func isFirst(_ letter: Once, _ side: Side) -> Bool {
    let bit = letter.rawValue << (side == .client ? 0 : 4)
    defer { written |= bit }
    return written & bit == 0
  }

  /// Appends the letter of data or of an acknowledgment, if it is the side's first.
  @inline(__always)
  mutating func writeOnce(_ letter: Once, _ side: Side, _ history: inout History) {
    if isFirst(letter, side) { history.append(letter == .data ? .data : .ack, of: side) }
  }

  /// Whether both sides are established to Zeek.
  ///
  /// Only a FIN or a reset changes that.
  var isEstablished: Bool { client == .established && server == .established && !isFrozen }

  /// Whether a count is 1, 10, 100, ...: then Zeek writes a repeated letter.
  static func isMilestone(_ count: UInt32) -> Bool {
    count == 1 || count == 10 || count == 100 || count == 1000 || count == 10_000
  }

  /// Observes the next segment, before it is applied to the connection.
  static func observe(_ connection: inout Connection, _ segment: Segment, from side: Side) {
    connection.zeek.freeze(after: segment.time.nanoseconds(since: connection.last))
    if connection.zeek.isFrozen { return }
    let index = side.index
    let isKnown = connection.endpoints[index].flags.contains(.hasSequence)
    let end = isKnown ? connection.unwrap(segment.sequence, index) &+ segment.sequenceLength : 0
    let isRepeated = isKnown && end <= connection.endpoints[index].sendNext

    if segment.window == 0 && !segment.hasRST && !segment.hasSYN {
      if connection.zeek.zeroWindows[index] < .max { connection.zeek.zeroWindows[index] += 1 }
      if isMilestone(UInt32(connection.zeek.zeroWindows[index])) {
        connection.history.append(.zeroWindow, of: side)
      }
    }
    if !segment.isPlain { writeFlags(&connection, segment, side) }
    if segment.length > 0 {
      if isRepeated && !segment.hasRST {
        if connection.zeek.retransmissions[index] < .max {
          connection.zeek.retransmissions[index] += 1
        }
        if isMilestone(UInt32(connection.zeek.retransmissions[index])) {
          connection.history.append(.retransmission, of: side)
        }
      }
      if connection.zeek.isFirst(.data, side) { connection.history.append(.data, of: side) }
    } else if segment.isPlain && segment.hasACK {
      if connection.zeek.isFirst(.ack, side) { connection.history.append(.ack, of: side) }
    }
    connection.zeek.update(segment, side)
  }

  /// Ends Zeek's connection if it was closed, or half closed, for longer than Zeek's timer.
  private mutating func freeze(after idle: Int64) {
    let isReset = client == .reset || server == .reset
    let isClosed = client == .closed && server == .closed
    // tcp_close_delay and tcp_reset_delay: 5 s; tcp_partial_close_delay: 3 s.
    if isReset || isClosed {
      isFrozen = isFrozen || idle > 5_000_000_000
    } else if client == .closed && (server == .inactive || server == .partial)
      || server == .closed && (client == .inactive || client == .partial)
    {
      isFrozen = isFrozen || idle > 3_000_000_000
    }
  }

  /// Writes the letter of a gap for a side whose data was acknowledged but not captured.
  static func noteGap(_ connection: inout Connection, of side: Side, count: UInt32) {
    if !connection.zeek.isFrozen && isMilestone(count) { connection.history.append(.gap, of: side) }
  }

  /// Writes the letters of SYN, FIN and RST.
  private static func writeFlags(
    _ connection: inout Connection, _ segment: Segment, _ side: Side
  ) {
    let sender = connection.endpoints[side.index]
    if segment.hasSYN {
      if segment.hasFIN || segment.hasRST {
        if connection.zeek.isFirst(.multipleFlags, side) {
          connection.history.append(.multipleFlags, of: side)
        }
      } else if !sender.flags.contains(.hasSentSYN) || segment.sequence != sender.base {
        connection.history.append(segment.hasACK ? .synAck : .syn, of: side)
      }
    }
    if segment.hasFIN && segment.hasRST {
      if connection.zeek.isFirst(.inconsistent, side) {
        connection.history.append(.inconsistent, of: side)
      }
      return
    }
    if segment.hasFIN && !segment.hasSYN {
      let isRepeated =
        sender.flags.contains(.hasFINEnd)
        && connection.unwrap(segment.sequence, side.index) &+ segment.sequenceLength
          == connection.finEnd(side.index)
      if !isRepeated { connection.history.append(.fin, of: side) }
    }
    if segment.hasRST && !segment.hasSYN {
      if sender.rstCount <= 1 || connection.zeek.lastReset[side.index] != segment.sequence {
        connection.history.append(.rst, of: side)
      }
      connection.zeek.lastReset[side.index] = segment.sequence
    }
  }

  /// Updates the sender's state.
  private mutating func update(_ segment: Segment, _ side: Side) {
    let peer = self[side.peer]
    switch self[side] {
    case .inactive:
      if segment.hasRST {
        self[side] = .reset
      } else if segment.hasSYN {
        if segment.hasACK {
          if side == .client {
            self[side] = peer == .synSent ? .established : .synAckSent
          } else {
            self[side] = .established
            if peer == .synSent { self[side.peer] = .established }
          }
        } else {
          self[side] = .synSent
        }
        if segment.hasFIN { self[side] = .closed }
      } else if segment.hasFIN {
        self[side] = .closed
      } else {
        // Established only if the peer's SYN or SYN-ACK was seen.
        self[side] =
          peer == .synSent || peer == .synAckSent || peer == .established
          ? .established : .partial
      }
    case .synSent, .synAckSent:
      if segment.hasRST {
        self[side] = .reset
      } else if segment.hasFIN {
        self[side] = .closed
      } else if segment.hasACK && !segment.hasSYN, peer == .established || peer == .closed {
        self[side] = .established
      } else if segment.hasSYN && segment.hasACK {
        self[side] = .established
      }
    case .partial, .established:
      if segment.hasRST {
        self[side] = .reset
      } else if segment.hasFIN {
        self[side] = .closed
      }
    case .closed:
      // A reset after both have closed changes nothing.
      if segment.hasRST && peer != .closed { self[side] = .reset }
    case .reset: break
    }
  }

  /// Zeek's `conn_state` of a TCP connection.
  func state(_ connection: borrowing Connection) -> ConnState {
    let isClientInactive = client == .inactive || client == .partial
    let isServerInactive = server == .inactive || server == .partial
    // A closed side answers late segments with a reset, and then the other side closes, too.
    let bothClosed =
      connection.client.flags.contains(.hasFINEnd) && connection.server.flags.contains(.hasFINEnd)
    if bothClosed, client == .reset && server == .closed || client == .closed && server == .reset {
      return .sf
    }
    switch (client, server) {
    case (.synSent, .reset), (.synAckSent, .reset): return .rej
    case (.reset, .reset)
    where connection.client.payloadBytes == 0 && connection.server.payloadBytes == 0:
      return .rej
    case (_, .reset): return isClientInactive ? .rstrh : .rstr
    case (.reset, _):
      guard isServerInactive else { return .rsto }
      return Self.isResetAfterSYN(connection.history) ? .rstos0 : .oth
    case (.closed, .closed): return .sf
    case (.closed, _): return isServerInactive ? .sh : .s2
    case (_, .closed): return isClientInactive ? .shr : .s3
    case (.synSent, .inactive): return .s0
    case (.established, .established): return .s1
    default: return .oth
    }
  }

  /// Whether the originator sent a SYN and then a reset, without an answer between them.
  private static func isResetAfterSYN(_ history: History) -> Bool {
    var index = 0
    if history.count > 0, history[0] == 0x5e { index = 1 }
    guard index < Int(history.count), history[index] == 0x53 else { return false }
    index += 1
    while index < Int(history.count) {
      switch history[index] {
      case 0x52: return true
      case 0x48, 0x41, 0x46, 0x47, 0x49, 0x51: return false
      default: index += 1
      }
    }
    return false
  }
}
