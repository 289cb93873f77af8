import InternetTypes
import PacketDissection

/// The TFTP transfer that a UDP flow carried.
public struct TFTPSummary: Equatable, Sendable {
  /// Whether the client wrote the file; otherwise it read it.
  public let isWrite: Bool
  /// The file's name in the request.
  public let fileName: String
  /// `octet`, `netascii` or `mail`.
  public let mode: String
  /// Bytes of a full block.
  public let blockSize: UInt64
  /// Blocks sent before an acknowledgment (RFC 7440): 1 is stop-and-wait.
  public let windowSize: UInt64
  /// The file's announced size in bytes (RFC 2349).
  public let transferSize: UInt64?
  /// Different blocks that were sent.
  public let blocks: UInt64
  /// Bytes in them.
  public let bytes: UInt64
  /// Packets with data, retransmissions included.
  public let dataPackets: UInt64
  /// Packets that retransmitted data.
  public let retransmittedPackets: UInt64
  /// Acknowledgments.
  public let acknowledgments: UInt64
  /// Acknowledgments of blocks that were acknowledged before.
  public let duplicateAcknowledgments: UInt64
  /// How many acknowledgments allowed the sender to send more: with stop-and-wait as many as blocks.
  public let rounds: UInt64
  /// The mean time from the last block before an acknowledgment to it, in nanoseconds, at the capture point.
  public let waitMean: Int64?
  /// The share of the time that the sender waited for acknowledgments, 0 to 1, at the capture point.
  public let waitingShare: Double?
  /// Whether the last block was sent and acknowledged.
  public let isComplete: Bool
  /// The error that ended the transfer.
  public let error: TFTPError?

  init(_ transfer: TFTPTransfer) {
    isWrite = transfer.isWrite
    fileName = transfer.fileName
    mode = transfer.mode
    blockSize = transfer.blockSize
    windowSize = transfer.options.windowSize ?? 1
    transferSize = transfer.options.transferSize
    blocks = UInt64(clamping: transfer.highestBlock)
    bytes = transfer.uniqueBytes
    dataPackets = transfer.dataPackets
    retransmittedPackets = transfer.retransmittedPackets
    acknowledgments = transfer.acknowledgments
    duplicateAcknowledgments = transfer.duplicateAcknowledgments
    rounds = transfer.rounds
    waitMean = transfer.rounds > 0 ? transfer.waiting / Int64(clamping: transfer.rounds) : nil
    let time = transfer.firstData.map { transfer.last.nanoseconds(since: $0) } ?? 0
    waitingShare = time > 0 ? max(min(Double(transfer.waiting) / Double(time), 1), 0) : nil
    isComplete = transfer.hasLastBlock && transfer.acknowledged == transfer.highestBlock
    error = transfer.error
  }
}

/// An ERROR packet (RFC 1350, section 5).
public struct TFTPError: Hashable, Sendable {
  /// The error code.
  public let code: UInt16
  /// The message for humans.
  public let message: String
}
