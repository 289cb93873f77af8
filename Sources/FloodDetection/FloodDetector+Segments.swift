import InternetTypes
import PacketDissection

/// The addresses, ports and time to live of a segment.
struct SegmentEndpoints {
  var source: HostNumber
  var destination: HostNumber
  var sourcePort: UInt16
  var destinationPort: UInt16
  var timeToLive: UInt8

  /// Whether the source is the lower endpoint of the flow.
  var isForward: Bool {
    source < destination || source == destination && sourcePort <= destinationPort
  }

  /// The direction of the segment in its flow.
  var direction: FlowMemory.Directions { isForward ? .forward : .backward }
}

/// Segments: how SYNs, answers and resets change attempts.
extension FloodDetector {
  /// The hash of both endpoints of a connection, the same for both directions.
  func key(_ endpoints: SegmentEndpoints) -> UInt64 {
    endpoints.isForward
      ? hash.wide(
        endpoints.source, endpoints.destination,
        UInt32(endpoints.sourcePort) << 16 | UInt32(endpoints.destinationPort))
      : hash.wide(
        endpoints.destination, endpoints.source,
        UInt32(endpoints.destinationPort) << 16 | UInt32(endpoints.sourcePort))
  }

  /// Whether a segment of these endpoints comes from the attempt's client.
  func isFromClient(_ endpoints: SegmentEndpoints, of attempt: Attempt) -> Bool {
    endpoints.source == attempt.source
      && (endpoints.source != endpoints.destination || endpoints.destinationPort == attempt.port)
  }

  /// Processes a TCP segment: updates the attempt that it belongs to, or begins one.
  mutating func processSegment(
    _ segment: SegmentFields, _ endpoints: SegmentEndpoints, _ options: TCPOptionIterator,
    _ frame: Span<UInt8>
  ) {
    if isIgnored(endpoints) { return }
    let flags = segment.flags
    if !flags.contains(.syn) { hasSeenProgress = true }
    if let scan = StealthScan(flags) { return countStealth(scan, endpoints) }
    if flags.contains(.syn) {
      if flags.contains(.rst) { return }
      if flags.contains(.ack) {
        processAnswer(segment, endpoints)
      } else {
        processSYN(segment, endpoints, options, frame)
      }
    } else if flags.contains(.rst) {
      processReset(segment, endpoints)
    } else if flags.contains(.ack) {
      processProgress(segment, endpoints)
    }
  }

  /// Whether packets of these endpoints are not examined; they are counted.
  mutating func isIgnored(_ endpoints: SegmentEndpoints) -> Bool {
    for prefix in configuration.ignored
    where prefix.contains(endpoints.source) || prefix.contains(endpoints.destination) {
      summary.ignoredPackets += 1
      return true
    }
    return false
  }

  /// Processes a SYN: a new attempt, or a retransmission.
  private mutating func processSYN(
    _ segment: SegmentFields, _ endpoints: SegmentEndpoints, _ options: TCPOptionIterator,
    _ frame: Span<UInt8>
  ) {
    summary.syns += 1
    tickSYNs += 1
    let key = key(endpoints)
    guard FlowSampling.holds(key, sampling.shift) else {
      summary.sampledOut += 1
      return
    }
    var repeats: UInt8 = 0
    if let position = attempts.find(key), isFromClient(endpoints, of: attempts[position]),
      attempts[position].clientSequence == segment.sequence,
      !attempts[position].status.contains(.unsolicited)
    {
      repeats = attempts[position].repeats
      if !attempts[position].isReplayed {
        // No stack retransmits this soon: the packet was captured twice.
        if isOlder(attempts[position], than: Thresholds.duplicateAge) {
          noteRepeat(position)
          attempts[position].status.insert(.retransmitted)
          summary.retransmittedSYNs += 1
        }
        return
      }
    }
    sampling.count()
    let attempt = Attempt(
      source: endpoints.source, key: key, time: tableTime(now ?? origin),
      destinationHash: UInt32(truncatingIfNeeded: hash.wide(endpoints.destination, 0, 1)),
      clientSequence: segment.sequence, serverSequence: SequenceNumber(rawValue: 0),
      listener: target(.listener, endpoints.destination, endpoints.destinationPort),
      host: target(.host, endpoints.destination),
      network: target(.network, endpoints.destination.network),
      next: 0,
      port: endpoints.destinationPort, window: segment.window, timeToLive: endpoints.timeToLive,
      options: OptionSignature(options, frame), status: [],
      shift: UInt8(truncatingIfNeeded: sampling.shift & 15) | repeats << 4)
    begin(attempt)
    countScanAttempt(attempt, endpoints)
  }

  /// Counts a repeated SYN; more of them, or earlier ones, than a client sends show that a recorded SYN is replayed.
  private mutating func noteRepeat(_ position: UInt32) {
    let count = min(attempts[position].repeats + 1, Attempt.replayed)
    let isTooSoon =
      count >= 3
      && !isOlder(attempts[position], than: Thresholds.leastRepeatAge * Int64(count))
    attempts[position].repeats =
      isTooSoon || count >= Thresholds.mostRepeats ? Attempt.replayed : count
  }

  /// Processes a SYN-ACK: the answer to an attempt, or an unsolicited one.
  private mutating func processAnswer(_ segment: SegmentFields, _ endpoints: SegmentEndpoints) {
    let key = key(endpoints)
    let found = FlowSampling.holds(key, sampling.leastShift) ? attempts.find(key) : nil
    noteFlow(
      key, .acknowledgment, endpoints, size: 0, counts: false,
      before: directions(of: found, by: endpoints))
    if let position = found, !isFromClient(endpoints, of: attempts[position]) {
      let attempt = attempts[position]
      if attempt.status.contains(.answered) {
        if !attempt.status.contains(.unsolicited), isOlder(attempt, than: Thresholds.duplicateAge) {
          count(attempt) { $0.answersRepeated &+= $1 }
        }
        return
      }
      attempts[position].status.insert(.answered)
      // An acknowledgment captured before completes the handshake only if it matches.
      if attempt.status.contains(.completed), attempt.serverSequence != segment.sequence {
        attempts[position].status.remove(.completed)
        if isCounted(position) { addHalfOpen(attempt, 1) }
      }
      attempts[position].serverSequence = segment.sequence
      count(attempt) { $0.answered &+= $1 }
      return
    }
    // Unsolicited only if its SYN would have been tracked under every sampling rate of the last seconds.
    guard FlowSampling.holds(key, sampling.mostShift) else { return }
    // The SYN may have been evicted, or not have been in an earlier sample.
    if let slot = targets.find(targetHash(.listener, endpoints.source, endpoints.sourcePort)),
      targets[slot].total.attempts | targets[slot].tick.attempts != 0
    {
      return
    }
    sampling.count()
    begin(
      Attempt(
        source: endpoints.destination, key: key, time: tableTime(now ?? origin),
        destinationHash: UInt32(truncatingIfNeeded: hash.wide(endpoints.source, 0, 1)),
        clientSequence: SequenceNumber(rawValue: 0), serverSequence: segment.sequence,
        listener: target(.responder, endpoints.source, endpoints.sourcePort),
        host: target(.receiver, endpoints.destination), network: .none, next: 0,
        port: endpoints.sourcePort, window: segment.window, timeToLive: endpoints.timeToLive,
        options: OptionSignature(), status: [.unsolicited, .answered],
        shift: UInt8(truncatingIfNeeded: sampling.mostShift)))
  }

  /// Processes a reset by the client, or by a server that refuses.
  private mutating func processReset(_ segment: SegmentFields, _ endpoints: SegmentEndpoints) {
    let key = key(endpoints)
    noteRefusal(.acknowledgment, by: endpoints.source)
    if hasSeenStealth { countStealthAnswer(endpoints) }
    guard FlowSampling.holds(key, sampling.leastShift), let position = attempts.find(key) else {
      return
    }
    let attempt = attempts[position]
    guard attempt.status.isDisjoint(with: .resolved) else { return }
    if isFromClient(endpoints, of: attempt) {
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

  /// Processes a segment without SYN and RST: the final ACK of the handshake, or a later segment.
  mutating func processProgress(_ segment: SegmentFields, _ endpoints: SegmentEndpoints) {
    let key = key(endpoints)
    let found = FlowSampling.holds(key, sampling.leastShift) ? attempts.find(key) : nil
    noteFlow(
      key, .acknowledgment, endpoints, size: segment.window, counts: true,
      before: directions(of: found, by: endpoints))
    guard let position = found else { return }
    let attempt = attempts[position]
    guard attempt.status.isDisjoint(with: .resolved) else { return }
    let isFromClient = isFromClient(endpoints, of: attempt)
    if attempt.status.contains(.unsolicited) {
      // The server continues, or the client acknowledges: there was a SYN.
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
        // Compared with the SYN-ACK if that is captured later.
        attempts[position].serverSequence = SequenceNumber(
          rawValue: segment.acknowledgment.rawValue &- 1)
      }
      resolve(position, as: .completed)
    } else if attempt.clientSequence.distance(to: segment.acknowledgment) > 1 {
      // The server acknowledges data: the client's part of the handshake was not captured.
      resolve(position, as: .completed)
    }
  }

  /// The directions in which an attempt shows that packets were sent: its SYN.
  ///
  /// SYNs are not noted in `flows`, whose random access would be a cache miss for each SYN of a flood.
  private func directions(
    of position: UInt32?, by endpoints: SegmentEndpoints
  ) -> FlowMemory.Directions {
    guard let position, !attempts[position].status.contains(.unsolicited) else { return [] }
    return isFromClient(endpoints, of: attempts[position])
      ? endpoints.direction : endpoints.direction.opposite
  }

  /// Whether an attempt began longer ago than an age.
  private func isOlder(_ attempt: Attempt, than age: Nanoseconds) -> Bool {
    (now ?? origin) - beginning(of: attempt) > age
  }

  /// Whether `number` is ahead of `initial`, by at most a quarter of the sequence space.
  private func isAhead(_ number: SequenceNumber, of initial: SequenceNumber) -> Bool {
    (1...(1 << 30)).contains(initial.distance(to: number))
  }
}
