import PacketDissection
import QUICProtection

/// A QUIC connection on one pair of addresses and ports: what its unprotected parts tell.
struct QUICConnection {
  let key: FlowKey
  let hash: UInt32
  /// When its first packet was captured.
  let start: PacketTime
  var last: PacketTime
  /// Whether the key's first endpoint is the client.
  let isClientFirst: Bool

  var versions: [QUICVersion] = []
  var serverName: String?
  var applicationProtocols: [String] = []
  var cipherSuite: UInt16?
  var closeCode: UInt64?
  var isRetryValid: Bool?
  /// The destination of the client's first packet.
  var originalID = QUICConnectionID()
  var clientID = QUICConnectionID()
  var serverID = QUICConnectionID()
  /// The index of the connection that it goes on with.
  var continued: UInt64?

  /// The client's first Initial packet.
  var begun: PacketTime?
  /// The server's first packet, and its first Initial packet.
  var answered: PacketTime?
  var serverInitial: PacketTime?
  /// What the client sent first after that.
  var clientAnswered: PacketTime?
  /// The client's first packet with 1-RTT keys.
  var finished: PacketTime?

  var spin = SpinBit()
  /// Of the client and of the server.
  var counts = InlineArray<2, QUICPacketCounts>(repeating: QUICPacketCounts())
  /// Reads the hellos until both are there.
  private var reader: InitialReader? = InitialReader()

  /// A connection whose first captured packet this is.
  init(key: FlowKey, hash: UInt32, time: PacketTime, isClientFirst: Bool) {
    (self.key, self.hash, start, last) = (key, hash, time, time)
    self.isClientFirst = isClientFirst
  }

  /// A connection that goes on from another address or port.
  init(
    key: FlowKey, hash: UInt32, time: PacketTime, isClientFirst: Bool,
    continuing former: QUICConnection, index: UInt64?
  ) {
    self.init(key: key, hash: hash, time: time, isClientFirst: isClientFirst)
    versions = former.versions
    serverName = former.serverName
    applicationProtocols = former.applicationProtocols
    cipherSuite = former.cipherSuite
    originalID = former.originalID
    clientID = former.clientID
    serverID = former.serverID
    continued = index
    reader = nil
  }

  /// The round trip of the handshake as captured, in nanoseconds.
  private var handshake: Int64? {
    guard let begun, let answered else { return nil }
    return answered.nanoseconds(since: begun)
  }

  /// Takes a datagram of the connection.
  mutating func take(
    _ payload: Span<UInt8>, wireLength: Int, isFromClient: Bool, at time: PacketTime
  ) {
    last = max(last, time)
    var packets = QUICPackets(wireLength: wireLength)
    while let (header, start) = packets.next(in: payload) {
      let side = isFromClient ? 0 : 1
      counts[side][header.kind] &+= 1
      if header.kind == .oneRTT {
        if isFromClient, finished == nil, serverInitial != nil { finished = time }
        spin.take(header.hasSpinBit, of: side, at: time, handshake: handshake)
      } else {
        takeLong(header, payload.extracting(droppingFirst: start), isFromClient, time)
      }
    }
    noteTimes(isFromClient, time)
  }

  /// Notes when each endpoint answered.
  private mutating func noteTimes(_ isFromClient: Bool, _ time: PacketTime) {
    if !isFromClient {
      if answered == nil { answered = time }
    } else if serverInitial != nil, clientAnswered == nil {
      clientAnswered = time
    }
  }

  private mutating func takeLong(
    _ header: QUICPacketHeader, _ bytes: Span<UInt8>, _ isFromClient: Bool, _ time: PacketTime
  ) {
    if let version = header.version, version != .negotiation, versions.count < 4,
      !versions.contains(version)
    {
      versions.append(version)
    }
    switch header.kind {
    case .initial:
      if isFromClient {
        if begun == nil {
          begun = time
          originalID = header.destination
        }
        clientID = header.source
      } else {
        if serverInitial == nil { serverInitial = time }
        serverID = header.source
      }
      read(header, bytes, isFromClient)
    case .handshake:
      if isFromClient { clientID = header.source } else { serverID = header.source }
    case .retry:
      if !isFromClient {
        isRetryValid = RetryIntegrity.isValid(bytes, header: header, original: originalID)
      }
    case .zeroRTT, .versionNegotiation, .oneRTT: break
    }
  }

  /// Reads the hellos.
  private mutating func read(
    _ header: QUICPacketHeader, _ bytes: Span<UInt8>, _ isFromClient: Bool
  ) {
    guard reader?.take(bytes, header, isFromClient: isFromClient) == true else { return }
    if serverName == nil { serverName = reader?.clientHello?.serverName }
    if applicationProtocols.isEmpty {
      applicationProtocols = reader?.clientHello?.applicationProtocols ?? []
    }
    if let code = reader?.closeCode { closeCode = code }
    if let suite = reader?.serverHello?.cipherSuite { cipherSuite = suite }
    // Both hellos were read: nothing more is of interest in Initial packets.
    if reader?.clientHello != nil, reader?.serverHello != nil { reader = nil }
  }
}
