import BasicContainers
import InternetTypes
import PacketDissection

/// The TFTP transfers among the UDP flows that are followed.
///
/// A request to port 69 is remembered until the server's answer from another port shows the flow of the transfer
/// (RFC 1350, section 4); a later one displaces the oldest of 256. At most 16,384 transfers are kept at a time, what comes
/// beyond is counted and stays UDP. The room is asked for with the first request.
struct TFTPTransferTable: ~Copyable {
  private static var requestLimit: Int { 256 }
  private static var largestLimit: Int { 16_384 }

  /// A request that waits for its answer.
  struct Request {
    /// Who asked whom, without the server's port.
    let client: Endpoint
    let server: IPAddress
    let domain: UInt32
    let isWrite: Bool
    let fileName: String
    let mode: String
  }

  private let limit: Int
  private var index: ConnectionIndex
  private var transfers = Slab<TFTPTransfer>(capacity: 1)
  private var hasRoom = false
  private var requests: [Request] = []
  private var nextRequest = 0
  /// Transfers that were not followed because there were too many.
  private(set) var omittedCount: UInt64 = 0

  init(flowLimit: Int) {
    limit = min(Self.largestLimit, max(flowLimit, 1) &+ ConnectionTracker.groupSize)
    index = ConnectionIndex(limit: limit)
  }

  /// Whether any transfer can be known.
  var isEmpty: Bool { requests.isEmpty && index.count == 0 }

  /// How many transfers are followed.
  var count: Int { index.count }

  /// Remembers a request.
  mutating func remember(_ request: Request) {
    if requests.count < Self.requestLimit {
      requests.append(request)
    } else {
      requests[nextRequest] = request
      nextRequest = (nextRequest &+ 1) % Self.requestLimit
    }
  }

  /// The newest request that a datagram between these two answers, or goes on with.
  func request(from client: Endpoint, to server: IPAddress, domain: UInt32) -> Request? {
    requests.last {
      $0.client == client && $0.server == server && $0.domain == domain
    }
  }

  /// The transfer of a key: the newest, or the oldest that had begun by `time`.
  func position(of key: FlowKey, hash: UInt32, until time: PacketTime? = nil) -> UInt32? {
    guard index.count > 0 else { return nil }
    var found: UInt32?
    var slot = index.start(hash)
    while index.entries[slot].position != 0 {
      let entry = index.entries[slot]
      let position = entry.position &- 1
      slot = index.next(slot)
      guard entry.hash == hash, transfers[position].key == key else { continue }
      let start = transfers[position].start
      if let time, start > time { continue }
      if let former = found {
        let isEarlier = start < transfers[former].start
        if isEarlier != (time != nil) { continue }
      }
      found = position
    }
    return found
  }

  /// When the last packet of a transfer was captured.
  func last(_ position: UInt32) -> PacketTime { transfers[position].last }

  /// Enters a transfer; nil where there is no room.
  mutating func insert(_ transfer: TFTPTransfer) -> UInt32? {
    if !hasRoom {
      transfers = Slab(capacity: limit)
      hasRoom = true
    }
    guard let position = transfers.insert(transfer) else {
      omittedCount &+= 1
      return nil
    }
    index.insert(position, hash: transfer.hash)
    return position
  }

  /// Takes a packet of a transfer.
  mutating func take(_ packet: TFTPPacket, at time: PacketTime, _ position: UInt32) {
    transfers[position].take(packet, at: time)
  }

  /// What is known of a flow that ends with its packet at `time`; nil where it carried no TFTP.
  mutating func end(
    _ key: FlowKey, hash: UInt32, at time: PacketTime
  ) -> (summary: TFTPSummary, client: Endpoint)? {
    guard let position = position(of: key, hash: hash, until: time) else { return nil }
    let summary = TFTPSummary(transfers[position])
    let client = transfers[position].client
    index.remove(position, hash: hash)
    transfers.release(position)
    return (summary, client)
  }
}
