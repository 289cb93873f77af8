import InternetTypes
import PacketDissection

/// A file's transfer by TFTP, on the pair of ports that the server chose.
struct TFTPTransfer {
  let key: FlowKey
  let hash: UInt32
  let start: PacketTime
  var last: PacketTime
  /// Who asked.
  let client: Endpoint
  let isWrite: Bool
  let fileName: String
  let mode: String
  /// What the server agreed to: without an answer to options there are none.
  var options = TFTPOptions()

  /// The number of the last new block, counted on where the numbers on the wire start anew.
  var highestBlock: Int64 = 0
  var uniqueBytes: UInt64 = 0
  var dataPackets: UInt64 = 0
  var retransmittedPackets: UInt64 = 0
  var acknowledgments: UInt64 = 0
  var duplicateAcknowledgments: UInt64 = 0
  /// How often an acknowledgment let the sender go on.
  var rounds: UInt64 = 0
  /// Time from the last block before an acknowledgment to it, added up, in nanoseconds.
  var waiting: Int64 = 0
  var firstData: PacketTime?
  var lastData: PacketTime?
  var acknowledged: Int64 = 0
  var hasLastBlock = false
  var error: (code: UInt16, message: String)?

  /// Bytes of a full block.
  var blockSize: UInt64 { options.blockSize ?? 512 }

  /// Takes a packet of the transfer.
  mutating func take(_ packet: TFTPPacket, at time: PacketTime) {
    last = max(last, time)
    switch packet {
    case .data(let number, let byteCount): takeData(number, byteCount, time)
    case .acknowledgment(let number): takeAcknowledgment(number, time)
    case .optionAcknowledgment(let agreed): options = agreed
    case .error(let code, let message): if error == nil { error = (code, message) }
    case .request: break
    }
  }

  /// The whole number of a block: the one nearest to the highest so far.
  private func whole(_ number: UInt16) -> Int64 {
    let difference = number &- UInt16(truncatingIfNeeded: highestBlock)
    return highestBlock &+ Int64(Int16(bitPattern: difference))
  }

  private mutating func takeData(_ number: UInt16, _ byteCount: Int, _ time: PacketTime) {
    dataPackets &+= 1
    if firstData == nil { firstData = time }
    lastData = time
    let block = whole(number)
    guard block > highestBlock else {
      retransmittedPackets &+= 1
      return
    }
    highestBlock = block
    uniqueBytes &+= UInt64(byteCount)
    if UInt64(byteCount) < blockSize { hasLastBlock = true }
  }

  private mutating func takeAcknowledgment(_ number: UInt16, _ time: PacketTime) {
    acknowledgments &+= 1
    let block = whole(number)
    // That of block 0 answers the options, or a request to write.
    guard block > 0 else { return }
    guard block > acknowledged else {
      duplicateAcknowledgments &+= 1
      return
    }
    acknowledged = block
    rounds &+= 1
    if let lastData {
      // An hour at most: a damaged savefile may state any time.
      let wait = time.nanoseconds(since: lastData)
      waiting &+= min(max(wait, 0), 3_600_000_000_000)
    }
  }
}

/// What is known of a TFTP transfer that a UDP flow carried.
///
/// A class, so that the summaries of all other flows stay plain bytes with one word more.
public final class TFTPSummary: Sendable {
  /// Whether the client wrote the file, and did not read it.
  public let isWrite: Bool
  /// The file's name as it was asked for.
  public let fileName: String
  /// `octet`, `netascii` or `mail`.
  public let mode: String
  /// Bytes of a full block.
  public let blockSize: UInt64
  /// Blocks that are sent before an acknowledgment is waited for: 1 is stop-and-wait.
  public let windowSize: UInt64
  /// Bytes of the file as they were announced.
  public let transferSize: UInt64?
  /// Different blocks that were sent.
  public let blocks: UInt64
  /// Bytes in them.
  public let bytes: UInt64
  /// Packets with data, those sent again included.
  public let dataPackets: UInt64
  /// Packets with data that was sent before.
  public let retransmittedPackets: UInt64
  /// Acknowledgments.
  public let acknowledgments: UInt64
  /// Acknowledgments of what was acknowledged before.
  public let duplicateAcknowledgments: UInt64
  /// How often an acknowledgment let the sender go on: as often as there are blocks with stop-and-wait.
  public let rounds: UInt64
  /// Mean time from the last block before an acknowledgment to it, in nanoseconds, at the capture point.
  public let waitMean: Int64?
  /// The share of the transfer's time in which the sender waited for an acknowledgment, 0 to 1, at the capture point.
  public let waitingShare: Double?
  /// Whether the last block was sent and acknowledged.
  public let isComplete: Bool
  /// The error that ended the transfer.
  public let error: (code: UInt16, message: String)?

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
