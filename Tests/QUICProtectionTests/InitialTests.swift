import PacketDissection
import Testing

@testable import QUICProtection

/// The connection ID that the client of both RFCs chose.
private let original = QUICConnectionID(bytes("8394c8f03e515708").span)

@Suite struct InitialTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var version: QUICVersion
    var client: String
    var clientFrame: String
    var server: String
    var serverFrames: String
    var testDescription: String { String(version.rawValue, radix: 16) }
  }

  static let examples = [
    Example(
      version: .v1, client: RFCVectors.client1, clientFrame: RFCVectors.clientFrame1,
      server: RFCVectors.server1, serverFrames: RFCVectors.serverFrames1),
    Example(
      version: .v2, client: RFCVectors.client2, clientFrame: RFCVectors.clientFrame2,
      server: RFCVectors.server2, serverFrames: RFCVectors.serverFrames2),
  ]

  @Test(arguments: examples)
  func `the client's Initial packet of the RFC is decrypted`(example: Example) throws {
    let packet = bytes(example.client)
    let header = try QUICProtectionTests.header(packet)
    #expect(header.kind == .initial)
    #expect(header.version == example.version)
    #expect(header.destination == original)
    #expect(header.source.isEmpty)
    #expect(header.length == 1182)
    let secrets = try #require(InitialSecrets(version: example.version, destination: original))
    let opened = try #require(open(packet, header, secrets.client))
    #expect(opened.number == 2)
    let frame = bytes(example.clientFrame)
    #expect(Array(opened.payload.prefix(frame.count)) == frame)
    #expect(opened.payload.dropFirst(frame.count).allSatisfy { $0 == 0 })
    #expect(opened.payload.count == 1162)
    #expect(open(packet, header, secrets.server) == nil)
  }

  @Test(arguments: examples)
  func `the server's Initial packet of the RFC is decrypted`(example: Example) throws {
    let packet = bytes(example.server)
    let header = try QUICProtectionTests.header(packet)
    let secrets = try #require(InitialSecrets(version: example.version, destination: original))
    let opened = try #require(open(packet, header, secrets.server))
    #expect(opened.number == 1)
    #expect(opened.payload == bytes(example.serverFrames))
    #expect(header.source.bytes == bytes("f067a5502a4262b5"))
  }

  @Test(arguments: examples)
  func `the hellos of the RFC have the server's name and the cipher suite`(
    example: Example
  ) throws {
    let payload = bytes(example.clientFrame)
    var frames = QUICFrames()
    let first = frames.next(in: payload.span)
    guard case .crypto(let offset, let data)? = first else {
      Issue.record("\(String(describing: first))")
      return
    }
    #expect(offset == 0)
    let client = try #require(hello(payload[data]))
    #expect(client.isClient)
    #expect(client.serverName == "example.com")
    #expect(client.versions == [0x0304])
    let behind = frames.next(in: payload.span)
    #expect(behind == nil)

    let answer = bytes(example.serverFrames)
    frames = QUICFrames()
    let acknowledgment = frames.next(in: answer.span)
    #expect(acknowledgment == .acknowledgment(largest: 0, hasMarks: false))
    let second = frames.next(in: answer.span)
    guard case .crypto(_, let rest)? = second else {
      Issue.record("\(String(describing: second))")
      return
    }
    let server = try #require(hello(answer[rest]))
    #expect(!server.isClient)
    #expect(server.cipherSuite == 0x1301)
    #expect(server.versions == [0x0304])
  }

  @Test(arguments: [RFCVectors.retry1, RFCVectors.retry2])
  func `the Retry packet of the RFC is authentic, and no changed one is`(text: String) throws {
    var packet = bytes(text)
    let header = try QUICProtectionTests.header(packet)
    #expect(header.kind == .retry)
    #expect(Array(packet[header.token]) == Array("token".utf8))
    #expect(isValid(packet, header, original) == true)
    #expect(
      isValid(packet, header, QUICConnectionID()) == false)
    for index in [0, 8, header.token.lowerBound, packet.count - 1] {
      packet[index] ^= 1
      #expect(isValid(packet, header, original) == false)
      packet[index] ^= 1
    }
  }

  @Test(arguments: examples)
  func `a packet with any changed byte is not decrypted`(example: Example) throws {
    var packet = bytes(example.server)
    let header = try QUICProtectionTests.header(packet)
    let secrets = try #require(InitialSecrets(version: example.version, destination: original))
    for index in packet.indices {
      packet[index] ^= 0x10
      #expect(open(packet, header, secrets.server) == nil)
      packet[index] ^= 0x10
    }
  }

  @Test(arguments: examples)
  func `every prefix of a packet is refused without a trap`(example: Example) throws {
    let packet = bytes(example.server)
    let secrets = try #require(InitialSecrets(version: example.version, destination: original))
    for count in 0..<packet.count {
      let prefix = Array(packet.prefix(count))
      // As if it were the whole datagram, and as if the capture had cut it.
      #expect(throws: DecodeError.self) {
        _ = try QUICPacketHeader(decoding: prefix.span, wireLength: count)
      }
      guard let header = try? QUICPacketHeader(decoding: prefix.span, wireLength: packet.count)
      else {
        #expect(count < 20)
        continue
      }
      #expect(open(prefix, header, secrets.server) == nil)
    }
  }

  /// RFC 9000, appendix A.3: the last number is its example.
  @Test(
    arguments: [
      (0x9b32, 2, 0xa82f_30ea, 0xa82f_9b32), (0, 1, 255, 256), (255, 1, 256, 255),
      (1, 1, 0xffff, 0x1_0001), (0xff, 1, 0, 0xff), (5, 4, 4, 5),
    ] as [(UInt64, Int, UInt64, UInt64)])
  func `a truncated packet number becomes the nearest full one`(
    shortened: UInt64, byteCount: Int, largest: UInt64, whole: UInt64
  ) {
    #expect(OpenedPacket.expand(shortened, byteCount: byteCount, largest: largest) == whole)
  }
}
