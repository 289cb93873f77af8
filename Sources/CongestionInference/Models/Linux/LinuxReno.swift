/// Reno in Linux (`tcp_cong.c`: `tcp_reno_cong_avoid`): half the window at a loss, one more segment per round trip.
///
/// RFC 5681 counts bytes, Linux segments.
struct LinuxReno: LinuxAlgorithm {
  static var id: SenderModelID { .linuxReno }
  static var name: AlgorithmName { .reno }

  mutating func reducedThreshold(of window: CongestionWindow) -> Int { max(window.size >> 1, 2) }

  mutating func grow(_ effect: AcknowledgmentEffect, _ window: inout CongestionWindow) {
    var acknowledged = effect.delivered
    if window.isInSlowStart {
      acknowledged = window.slowStart(acknowledged)
      if acknowledged == 0 { return }
    }
    window.growAdditively(acknowledged, interval: window.size)
  }
}
