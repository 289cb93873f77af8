package import InternetTypes

/// Detects a UDP flow whose sender waits for each block's acknowledgment (as TFTP does, RFC 1350).
///
/// Such a flow has blocks of one size, except perhaps the last, and a small answer between any two of them.
package struct DatagramExchange {
  private var lastSide: Side?
  private var lastSize: UInt64 = 0
  private var lastTime = Timestamp(rawValue: 0)
  private var sender = Side.client
  private var blockSize: UInt64 = 0
  private var blocks = 0
  private var bytes: Int64 = 0
  private var isLastShort = false
  private var repetitions = 0
  private var answers = 0
  /// When the first and the last block were captured.
  private var firstTime = Timestamp(rawValue: 0)
  private var blockTime = Timestamp(rawValue: 0)
  private var shortestWait: Int64 = .max
  /// Whether a datagram showed that it is no such exchange.
  private var isBroken = false

  /// A flow before its first datagram.
  package init() {}

  /// Processes the next datagram of the flow.
  package mutating func take(from side: Side, size: UInt64, at time: Timestamp) {
    guard !isBroken else { return }
    defer { (lastSide, lastSize, lastTime) = (side, size, time) }
    let lag = max(time.nanoseconds(since: lastTime), 0)
    guard let last = lastSide else {
      begin(side, size, time)
      return
    }
    if side == last {
      // A retransmission comes after longer than an answer takes.
      isBroken =
        size != lastSize
        || shortestWait != .max && lag < shortestWait &* Calibration.StopAndWait.repetition
      repetitions += 1
    } else if blocks == 1 && answers == 0 && side != sender && size > blockSize {
      // The first datagram was an answer, as to a TFTP write request.
      begin(side, size, time)
    } else if side == sender {
      takeBlock(size, time)
    } else {
      isBroken = size > blockSize / Calibration.StopAndWait.answerPart
      answers += 1
      shortestWait = min(shortestWait, lag)
    }
  }

  private mutating func begin(_ side: Side, _ size: UInt64, _ time: Timestamp) {
    sender = side
    (blockSize, blocks, bytes) = (size, 1, Int64(clamping: size))
    (firstTime, blockTime) = (time, time)
  }

  private mutating func takeBlock(_ size: UInt64, _ time: Timestamp) {
    if blocks == 1 && size > blockSize {
      // The first datagram had options, as the answer to a TFTP read request may.
      begin(sender, size, time)
      return
    }
    isBroken = isLastShort || size > blockSize
    isLastShort = size < blockSize
    blocks += 1
    blockTime = time
    bytes &+= Int64(clamping: size)
  }

  /// The verdict; nil for a flow that is no such exchange.
  package func verdict() -> CongestionVerdict? {
    guard !isBroken, blocks >= Calibration.StopAndWait.blocks, answers >= blocks - 1,
      repetitions <= blocks
    else { return nil }
    var verdict = CongestionVerdict()
    verdict.isDatagram = true
    verdict.sender = sender
    verdict.segmentsSent = blocks
    verdict.segmentSize = Int(clamping: blockSize)
    // From one block to the next is one round trip, wherever the capture was made.
    let cycle = max(blockTime.nanoseconds(since: firstTime), 0) / Int64(blocks - 1) / 1000
    verdict.stopAndWait = StopAndWait(blocks: blocks, bytes: bytes, roundTrip: Int(clamping: cycle))
    return verdict
  }
}
