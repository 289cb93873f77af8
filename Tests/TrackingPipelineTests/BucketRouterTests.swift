import FixtureCaptures
import InternetTypes
import PacketDissection
import Testing

@testable import TrackingPipeline

/// Which packets of a capture are in one bucket.
@Suite struct BucketRouterTests {
  private let router = BucketRouter(count: 64)

  /// An IPv4 packet without checksums.
  private func packet(
    _ source: [UInt8], _ destination: [UInt8], _ number: UInt8, _ transport: [UInt8],
    fragment: [UInt8] = [0, 0]
  ) -> [UInt8] {
    let length = 20 + transport.count
    let start = [0x45, 0, UInt8(length >> 8), UInt8(length & 0xff), 0, 1]
    return start + fragment + [64, number, 0, 0] + source + destination + transport
  }

  private func udp(_ source: UInt16, _ destination: UInt16) -> [UInt8] {
    [source, destination, 12].flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] } + [0, 0, 1, 2, 3, 4]
  }

  private func tcp(_ source: UInt16, _ destination: UInt16) -> [UInt8] {
    [source, destination].flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] }
      + [0, 0, 0, 1, 0, 0, 0, 0, 0x50, 0x02, 0xff, 0xff, 0, 0, 0, 0]
  }

  private func bucket(_ bytes: [UInt8]) -> Int? {
    router.bucket(of: bytes.span, wireLength: bytes.count, linkType: .raw)
  }

  private let client: [UInt8] = [10, 0, 0, 1]
  private let server: [UInt8] = [10, 0, 0, 2]

  @Test func `both directions of a connection are in one bucket`() throws {
    for port in UInt16(1024)..<1124 {
      let there = try #require(bucket(packet(client, server, 6, tcp(port, 80))))
      #expect(bucket(packet(server, client, 6, tcp(80, port))) == there)
      let asked = try #require(bucket(packet(client, server, 17, udp(port, 53))))
      #expect(bucket(packet(server, client, 17, udp(53, port))) == asked)
    }
  }

  @Test func `the connections of one pair of hosts are spread`() {
    let buckets = Set(
      (UInt16(1024)..<2024).map { bucket(packet(client, server, 6, tcp($0, 80))) })
    #expect(buckets.count > 56)
  }

  /// RFC 1350, section 4: the server answers from a port of its own.
  @Test func `a TFTP transfer is in one bucket with its request`() {
    #expect(
      bucket(packet(client, server, 17, udp(2000, 69)))
        == bucket(packet(server, client, 17, udp(3000, 2000))))
  }

  /// RFC 9000, section 9: a client may continue a connection from another address.
  @Test func `a QUIC client that moves stays in its bucket`() {
    #expect(
      bucket(packet(client, server, 17, udp(2000, 443)))
        == bucket(packet([192, 0, 2, 7], server, 17, udp(4000, 443))))
    #expect(
      bucket(packet(server, [192, 0, 2, 7], 17, udp(443, 4000)))
        == bucket(packet(client, server, 17, udp(2000, 443))))
  }

  @Test func `all SCTP is in one bucket`() {
    #expect(bucket(packet(client, server, 132, tcp(2000, 5000))) == 0)
    #expect(bucket(packet([172, 16, 0, 1], server, 132, tcp(2000, 5000))) == 0)
  }

  @Test func `every bucket needs fragments, and errors that may be about its connections`() {
    #expect(bucket(packet(client, server, 17, udp(2000, 53), fragment: [0x20, 0])) == nil)
    #expect(bucket(packet(client, server, 17, [1, 2, 3, 4], fragment: [0, 9])) == nil)
    let error = [3, 1, 0, 0, 0, 0, 0, 0] + packet(client, server, 6, tcp(2000, 80))
    #expect(bucket(packet([10, 0, 0, 254], client, 1, error)) == nil)
    let echo: [UInt8] = [8, 0, 0, 0, 0, 1, 0, 1]
    #expect(bucket(packet(client, server, 1, echo)) != nil)
  }

  @Test(arguments: [UInt16(80), 443, 53, 5000], [UInt8(6), 17])
  func `an error belongs to the bucket of the connection that it quotes`(
    port: UInt16, transport: UInt8
  ) {
    for source in UInt16(1024)..<1100 {
      let header = transport == 6 ? tcp(source, port) : udp(source, port)
      let quoted = packet(client, server, transport, header)
      let bytes = packet([10, 0, 0, 254], client, 1, [3, 1, 0, 0, 0, 0, 0, 0] + quoted)
      let error = Packet(decoding: bytes.span, wireLength: bytes.count, linkType: .raw)
      let owner = router.owner(quotedBy: error, in: bytes.span)
      #expect(owner != nil && bucket(quoted) == owner)
    }
  }

  @Test func `what is no IP is in the first bucket`() {
    #expect(bucket([0x60]) == 0)
    #expect(bucket([]) == 0)
  }
}
