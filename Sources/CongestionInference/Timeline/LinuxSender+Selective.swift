/// Selective acknowledgments (RFC 2018), the duplicates that they report (RFC 2883), and RACK's update (RFC 8985).
extension LinuxSender {
  /// Applies the SACK blocks (`tcp_sacktag_write_queue`).
  mutating func sackBlocks(
    _ segment: SegmentObservation, _ progress: inout Progress, now: Int64
  ) {
    guard hasSack else { return }
    let blocks = segment.sack
    var first = 0
    if blocks.count > 0 {
      let (start, end) = (blocks.starts[0], blocks.ends[0])
      let isInSecond =
        blocks.count > 1 && end <= blocks.ends[1] && start >= blocks.starts[1]
      if start < segment.acknowledgment || isInSecond {
        duplicate(from: start, to: end, segment.acknowledgment, &progress)
        first = 1
      }
    }
    // In order of sequence; there are four at most.
    var done = 0
    var last = Int64.min
    while done < blocks.count - first {
      var best = -1
      for index in first..<blocks.count
      where blocks.starts[index] > last && (best < 0 || blocks.starts[index] < blocks.starts[best])
      {
        best = index
      }
      guard best >= 0 else { break }
      last = blocks.starts[best]
      sack(from: last, to: blocks.ends[best], &progress, now: now)
      done += 1
    }
    sackCache = blocks
    if state != .loss || undoMarker != nil {
      if progress.reorderedFrom < Int64.max { checkReordering(from: progress.reorderedFrom) }
    }
  }

  /// Processes a DSACK: the receiver got a segment twice (RFC 2883; `tcp_check_dsack`, `tcp_dsack_seen`).
  mutating func duplicate(
    from start: Int64, to end: Int64, _ value: Int64, _ progress: inout Progress
  ) {
    guard end - start < 1 << 30 else { return }
    let segments = min(
      max(1, (Int(end - start) + segmentSize - 1) / segmentSize), SendQueue.capacityLimit)
    progress.hasDuplicate = true
    counters.spurious += segments
    if let probeEnd, isProbeRetransmission, end == probeEnd {
      progress.isProbeDuplicate = true
    } else {
      rack.hasSeenDuplicate = true
    }
    deliveredTotal += segments
    if let undoMarker, undoRetransmissions > 0, end <= progress.before, end > undoMarker {
      undoRetransmissions = max(0, undoRetransmissions - segments)
    }
    guard end > progress.before else { return }
    var index = queue.firstIndex(endingAfter: start)
    while index < queue.count && queue[index].start < end {
      let marks = queue[index].marks
      if !marks.isDisjoint(with: [.everRetransmitted, .retransmitted]) {
        if let undoMarker, undoRetransmissions > 0, queue[index].end > undoMarker {
          undoRetransmissions = max(0, undoRetransmissions - 1)
        }
        if marks.contains(.sacked) && queue[index].start < progress.reorderedFrom {
          progress.reorderedFrom = queue[index].start
        }
        if marks.contains(.retransmitted) {
          queue[index].marks.remove(.retransmitted)
          retransOut -= 1
        }
      }
      index += 1
    }
  }

  /// Marks the segments of a range as received (`tcp_sacktag_walk`).
  mutating func sack(
    from start: Int64, to end: Int64, _ progress: inout Progress, now: Int64
  ) {
    guard end > acknowledged, end <= next else { return }
    var start = max(start, acknowledged)
    // Parts that an earlier acknowledgment reported are skipped.
    for index in 0..<sackCache.count
    where sackCache.starts[index] <= start && sackCache.ends[index] > start {
      if sackedOut > 0 { start = max(start, min(sackCache.ends[index], end)) }
    }
    var index = queue.firstIndex(endingAfter: start)
    while index < queue.count && queue[index].start < end {
      if queue[index].end <= end && !queue[index].marks.contains(.sacked) {
        sackSegment(index, &progress, now: now)
      }
      index += 1
    }
  }

  /// Marks a segment as received (`tcp_sacktag_one`).
  mutating func sackSegment(_ index: Int, _ progress: inout Progress, now: Int64) {
    let segment = queue[index]
    advanceRack(segment, now: now)
    if segment.marks.contains(.retransmitted) {
      if segment.marks.contains(.lost) {
        queue[index].marks.remove([.lost, .retransmitted])
        lostOut -= 1
        retransOut -= 1
      }
    } else {
      if !segment.marks.contains(.everRetransmitted) {
        if segment.start < forwardAcknowledged {
          progress.reorderedFrom = min(progress.reorderedFrom, segment.start)
        }
        if segment.end <= recoveryPoint { progress.originalReceived = true }
        if !segment.marks.contains(.untimed) {
          if progress.firstSackAt == nil { progress.firstSackAt = segment.sentAt }
          progress.lastSackAt = segment.sentAt
        }
      }
      if segment.marks.contains(.lost) {
        queue[index].marks.remove(.lost)
        lostOut -= 1
      }
    }
    queue[index].marks.insert(.sacked)
    sackedOut += 1
    deliveredTotal += 1
    progress.hasSackedData = true
    if sackedOut == 1 || segment.end > highestSacked { highestSacked = segment.end }
    sample(index)
  }

  /// Updates RACK's newest delivered segment (`tcp_rack_advance`).
  mutating func advanceRack(_ segment: SentSegment, now: Int64) {
    let trip = now - segment.sentAt
    if segment.marks.contains(.everRetransmitted) && trip < Int64(min(roundTrip.minimum, 1 << 40)) {
      return
    }
    rack.hasAdvanced = true
    rack.roundTrip = trip
    if Self.isSentAfter(segment.sentAt, segment.end, rack.sentAt, rack.end) {
      rack.sentAt = segment.sentAt
      rack.end = segment.end
    }
  }
}
