import FixtureCaptures
import InternetTypes
import PacketDissection
import Testing

@testable import ConnectionTracking

/// Applications of connections, of recordings of real clients and servers; the values are tshark's, or the specification's.
struct ApplicationTests {
  /// The summaries of a recording whose packets are a millisecond apart, in order of their connections.
  static func summaries(
    of name: String, among count: Int, first: Int = 0
  ) throws -> [ConnectionSummary] {
    let capture = try FixtureCapture(name)
    let frames = capture.frames.dropFirst(first).enumerated().map {
      TimedFrame(bytes: $1.bytes, wireLength: $1.wireLength, time: Int64($0 + 1) * 1_000_000)
    }
    return TrackedCapture(frames, capture.linkType, shardCount: count).summaries
      .sorted { $0.index < $1.index }
  }

  @Test(arguments: [1, 2])
  func `the hellos of a TLS connection give version, name and protocol`(_ count: Int) throws {
    let all = try Self.summaries(of: "application-tls", among: count)
    let tls = all.map(\.tls)
    #expect(tls.count == 3)
    #expect(tls.map { $0?.version } == [0x0304, 0x0303, 0x0303])
    #expect(tls.allSatisfy { $0?.serverName == "www.example.org" })
    // The third handshake fails before the server's choice reaches an application, but its hello has made it.
    #expect(tls.allSatisfy { $0?.applicationProtocol == "h2" })
    #expect(all.allSatisfy { $0.applicationName == "tls" })
    #expect(all.allSatisfy { $0.serverName == "www.example.org" })
    // Both sides change their keys, but for the client that rejects the certificate.
    #expect(tls.map { $0?.handshakeTime != nil } == [true, true, false])
    #expect(tls.allSatisfy { $0?.ja4?.hasPrefix("t13d") == true })
  }

  @Test(arguments: [1, 2])
  func `requests of HTTP give host and status`(_ count: Int) throws {
    let http = try Self.summaries(of: "application-http", among: count).map(\.http)
    #expect(http.map { $0?.requests } == [1, 1, 1])
    #expect(http.map { $0?.host } == ["127.0.0.1", "127.0.0.1", "127.0.0.1"])
    #expect(http.map { $0?.status } == [200, 200, 404])
  }

  @Test(arguments: [1, 2])
  func `queries of DNS give answers, errors and response times`(_ count: Int) throws {
    let dns = try Self.summaries(of: "application-dns", among: count).compactMap(\.dns)
    #expect(dns.count == 12)
    #expect(dns.allSatisfy { $0.queries == 1 && $0.answered == 1 })
    #expect(dns.map(\.failed).filter { $0 == 1 }.count == 1)
    // Queries and answers follow each other.
    #expect(dns.allSatisfy { $0.responseTimeMean == 1_000_000 })
    #expect(dns.allSatisfy { $0.responseTimeMaximum == 1_000_000 })
  }

  @Test func `without the SYN a connection has no application`() throws {
    let all = try Self.summaries(of: "application-http", among: 1, first: 1)
    #expect(all.first?.http == nil)
    #expect(all.last?.http != nil)
  }

  @Test func `a retransmitted request counts once`() throws {
    let capture = try FixtureCapture("application-http")
    let first = try #require(
      capture.frames.firstIndex { $0.bytes.count > 70 && $0.bytes[66...].starts(with: "GET ".utf8) }
    )
    var frames = capture.frames
    frames.insert(frames[first], at: first + 3)
    let timed = frames.enumerated().map {
      TimedFrame(bytes: $1.bytes, wireLength: $1.wireLength, time: Int64($0 + 1) * 1_000_000)
    }
    let all = TrackedCapture(timed, capture.linkType, shardCount: 1).summaries
    #expect(all.compactMap(\.http).map(\.requests) == [1, 1, 1])
  }

  /// The example of the specification of JA4 (FoxIO, technical details): a ClientHello of Chrome.
  @Test func `JA4 of the specification's example`() throws {
    let suites: [UInt16] = [
      0x1a1a, 0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013,
      0xc014, 0x009c, 0x009d, 0x002f, 0x0035,
    ]
    let algorithms: [UInt16] = [
      0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601,
    ]
    let order: [UInt16] = [
      0x001b, 0x0000, 0x0033, 0x0010, 0x4469, 0x0017, 0x002d, 0x000d, 0x0005, 0x0023, 0x0012,
      0x002b, 0xff01, 0x000b, 0x000a, 0x0015,
    ]
    func words(_ numbers: [UInt16]) -> [UInt8] {
      numbers.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] }
    }
    func vector(_ bytes: [UInt8]) -> [UInt8] { words([UInt16(bytes.count)]) + bytes }
    var extensions: [UInt8] = words([0x2a2a, 0])
    for type in order {
      let data: [UInt8] =
        switch type {
        case 0: vector([0] + vector(Array("example.org".utf8)))
        case 13: vector(words(algorithms))
        case 16: vector([2] + Array("h2".utf8) + [8] + Array("http/1.1".utf8))
        case 43: [6] + words([0x3a3a, 0x0304, 0x0303])
        default: []
        }
      extensions += words([type]) + vector(data)
    }
    let body =
      words([0x0303]) + [UInt8](repeating: 7, count: 32) + [0] + vector(words(suites)) + [1, 0]
      + vector(extensions)
    let message: [UInt8] = [1, 0] + vector(body)
    let decoded = TLSHello(decoding: message.span)
    let hello = try #require(decoded)
    let fingerprint = TLSFingerprint.ja4(hello, in: message.span)
    #expect(fingerprint == "t13d1516h2_8daaf6152771_e5627efa2ab1")
    #expect(hello.version == 0x0304)
    for count in 0..<message.count {
      let cut = TLSHello(decoding: message.span.extracting(first: count))
      #expect(cut == nil)
    }
  }
}
