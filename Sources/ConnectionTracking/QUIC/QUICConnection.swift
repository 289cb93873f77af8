import InternetTypes
import PacketDissection
import QUICProtection

/// A QUIC connection on one pair of addresses and ports, as far as its unencrypted parts show it.
struct QUICConnection: FlowState {
  let key: FlowKey
  let hash: UInt32
  /// When its first packet was captured.
  let start: Timestamp
  var last: Timestamp
  /// Whether the key's first endpoint is the client.
  let isClientFirst: Bool

  var versions: [QUICVersion] = []
  var serverName: String?
  var applicationProtocols: [String] = []
  var cipherSuite: UInt16?
  var closeCode: UInt64?
  var isRetryValid: Bool?
  /// The destination connection ID of the client's first packet.
  var originalID = QUICConnectionID()
  var clientID = QUICConnectionID()
  var serverID = QUICConnectionID()
  /// The index of the connection that it continues after a migration.
  var continued: UInt64?

  /// When the client sent its first Initial packet.
  var begun: Timestamp?
  /// When the server sent its first packet, and its first Initial packet.
  var answered: Timestamp?
  var serverInitial: Timestamp?
  /// When the client sent its first packet after that.
  var clientAnswered: Timestamp?
  /// When the client sent its first packet with 1-RTT keys.
  var finished: Timestamp?

  var spin = SpinBit()
  /// Packet counts of the client and of the server.
  var counts = InlineArray<2, QUICPacketCounts>(repeating: QUICPacketCounts())
  /// Reads the TLS hellos until both are known.
  private var reader: InitialReader? = InitialReader()

  /// A connection whose first packet was captured at `time`.
  init(key: FlowKey, hash: UInt32, time: Timestamp, isClientFirst: Bool) {
    (self.key, self.hash, start, last) = (key, hash, time, time)
    self.isClientFirst = isClientFirst
  }

  /// A connection that continues `former` from another address or port.
  init(
    key: FlowKey, hash: UInt32, time: Timestamp, isClientFirst: Bool,
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

  var blank: QUICConnection {
    var blank = QUICConnection(key: key, hash: hash, time: start, isClientFirst: isClientFirst)
    blank.reader = nil
    return blank
  }

  /// The round trip of the handshake as captured, in nanoseconds.
  private var handshake: Int64? {
    guard let begun, let answered else { return nil }
    return answered.nanoseconds(since: begun)
  }

  /// Applies a datagram of the connection.
  mutating func apply(
    _ payload: Span<UInt8>, wireLength: Int, isFromClient: Bool, at time: Timestamp
  ) {
    last = max(last, time)
    var packets = QUICPackets(wireLength: wireLength)
    while let (header, start) = packets.next(in: payload) {
      let side = isFromClient ? 0 : 1
      counts[side][header.kind] &+= 1
      if header.kind == .oneRTT {
        if isFromClient, finished == nil, serverInitial != nil { finished = time }
        spin.apply(header.hasSpinBit, of: side, at: time, handshake: handshake)
      } else {
        applyLong(header, payload.extracting(droppingFirst: start), isFromClient, time)
      }
    }
    noteTimes(isFromClient, time)
  }

  /// Notes when each endpoint answered.
  private mutating func noteTimes(_ isFromClient: Bool, _ time: Timestamp) {
    if !isFromClient {
      if answered == nil { answered = time }
    } else if serverInitial != nil, clientAnswered == nil {
      clientAnswered = time
    }
  }

  /// Applies a packet with a long header.
  private mutating func applyLong(
    _ header: QUICPacketHeader, _ bytes: Span<UInt8>, _ isFromClient: Bool, _ time: Timestamp
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

  /// Reads the TLS hellos of an Initial packet.
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
    // After both hellos, Initial packets hold nothing more of interest.
    if reader?.clientHello != nil, reader?.serverHello != nil { reader = nil }
  }
}
