import InternetTypes
import PacketDissection

/// A scan with segments that are part of no connection: without SYN, RST and ACK (RFC 9293, section 3.10.7.1: a closed
/// port answers them with a reset, an open one does not answer).
enum StealthScan: UInt8, Sendable {
  /// Only FIN.
  case fin
  /// No flag.
  case null
  /// FIN, PSH and URG.
  case xmas

  /// The kind of scan that a segment with these flags may be part of.
  init?(_ flags: TCPFlags) {
    switch flags.rawValue & 0x3f {
    case 0: self = .null
    case TCPFlags.fin.rawValue: self = .fin
    case TCPFlags([.fin, .psh, .urg]).rawValue: self = .xmas
    default: return nil
    }
  }

  /// The kind of alert.
  var alertKind: FloodAlert.Kind {
    switch self {
    case .fin: .finScan
    case .null: .nullScan
    case .xmas: .xmasScan
    }
  }
}

extension FloodDetector {
  private func stealthHash(
    _ scan: StealthScan, _ source: HostNumber, _ victim: HostNumber, _ port: UInt16?
  ) -> UInt64 {
    hash.wide(
      source, victim, UInt32(port ?? 0) << 8 | UInt32(scan.rawValue) << 4 | (port == nil ? 11 : 12))
  }

  /// Counts a segment of a scan as a port of its host, and as a host of its network.
  mutating func countStealth(_ scan: StealthScan, _ endpoints: SegmentEndpoints) {
    guard let now else { return }
    hasSeenStealth = true
    let network = endpoints.destination.network
    let port = hash.wide(0, UInt128(endpoints.destinationPort), 10)
    let host = hash.wide(endpoints.destination, 0, 10)
    countStealth(scan, endpoints.source, at: endpoints.destination, port: nil, port, now)
    countStealth(
      scan, endpoints.source, at: network, port: endpoints.destinationPort, host, now)
  }

  private mutating func countStealth(
    _ scan: StealthScan, _ source: HostNumber, at victim: HostNumber, port: UInt16?,
    _ hash: UInt64, _ now: Timestamp
  ) {
    let slot = scans.touch(
      stealthHash(scan, source, victim, port), source: source, victim: victim, port: port,
      now: now, idle: Thresholds.scanIdle)
    guard let slot else { return }
    scans[slot].stealth = scan
    scans[slot].add(hash, now)
    raiseStealth(slot, at: now)
  }

  /// Counts a reset that answers a segment of a scan.
  mutating func countStealthAnswer(_ endpoints: SegmentEndpoints) {
    for scan in [StealthScan.fin, .null, .xmas] {
      let slot = scans.find(
        stealthHash(scan, endpoints.destination, endpoints.source, nil))
      guard let slot else { continue }
      scans[slot].failed &+= 1
      scans[slot].refused &+= 1
      scans[slot].distinctFailed.add(hash: hash.wide(0, UInt128(endpoints.sourcePort), 10))
    }
  }

  private mutating func raiseStealth(_ slot: Int, at time: Timestamp) {
    guard scans[slot].raisedAt == nil, openScans.count < 64,
      scans[slot].distinct.estimate >= Thresholds.scanTargets
    else { return }
    scans[slot].raisedAt = time
    openScans.append(slot)
    emit(scanAlert(scans[slot], time: time, end: nil))
  }
}
