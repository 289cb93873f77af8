import ConnectionTracking
import TextOutput

/// What a record of a connection says of TFTP, in an object of its own where there is one.
extension RecordField {
  /// The fields of the object `tftp`.
  static var tftp: [RecordField] {
    [
      "request", "file", "mode", "block_size", "window_size", "transfer_size", "blocks", "bytes",
      "data_packets", "retransmitted_packets", "acks", "duplicate_acks", "rounds", "wait_mean",
      "waiting_share", "complete", "error_code", "error",
    ].map { value($0).inside("tftp") }
  }
}

extension RecordWriter {
  /// Appends the fields of `RecordField.tftp`.
  mutating func tftp(_ tftp: TFTPSummary, _ line: inout TextBuffer) {
    text(tftp.isWrite ? "write" : "read", &line)
    text(tftp.fileName, &line)
    text(tftp.mode, &line)
    number(tftp.blockSize, &line)
    number(tftp.windowSize, &line)
    number(tftp.transferSize, &line)
    number(tftp.blocks, &line)
    number(tftp.bytes, &line)
    number(tftp.dataPackets, &line)
    number(tftp.retransmittedPackets, &line)
    number(tftp.acknowledgments, &line)
    number(tftp.duplicateAcknowledgments, &line)
    number(tftp.rounds, &line)
    duration(tftp.waitMean, &line)
    rate(tftp.waitingShare, &line)
    flag(tftp.isComplete, &line)
    number(tftp.error?.code, &line)
    text(tftp.error?.message, &line)
  }
}
