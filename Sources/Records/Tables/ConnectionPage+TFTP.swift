import ConnectionTracking
import TextOutput

/// The section of a page about the TFTP transfer that a UDP flow carries.
extension ConnectionPage {
  func appendTFTP(_ tftp: TFTPSummary, to line: inout TextBuffer) {
    let flow =
      tftp.windowSize == 1 ? "stop-and-wait" : "\(tftp.windowSize) blocks a window"
    line.append("\nTFTP\n")
    line.append(
      "  \(tftp.isWrite ? "writes" : "reads") \(tftp.fileName.visible) (\(tftp.mode.visible))")
    line.append(tftp.isComplete ? ", complete\n" : ", not complete\n")
    line.append("  \(tftp.blocks) blocks of \(tftp.blockSize) bytes, \(flow)")
    line.append(", \(tftp.retransmittedPackets) retransmitted\n")
    if let wait = tftp.waitMean, let share = tftp.waitingShare {
      line.append("  \(tftp.rounds) rounds, in each the sender waited \(Quantity.duration(wait))")
      line.append(": \(Int(share * 100)) % of the time\n")
    }
    if let error = tftp.error { line.append("  error \(error.code): \(error.message.visible)\n") }
  }
}
