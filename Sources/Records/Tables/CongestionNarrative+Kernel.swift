import CongestionInference
import InternetTypes
import TextOutput

extension CongestionNarrative {
  /// How far what was inferred is from what the kernel says; empty without its measures.
  static func kernel(_ verdict: CongestionVerdict) -> String {
    guard let kernel = verdict.kernel else { return "" }
    var sentence = "the kernel: \(kernel.congestion?.visible ?? "algorithm unknown")"
    if kernel.samples > 0, let mean = kernel.meanError {
      let share = Quantity.share(UInt64(kernel.samplesWithinOne), of: UInt64(kernel.samples))
      sentence += ", cwnd within one segment of ours in \(share) of "
      sentence += kernel.samples.counted("sample")
      let tenths = Int((mean * 10).rounded())
      sentence += " (\(tenths / 10).\(tenths % 10) off on average, \(kernel.largestError) at most)"
    } else {
      sentence += ", no sample at whose time a window was inferred"
    }
    if let error = kernel.roundTripError {
      sentence += ", srtt \(Int((error * 100).rounded())) % off"
    }
    sentence += "; it retransmitted \(kernel.retransmissions.counted("segment"))"
    sentence += ", \(kernel.inferredRetransmissions) seen"
    if let busy = kernel.busyTime {
      sentence += "; busy for \(seconds(busy * 1000))"
      let parts = [
        ("the receiver's window", kernel.receiveWindowLimitedTime),
        ("the send buffer", kernel.sendBufferLimitedTime),
      ]
      for (name, time) in parts {
        if let time, time > 0 { sentence += ", held back by \(name) for \(seconds(time * 1000))" }
      }
    }
    return sentence
  }
}
