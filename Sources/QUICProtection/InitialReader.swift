public import PacketDissection

/// Reads the hellos out of a connection's Initial packets, of both endpoints and across Retry and version changes.
///
/// At most 64 packets of each endpoint are opened: a handshake has two or three, and whoever sends more costs no more.
public struct InitialReader: Sendable {
  /// Packets of an endpoint that are opened, or tried.
  public static var packetLimit: Int { 64 }

  /// What the client said, as soon as all of it is there.
  public private(set) var clientHello: TLSHello?
  /// What the server answered.
  public private(set) var serverHello: TLSHello?
  /// The error with which an endpoint closed the connection in an Initial packet.
  public private(set) var closeCode: UInt64?
  /// The number of the packet opened last.
  public private(set) var lastNumber: UInt64?
  /// Packets that no key fits.
  public private(set) var failedCount = 0

  /// The connection ID that the keys follow from.
  private var destination: QUICConnectionID?
  /// The keys of each version in use: a connection may change from one to another.
  private var secrets: [(version: QUICVersion, secrets: InitialSecrets)] = []
  private var client = Sender()
  private var server = Sender()

  /// What one endpoint sent.
  private struct Sender {
    var stream = CryptoStream()
    var largest: UInt64?
    var packetCount = 0
  }

  /// A reader that waits for the client's first packet.
  public init() {}

  /// Takes an Initial packet.
  ///
  /// - Parameters:
  ///   - packet: its bytes from the first on.
  ///   - header: its header.
  ///   - isFromClient: who sent it.
  /// - Returns: whether it could be opened.
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
      // The first packet, the first after a Retry, or another try with another version (RFC 9001, section 5.2).
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

  /// Opens a packet with the keys of its version.
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
