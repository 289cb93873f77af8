import InternetTypes
import PacketDissection

/// The transfer of a file by TFTP (RFC 1350), on the pair of ports that the server chose.
struct TFTPTransfer: FlowState {
  let key: FlowKey
  let hash: UInt32
  let start: Timestamp
  var last: Timestamp
  /// The endpoint that sent the request.
  let client: Endpoint
  let isWrite: Bool
  var fileName: String
  var mode: String
  /// The options that the server acknowledged (RFC 2347).
  var options = TFTPOptions()

  /// The number of the last new block, unwrapped: block numbers have 16 bits.
  var highestBlock: Int64 = 0
  var uniqueBytes: UInt64 = 0
  var dataPackets: UInt64 = 0
  var retransmittedPackets: UInt64 = 0
  var acknowledgments: UInt64 = 0
  var duplicateAcknowledgments: UInt64 = 0
  /// How many acknowledgments allowed the sender to send more.
  var rounds: UInt64 = 0
  /// The sum of the times from the last block before an acknowledgment to it, in nanoseconds.
  var waiting: Int64 = 0
  var firstData: Timestamp?
  var lastData: Timestamp?
  var acknowledged: Int64 = 0
  var hasLastBlock = false
  var error: TFTPError?

  var blank: TFTPTransfer {
    TFTPTransfer(
      key: key, hash: hash, start: start, last: last, client: client, isWrite: isWrite,
      fileName: "", mode: "")
  }

  /// Bytes of a full block (RFC 2348).
  var blockSize: UInt64 { options.blockSize ?? 512 }

  /// Applies a packet of the transfer.
  mutating func apply(_ packet: TFTPPacket, at time: Timestamp) {
    last = max(last, time)
    switch packet {
    case .data(let number, let byteCount): applyData(number, byteCount, time)
    case .acknowledgment(let number): applyAcknowledgment(number, time)
    case .optionAcknowledgment(let agreed): options = agreed
    case .error(let code, let message):
      if error == nil { error = TFTPError(code: code, message: message) }
    case .request: break
    }
  }

  /// The unwrapped number of a block: the one nearest to the highest so far.
  private func unwrap(_ number: UInt16) -> Int64 {
    let difference = number &- UInt16(truncatingIfNeeded: highestBlock)
    return highestBlock &+ Int64(Int16(bitPattern: difference))
  }

  private mutating func applyData(_ number: UInt16, _ byteCount: Int, _ time: Timestamp) {
    dataPackets &+= 1
    if firstData == nil { firstData = time }
    lastData = time
    let block = unwrap(number)
    guard block > highestBlock else {
      retransmittedPackets &+= 1
      return
    }
    highestBlock = block
    uniqueBytes &+= UInt64(byteCount)
    if UInt64(byteCount) < blockSize { hasLastBlock = true }
  }

  private mutating func applyAcknowledgment(_ number: UInt16, _ time: Timestamp) {
    acknowledgments &+= 1
    let block = unwrap(number)
    // Acknowledgment 0 answers the options, or a request to write.
    guard block > 0 else { return }
    guard block > acknowledged else {
      duplicateAcknowledgments &+= 1
      return
    }
    acknowledged = block
    rounds &+= 1
    if let lastData {
      let wait = time.nanoseconds(since: lastData)
      waiting &+= min(max(wait, 0), RoundTripSum.longest)
    }
  }
}
