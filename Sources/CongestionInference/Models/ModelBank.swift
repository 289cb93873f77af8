/// The models that are held against a sender, side by side.
///
/// Three replay Linux; what the RFCs and textbooks have is in `TextbookBank`.
struct ModelBank {
  var reno = SenderModel<LinuxReno>()
  var cubic = SenderModel<LinuxCubic>()
  var bbr = SenderModel<LinuxBBR>()
  var textbook = TextbookBank()

  init() {}

  mutating func reduce() {
    reno.reduce()
    cubic.reduce()
    bbr.reduce()
  }

  mutating func endReduction() {
    reno.endReduction()
    cubic.endReduction()
    bbr.endReduction()
  }

  mutating func undo() {
    reno.undo()
    cubic.undo()
    bbr.undo()
  }

  mutating func rememberThreshold(isReducing: Bool) {
    reno.rememberThreshold(isReducing: isReducing)
    cubic.rememberThreshold(isReducing: isReducing)
    bbr.rememberThreshold(isReducing: isReducing)
  }

  mutating func forgetThreshold() {
    reno.forgetThreshold()
    cubic.forgetThreshold()
    bbr.forgetThreshold()
  }

  mutating func timeOut(isFirst: Bool, inFlight: Int, isReducing: Bool) {
    reno.timeOut(isFirst: isFirst, inFlight: inFlight, isReducing: isReducing)
    cubic.timeOut(isFirst: isFirst, inFlight: inFlight, isReducing: isReducing)
    bbr.timeOut(isFirst: isFirst, inFlight: inFlight, isReducing: isReducing)
  }

  mutating func observe(_ effect: AcknowledgmentEffect) {
    reno.algorithm.observe(effect, &reno.window)
    cubic.algorithm.observe(effect, &cubic.window)
    bbr.algorithm.observe(effect, &bbr.window)
  }

  mutating func acknowledge(_ effect: AcknowledgmentEffect) {
    reno.acknowledge(effect)
    cubic.acknowledge(effect)
    bbr.acknowledge(effect)
    if !textbook.isDropped { textbook.take(.acknowledged(effect)) }
  }

  mutating func enter(_ state: SenderState, now: Int64, next: Int64) {
    reno.algorithm.enter(state, reno.window, now: now, next: next)
    cubic.algorithm.enter(state, cubic.window, now: now, next: next)
    bbr.algorithm.enter(state, bbr.window, now: now, next: next)
  }

  mutating func restart(after idle: Int64, timeout: Int, now: Int64) {
    reno.restart(after: idle, timeout: timeout, now: now)
    cubic.restart(after: idle, timeout: timeout, now: now)
    bbr.restart(after: idle, timeout: timeout, now: now)
    // RFC 6298 has no time-out below a second.
    if idle > Int64(max(timeout, 1_000_000)) { textbook.take(.restarted) }
  }

  mutating func resume(idle: Int64, now: Int64, isApplicationLimited: Bool) {
    reno.resume(idle: idle, now: now, isApplicationLimited: isApplicationLimited)
    cubic.resume(idle: idle, now: now, isApplicationLimited: isApplicationLimited)
    bbr.resume(idle: idle, now: now, isApplicationLimited: isApplicationLimited)
  }
}
