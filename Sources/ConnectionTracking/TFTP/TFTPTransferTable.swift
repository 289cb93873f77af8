import BasicContainers
import BoundedCollections
import InternetTypes
import PacketDissection

/// The TFTP transfers in the tracked UDP flows, and the requests that they answer.
///
/// A request to port 69 is remembered until the server's answer from another port shows the flow of the transfer (RFC
/// 1350, section 4). The oldest of 256 requests is replaced first. At most 16,384 transfers are kept at a time.
struct TFTPTransferTable: ~Copyable {
  /// A request, with the addresses between which its transfer takes place.
  struct Request {
    let client: Endpoint
    let server: IPAddress
    let domain: UInt32
    let isWrite: Bool
    let fileName: String
    let mode: String
  }

  private var transfers: FlowStateTable<TFTPTransfer>
  private var requests: [Request] = []
  private var nextRequest = 0

  /// A table for a tracker of at most `flowLimit` flows.
  init(flowLimit: Int) {
    transfers = FlowStateTable(flowLimit: flowLimit, largestLimit: TableLimits.tftpTransfers)
  }

  /// Whether there are neither requests nor transfers.
  var isEmpty: Bool { requests.isEmpty && transfers.count == 0 }
  /// How many transfers there are.
  var count: Int { transfers.count }
  /// How many transfers did not fit.
  var omittedCount: UInt64 { transfers.omittedCount }

  /// Remembers a request.
  mutating func remember(_ request: Request) {
    if requests.count < TableLimits.tftpRequests {
      requests.append(request)
    } else {
      requests[nextRequest] = request
      nextRequest = (nextRequest &+ 1) % TableLimits.tftpRequests
    }
  }

  /// The last request of a client to a server.
  func request(from client: Endpoint, to server: IPAddress, domain: UInt32) -> Request? {
    requests.last {
      $0.client == client && $0.server == server && $0.domain == domain
    }
  }

  /// The newest transfer of a flow that has not timed out at `time`.
  func position(
    of key: FlowKey, hash: UInt32, at time: Timestamp, timeout: Int64
  ) -> Handle<TFTPTransfer>? {
    transfers.position(of: key, hash: hash, at: time, timeout: timeout)
  }

  /// Inserts a transfer; nil if the table is full.
  mutating func insert(_ transfer: TFTPTransfer) -> Handle<TFTPTransfer>? {
    transfers.insert(transfer)
  }

  /// Applies a packet to a transfer.
  mutating func apply(_ packet: TFTPPacket, at time: Timestamp, to position: Handle<TFTPTransfer>) {
    transfers[position].apply(packet, at: time)
  }

  /// Removes the transfer of a flow that ends with its packet at `time`; nil if the flow carried no TFTP.
  mutating func remove(_ key: FlowKey, hash: UInt32, at time: Timestamp) -> TFTPTransfer? {
    transfers.remove(key, hash: hash, at: time)
  }
}
