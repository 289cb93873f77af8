import ConnectionTracking

/// The columns of a TFTP transfer (RFC 1350), in the object `tftp`.
enum TFTPColumns {
  static func write<Sink: RecordSink & ~Copyable>(_ tftp: TFTPSummary?, to sink: inout Sink) {
    sink.text("request", "read or write.", tftp.map { $0.isWrite ? "write" : "read" })
    sink.text("file", "The name of the file as requested.", tftp?.fileName)
    sink.text("mode", "octet, netascii or mail.", tftp?.mode)
    sink.number("block_size", .bytes, "Bytes of a full block.", tftp?.blockSize)
    sink.number(
      "window_size", .blocks,
      "Blocks sent before an acknowledgment (RFC 7440); 1 is stop-and-wait.",
      tftp?.windowSize)
    sink.number("transfer_size", .bytes, "The size of the file as announced.", tftp?.transferSize)
    sink.number("blocks", .blocks, "Different blocks.", tftp?.blocks)
    sink.number("bytes", .bytes, "Bytes in them.", tftp?.bytes)
    sink.number(
      "data_packets", .packets, "Packets with data, retransmissions included.", tftp?.dataPackets)
    sink.number(
      "retransmitted_packets", .packets, "Packets with retransmitted data.",
      tftp?.retransmittedPackets)
    sink.number("acks", .acknowledgments, "Acknowledgments.", tftp?.acknowledgments)
    sink.number(
      "duplicate_acks", .acknowledgments, "Acknowledgments of an acknowledged block.",
      tftp?.duplicateAcknowledgments)
    sink.number(
      "rounds", .times, "How often an acknowledgment let the sender continue.", tftp?.rounds)
    sink.duration(
      "wait_mean", "How long the sender waited for it on average, at the capture point.",
      tftp?.waitMean)
    sink.decimal(
      "waiting_share", .none,
      "The share of the transfer's time that the sender waited, from 0 to 1.",
      tftp?.waitingShare)
    sink.flag(
      "complete", "Whether the last block was sent and acknowledged.", tftp?.isComplete)
    sink.number("error_code", .none, "The error that ended the transfer.", tftp?.error?.code)
    sink.text("error", "Its message.", tftp?.error?.message)
  }
}
