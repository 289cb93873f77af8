import InternetTypes
import PacketDissection

/// Addresses and ports of a segment, and the segment's hash.
struct SegmentEnds {
  var source: HostNumber
  var destination: HostNumber
  var sourcePort: UInt16
  var destinationPort: UInt16
  var timeToLive: UInt8
}

extension FloodDetector {
  /// The hash of both ends of a connection, the same for both directions.
  func key(_ ends: SegmentEnds) -> UInt64 {
    let isForward =
      ends.source < ends.destination
      || ends.source == ends.destination && ends.sourcePort <= ends.destinationPort
    return isForward
      ? hash.wide(
        ends.source, ends.destination, UInt32(ends.sourcePort) << 16 | UInt32(ends.destinationPort))
      : hash.wide(
        ends.destination, ends.source, UInt32(ends.destinationPort) << 16 | UInt32(ends.sourcePort))
  }

  /// Whether a segment of these ends comes from the attempt's client.
  private func isFromClient(_ ends: SegmentEnds, of attempt: Attempt) -> Bool {
    ends.source == attempt.source
      && (ends.source != ends.destination || ends.destinationPort == attempt.port)
  }

  /// Takes a TCP segment to the attempt it belongs to, or begins one.
  mutating func processSegment(
    _ segment: TCPHeader,
    _ hosts: (source: HostNumber, destination: HostNumber, timeToLive: UInt8),
    _ packet: Packet, _ frame: Span<UInt8>
  ) {
    let ends = SegmentEnds(
      source: hosts.source, destination: hosts.destination, sourcePort: segment.sourcePort,
      destinationPort: segment.destinationPort, timeToLive: hosts.timeToLive)
    for prefix in configuration.ignored
    where prefix.contains(ends.source) || prefix.contains(ends.destination) {
      summary.ignoredPackets += 1
      return
    }
    let flags = segment.flags
    if flags.contains(.syn) {
      if flags.contains(.rst) { return }
      if flags.contains(.ack) {
        processAnswer(segment, ends)
      } else {
        processSYN(segment, ends, packet, frame)
      }
    } else if flags.contains(.rst) {
      processReset(segment, ends)
    } else if flags.contains(.ack) {
      processProgress(segment, ends)
    }
  }

  /// A SYN: a new attempt, or one that is sent again.
  private mutating func processSYN(
    _ segment: TCPHeader, _ ends: SegmentEnds, _ packet: Packet, _ frame: Span<UInt8>
  ) {
    summary.syns += 1
    tickSYNs += 1
    let key = key(ends)
    guard FlowSampling.holds(key, sampling.shift) else {
      summary.sampledOut += 1
      return
    }
    if let position = attempts.find(key), isFromClient(ends, of: attempts[position]),
      attempts[position].clientSequence == segment.sequence,
      !attempts[position].status.contains(.unsolicited)
    {
      // Sooner than any stack sends it again it is the same packet, captured twice on its way.
      if isOlder(attempts[position], than: Thresholds.duplicateAge) {
        attempts[position].status.insert(.retransmitted)
        summary.retransmittedSYNs += 1
      }
      return
    }
    sampling.count()
    let attempt = Attempt(
      source: ends.source, key: key, time: tableTime(now ?? origin),
      destinationHash: UInt32(truncatingIfNeeded: hash.wide(ends.destination, 0, 1)),
      clientSequence: segment.sequence, serverSequence: SequenceNumber(rawValue: 0),
      listener: target(.listener, ends.destination, segment.destinationPort),
      host: target(.host, ends.destination), network: target(.network, ends.destination.network),
      next: 0,
      port: segment.destinationPort, window: segment.window, timeToLive: ends.timeToLive,
      options: OptionSignature(packet, frame), status: [],
      shift: UInt8(truncatingIfNeeded: sampling.shift))
    begin(attempt)
    countTry(attempt, ends)
  }

  /// A SYN-ACK: the answer to an attempt, or one that nobody asked for.
  private mutating func processAnswer(_ segment: TCPHeader, _ ends: SegmentEnds) {
    let key = key(ends)
    guard FlowSampling.holds(key, sampling.leastShift) else { return }
    if let position = attempts.find(key), !isFromClient(ends, of: attempts[position]) {
      let attempt = attempts[position]
      if attempt.status.contains(.answered) {
        if !attempt.status.contains(.unsolicited), isOlder(attempt, than: Thresholds.duplicateAge) {
          count(attempt) { $0.answersRepeated &+= $1 }
        }
        return
      }
      attempts[position].status.insert(.answered)
      // An acknowledgment that came before proves nothing unless it fits.
      if attempt.status.contains(.completed), attempt.serverSequence != segment.sequence {
        attempts[position].status.remove(.completed)
        if isCounted(position) { addHalfOpen(attempt, 1) }
      }
      attempts[position].serverSequence = segment.sequence
      count(attempt) { $0.answered &+= $1 }
      return
    }
    // Only where every SYN of the last seconds would have been tracked it can be told that there was none.
    guard FlowSampling.holds(key, sampling.mostShift) else { return }
    // The SYN may have been forgotten, or not be in a sample of the past.
    if let slot = targets.find(targetHash(.listener, ends.source, ends.sourcePort)),
      targets[slot].total.attempts | targets[slot].tick.attempts != 0
    {
      return
    }
    sampling.count()
    begin(
      Attempt(
        source: ends.destination, key: key, time: tableTime(now ?? origin),
        destinationHash: UInt32(truncatingIfNeeded: hash.wide(ends.source, 0, 1)),
        clientSequence: SequenceNumber(rawValue: 0), serverSequence: segment.sequence,
        listener: target(.answerer, ends.source, ends.sourcePort),
        host: target(.receiver, ends.destination), network: .none, next: 0,
        port: ends.sourcePort, window: segment.window, timeToLive: ends.timeToLive,
        options: OptionSignature(), status: [.unsolicited, .answered],
        shift: UInt8(truncatingIfNeeded: sampling.mostShift)))
  }

  /// A reset: of the client, of a server that refuses, or of nothing that is known.
  private mutating func processReset(_ segment: TCPHeader, _ ends: SegmentEnds) {
    let key = key(ends)
    guard FlowSampling.holds(key, sampling.leastShift), let position = attempts.find(key) else {
      return
    }
    let attempt = attempts[position]
    guard attempt.status.isDisjoint(with: .resolved) else { return }
    if isFromClient(ends, of: attempt) {
      let offset = attempt.clientSequence.distance(to: segment.sequence)
      guard attempt.status.contains(.unsolicited) || (0...1).contains(offset) else { return }
      resolve(position, as: .reset)
      if !attempt.status.contains(.judged) { suspect(attempts[position], .reset) }
    } else if !attempt.status.contains(.unsolicited) {
      let acknowledged = attempt.clientSequence.distance(to: segment.acknowledgment)
      guard attempt.status.contains(.answered) || acknowledged == 1 else { return }
      resolve(position, as: .refused)
      if !attempt.status.contains(.answered) && !attempt.status.contains(.judged) {
        suspect(attempts[position], .refused)
      }
    }
  }

  /// A segment of a connection that exists for its sender: the end of the handshake, or what follows it.
  private mutating func processProgress(_ segment: TCPHeader, _ ends: SegmentEnds) {
    let key = key(ends)
    guard FlowSampling.holds(key, sampling.leastShift), let position = attempts.find(key) else {
      return
    }
    let attempt = attempts[position]
    guard attempt.status.isDisjoint(with: .resolved) else { return }
    let isFromClient = isFromClient(ends, of: attempt)
    if attempt.status.contains(.unsolicited) {
      // The server goes on, or the client acknowledges: somebody did ask.
      let isProgress =
        isFromClient
        ? isAhead(segment.acknowledgment, of: attempt.serverSequence)
        : isAhead(segment.sequence, of: attempt.serverSequence)
      if isProgress { resolve(position, as: .completed) }
    } else if isFromClient {
      guard isAhead(segment.sequence, of: attempt.clientSequence) else { return }
      if attempt.status.contains(.answered) {
        guard isAhead(segment.acknowledgment, of: attempt.serverSequence) else { return }
      } else {
        // To be compared with the SYN-ACK, should it be captured later.
        attempts[position].serverSequence = SequenceNumber(
          rawValue: segment.acknowledgment.rawValue &- 1)
      }
      resolve(position, as: .completed)
    } else if attempt.clientSequence.distance(to: segment.acknowledgment) > 1 {
      // The server acknowledges data: the client's part of the handshake was not captured.
      resolve(position, as: .completed)
    }
  }

  /// Whether an attempt began more than so many nanoseconds ago.
  private func isOlder(_ attempt: Attempt, than age: Int64) -> Bool {
    (now ?? origin) - beginning(of: attempt) > age
  }

  /// Whether `number` comes after `initial`, by less than a quarter of all numbers.
  private func isAhead(_ number: SequenceNumber, of initial: SequenceNumber) -> Bool {
    (1...(1 << 30)).contains(initial.distance(to: number))
  }

  /// An ICMP error about a SYN.
  mutating func processError(_ packet: Packet, _ frame: Span<UInt8>) {
    let quoted: Packet
    switch packet.transport {
    case .icmp(let header):
      guard header.type == .destinationUnreachable, let quote = packet.quotation(in: frame)
      else { return }
      quoted = Packet(
        decodingIP: frame, in: quote.range, wireLength: quote.totalLength, etherType: .ipv4)
    case .icmpv6(let header):
      guard header.type == .destinationUnreachable, packet.payload.count > 4 else { return }
      let range = (packet.payload.lowerBound + 4)..<packet.payload.upperBound
      quoted = Packet(
        decodingIP: frame, in: range, wireLength: range.count, etherType: .ipv6)
    default: return
    }
    let ports: (source: UInt16, destination: UInt16)
    switch quoted.transport {
    case .tcp(let segment):
      guard segment.flags.contains(.syn), !segment.flags.contains(.ack) else { return }
      ports = (segment.sourcePort, segment.destinationPort)
    case .ports(let source, let destination) where quoted.transportProtocol == .tcp:
      ports = (source, destination)
    default: return
    }
    guard let hosts = quoted.hosts else { return }
    let ends = SegmentEnds(
      source: hosts.source, destination: hosts.destination, sourcePort: ports.source,
      destinationPort: ports.destination, timeToLive: 0)
    guard let position = attempts.find(key(ends)) else { return }
    let attempt = attempts[position]
    guard isFromClient(ends, of: attempt), attempt.status.isDisjoint(with: .resolved),
      !attempt.status.contains(.unsolicited)
    else { return }
    resolve(position, as: .unreachable)
    count(attempt) { $0.unreachable &+= $1 }
    failTry(attempt)
  }
}
