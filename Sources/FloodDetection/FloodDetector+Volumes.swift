import InternetTypes
import PacketDissection

/// Detects ACK and UDP floods: many packets of flows that are unknown to their receiver.
extension FloodDetector {
  private func volumeHash(_ family: VolumeTarget.Family, _ address: HostNumber) -> UInt64 {
    hash.wide(address, 0, UInt32(family.rawValue) &+ 32)
  }

  /// Notes a packet of a flow, and counts it for its receiver if that has not answered the flow.
  ///
  /// - Parameters:
  ///   - key: the hash of both endpoints.
  ///   - family: the kind of packet.
  ///   - endpoints: its endpoints.
  ///   - size: the window of a segment, the length of a datagram.
  ///   - counts: whether it may be part of a flood; a SYN-ACK only continues a flow.
  ///   - before: directions in which packets are known to have been sent before.
  mutating func noteFlow(
    _ key: UInt64, _ family: VolumeTarget.Family, _ endpoints: SegmentEndpoints, size: UInt16,
    counts: Bool, before: FlowMemory.Directions = []
  ) {
    guard let now else { return }
    let direction = endpoints.direction
    let known = flows.note(key, direction, at: now).union(before)
    if known.contains(direction.opposite) {
      if !known.contains(direction),
        let slot = volumes.find(volumeHash(family, endpoints.source))
      {
        volumes[slot].tick.answered &+= 1
      }
      return
    }
    guard counts,
      let slot = volumes.touch(
        volumeHash(family, endpoints.destination), family, endpoints.destination)
    else { return }
    volumes[slot].tick.stray &+= 1
    if known.isEmpty { volumes[slot].tick.new &+= 1 }
    if volumes[slot].hotTicks == 0, volumes[slot].openAlert == nil,
      volumes[slot].tick.stray < Thresholds.volumeRate / 8
    {
      return
    }
    volumes[slot].last = now
    volumes[slot].record(
      endpoints.source, sourceHash: hash.wide(endpoints.source, 0, 1),
      port: endpoints.destinationPort,
      portHash: hash.wide(0, UInt128(endpoints.destinationPort), 10),
      timeToLive: endpoints.timeToLive, size: size)
  }

  /// Counts a reset or an ICMP error that a receiver of unanswered packets sends.
  mutating func noteRefusal(_ family: VolumeTarget.Family, by host: HostNumber) {
    guard let slot = volumes.find(volumeHash(family, host)) else { return }
    volumes[slot].tick.refused &+= 1
  }

  /// Ends the tick of all hosts with unanswered packets, and raises and closes their alerts.
  mutating func endVolumeTick(at time: Timestamp) {
    for slot in volumes.slots {
      if volumes[slot].sum.stray == 0, volumes[slot].second.stray == 0 { continue }
      let isExcessive = volumes[slot].isExcessive
      if isExcessive, volumes[slot].hotTicks == 0, volumes[slot].openAlert == nil {
        volumes[slot].onset = time - Thresholds.tick
      }
      volumes[slot].endTick()
      if volumes[slot].openAlert != nil {
        volumes[slot].quietTicks = isExcessive ? 0 : volumes[slot].quietTicks + 1
        if volumes[slot].quietTicks >= Thresholds.quietTicks { closeVolume(slot) }
        continue
      }
      guard isExcessive else {
        if volumes[slot].hotTicks > 0 || volumes[slot].sum.stray > 0 { volumes[slot].restart() }
        volumes[slot].hotTicks = 0
        continue
      }
      volumes[slot].hotTicks += 1
      let least = volumes[slot].isRefusing ? Thresholds.refusedTicks : Thresholds.volumeTicks
      if volumes[slot].hotTicks >= least { raiseVolume(slot, at: time) }
    }
  }

  /// Judges the hosts whose flood lasted until the end of the input.
  mutating func finishVolumes(at time: Timestamp) {
    for slot in volumes.slots {
      if volumes[slot].openAlert == nil, volumes[slot].hotTicks >= Thresholds.refusedTicks {
        raiseVolume(slot, at: time)
      }
      closeVolume(slot)
    }
  }

  private mutating func raiseVolume(_ slot: Int, at time: Timestamp) {
    let target = volumes[slot]
    let ports = target.ports.estimate
    // Without answers, only traffic of one program, or to very many ports, can be distinguished from clients whose
    // server's packets were not captured.
    guard target.isRefusing || target.isUniform || target.family == .datagram && ports >= 100
    else { return }
    let isCertain = target.isRefusing || target.isUniform
    let openAlert = OpenAlert(
      kind: target.family == .datagram ? .udpFlood : .ackFlood,
      severity: isCertain ? .alert : .watch, time: time, start: target.onset)
    volumes[slot].openAlert = openAlert
    volumes[slot].quietTicks = 0
    emit(volumeAlert(volumes[slot], openAlert, end: nil))
  }

  private mutating func closeVolume(_ slot: Int) {
    guard let openAlert = volumes[slot].openAlert else { return }
    emit(volumeAlert(volumes[slot], openAlert, end: volumes[slot].last))
    volumes[slot].openAlert = nil
    volumes[slot].hotTicks = 0
    volumes[slot].restart()
  }

  private func volumeAlert(
    _ target: VolumeTarget, _ openAlert: OpenAlert, end: Timestamp?
  ) -> FloodAlert {
    let records = max(target.records, 1)
    let distinct = min(target.sources.estimate, Double(records))
    let kind: FloodAlert.SourceKind =
      target.topSources.topShare >= 0.5
      ? .single : distinct * 2 >= Double(records) ? .spoofed : .distributed
    let top = target.topSources.top(5).filter { $0.certainCount > 1 }.map {
      (
        address: $0.value.address,
        share: Double($0.certainCount) / Double(max(target.topSources.total, 1))
      )
    }
    let port = target.topPorts.topShare >= 0.9 ? target.topPorts.top(1).first?.value : nil
    return FloodAlert(
      kind: openAlert.kind, severity: openAlert.severity, time: openAlert.time,
      start: openAlert.start, end: end,
      victim: FloodAlert.Victim(address: target.address.address, port: port),
      confidence: target.isRefusing && target.isUniform
        ? 0.95 : openAlert.severity == .alert ? 0.85 : 0.6,
      sources: FloodAlert.Sources(
        kind: kind, estimate: kind == .single ? 1 : Int(distinct.rounded()), top: top),
      synRatePeak: Double(target.ratePeak), syns: Int(target.sum.stray),
      handshakesCompleted: 0, halfOpenPeak: 0, isOneSided: target.sum.refused == 0,
      evidence: volumeEvidence(target))
  }

  private func volumeEvidence(_ target: VolumeTarget) -> [FloodAlert.Evidence] {
    var evidence: [FloodAlert.Evidence] = [
      .unansweredPackets(Int(target.sum.stray), flows: Int(target.sum.new))
    ]
    if target.sum.refused > 0 {
      evidence.append(
        .refusedByVictim(
          FloodAlert.Share(count: Int(target.sum.refused), total: Int(target.sum.stray))))
    }
    if let top = target.timesToLive.top(1).first, target.timesToLive.topShare >= 0.9 {
      evidence.append(
        .uniformTimeToLive(
          top.value,
          FloodAlert.Share(
            count: Int(top.certainCount), total: Int(target.timesToLive.total))))
    }
    if target.family == .acknowledgment, let top = target.sizes.top(1).first,
      target.sizes.topShare >= 0.9
    {
      evidence.append(
        .uniformWindow(
          top.value,
          FloodAlert.Share(count: Int(top.certainCount), total: Int(target.sizes.total))))
    }
    return evidence
  }
}
