public import PacketDissection

/// Reads both hellos from a connection's Initial packets, across Retry and version negotiation.
///
/// At most 64 packets of each endpoint are decrypted, which bounds the cost of a hostile sender: a handshake has two or three.
public struct InitialReader: Sendable {
  /// The most packets of an endpoint that are decrypted, or tried.
  public static var packetLimit: Int { 64 }

  /// The ClientHello, as soon as it is complete.
  public private(set) var clientHello: TLSHello?
  /// The ServerHello, as soon as it is complete.
  public private(set) var serverHello: TLSHello?
  /// The error with which an endpoint closed the connection in an Initial packet.
  public private(set) var closeCode: UInt64?
  /// The number of the packet decrypted last.
  public private(set) var lastNumber: UInt64?
  /// Packets that no key decrypts.
  public private(set) var failedCount = 0

  /// The connection ID that the keys are derived from.
  private var destination: QUICConnectionID?
  /// The keys of each version in use: a connection may change its version.
  private var secrets: [(version: QUICVersion, secrets: InitialSecrets)] = []
  private var client = Sender()
  private var server = Sender()

  /// The state of one endpoint.
  private struct Sender {
    var stream = CryptoStream()
    var largest: UInt64?
    var packetCount = 0
  }

  /// A reader before the client's first packet.
  public init() {}

  /// Reads an Initial packet.
  ///
  /// - Parameters:
  ///   - packet: its bytes.
  ///   - header: its header.
  ///   - isFromClient: whether the client sent it.
  /// - Returns: whether it could be decrypted.
  @discardableResult
  public mutating func take(
    _ packet: Span<UInt8>, _ header: QUICPacketHeader, isFromClient: Bool
  ) -> Bool {
    guard header.kind == .initial, let version = header.version else { return false }
    let largest = isFromClient ? client.largest : server.largest
    guard (isFromClient ? client.packetCount : server.packetCount) < Self.packetLimit else {
      return false
    }
    if isFromClient { client.packetCount += 1 } else { server.packetCount += 1 }
    var opened = open(packet, header, version, isFromClient, largest)
    if opened == nil, isFromClient, header.destination != destination {
      // The first packet, the first after a Retry, or a new attempt with another version (RFC 9001, section 5.2).
      let former = (destination, secrets)
      (destination, secrets) = (header.destination, [])
      opened = open(packet, header, version, true, largest)
      if opened == nil, former.0 != nil { (destination, secrets) = former }
    }
    guard let opened else {
      failedCount += 1
      return false
    }
    lastNumber = opened.number
    if isFromClient {
      client.largest = max(client.largest ?? 0, opened.number)
    } else {
      server.largest = max(server.largest ?? 0, opened.number)
    }
    readFrames(opened.payload, isFromClient: isFromClient)
    return true
  }

  /// Decrypts a packet with the keys of its version.
  private mutating func open(
    _ packet: Span<UInt8>, _ header: QUICPacketHeader, _ version: QUICVersion,
    _ isFromClient: Bool, _ largest: UInt64?
  ) -> OpenedPacket? {
    guard let destination else { return nil }
    let found: InitialSecrets
    if let known = secrets.first(where: { $0.version == version }) {
      found = known.secrets
    } else {
      guard let derived = InitialSecrets(version: version, destination: destination) else {
        return nil
      }
      secrets.append((version, derived))
      found = derived
    }
    return OpenedPacket(
      packet, header: header, keys: isFromClient ? found.client : found.server, largest: largest)
  }

  private mutating func readFrames(_ payload: [UInt8], isFromClient: Bool) {
    var frames = QUICFrames()
    while let frame = frames.next(in: payload.span) {
      switch frame {
      case .crypto(let offset, let data):
        let bytes = payload.span.extracting(data)
        if isFromClient {
          client.stream.take(bytes, at: offset)
        } else {
          server.stream.take(bytes, at: offset)
        }
      case .connectionClose(let code): closeCode = code
      case .padding, .ping, .acknowledgment, .unreadable: break
      }
    }
    if isFromClient {
      if clientHello == nil, let hello = TLSHello(decoding: client.stream.bytes.span) {
        clientHello = hello.isClient ? hello : nil
      }
    } else if serverHello == nil, let hello = TLSHello(decoding: server.stream.bytes.span) {
      serverHello = hello.isClient ? nil : hello
    }
  }
}
