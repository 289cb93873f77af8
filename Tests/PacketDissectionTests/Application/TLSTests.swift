import FixtureCaptures
import InternetTypes
import PacketDissection
import Testing

/// Records of TLS and names of certificates, byte by byte.
struct TLSTests {
  /// The data that one side of the first connection of a recording sent, in order.
  static func stream(_ name: String, from port: UInt16) throws -> [UInt8] {
    var bytes: [UInt8] = []
    for frame in try FixtureCapture(name).frames {
      let packet = Packet(
        decoding: frame.bytes.span, wireLength: frame.wireLength, linkType: .ethernet)
      guard case .tcp(let header) = packet.transport else { continue }
      if header.flags.contains(.syn) && header.sourcePort != 443 && !bytes.isEmpty { break }
      if (header.sourcePort == 443) == (port == 443) { bytes += frame.bytes[packet.payload] }
    }
    return bytes
  }

  /// What a stream gives when it is taken in pieces of a size.
  static func records(_ bytes: [UInt8], in size: Int) -> (kinds: [TLSRecord.Kind], lengths: [Int]) {
    var stream = TLSStream()
    var kinds: [TLSRecord.Kind] = []
    var lengths: [Int] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      stream.take(bytes.span.extracting(start..<min(start + size, bytes.count))) { record, all in
        #expect(record.content.upperBound <= all.count)
        // Application data are skipped where they are cut.
        if record.kind == .applicationData { return }
        kinds.append(record.kind)
        lengths.append(record.content.count)
      }
      #expect(stream.pendingCount <= TLSStream.limit)
    }
    return (kinds, lengths)
  }

  @Test(arguments: [UInt16(443), 0])
  func `records are the same in whatever pieces a stream comes`(_ port: UInt16) throws {
    let bytes = try Self.stream("application-tls", from: port)
    #expect(bytes.count > 300)
    let whole = Self.records(bytes, in: bytes.count)
    #expect(whole.kinds.first == .handshake)
    #expect(whole.kinds.contains(.changeCipherSpec))
    for size in 1..<80 {
      let pieces = Self.records(bytes, in: size)
      #expect(pieces.kinds == whole.kinds)
      #expect(pieces.lengths == whole.lengths)
    }
  }

  /// RFC 8446, appendix D.4: after a HelloRetryRequest both sides send a ChangeCipherSpec before their next hello.
  @Test(
    arguments: [
      ([22, 3, 3, 0, 6, 1, 0, 0, 2, 3, 3], true), ([22, 3, 3, 0, 6, 2, 0, 0, 2, 3, 3], true),
      ([22, 3, 3, 0, 6, 1, 0, 0, 3, 3, 3], false), ([22, 3, 3, 0, 6, 11, 0, 0, 2, 3, 3], false),
      ([23, 3, 3, 0, 6, 1, 0, 0, 2, 3, 3], false), ([22, 3, 3, 0, 6, 1, 0, 0], false),
    ] as [([UInt8], Bool)])
  func `a hello after a ChangeCipherSpec is not encrypted`(bytes: [UInt8], isPlain: Bool) throws {
    let decoded = TLSRecord(bytes.span, at: 0)
    let record = try #require(decoded)
    #expect(record.isPlainHello(bytes.span) == isPlain)
    var stream = TLSStream()
    let segment = [20, 3, 3, 0, 1, 1] + bytes.dropLast(2)
    stream.take(segment.span) { _, _ in }
    #expect(stream.isEncrypted)
    #expect((stream.pendingType != nil) == (isPlain && bytes.count > 9))
  }

  @Test func `a record's header tells its kind and length`() throws {
    let bytes: [UInt8] = [22, 3, 1, 0, 4, 14, 0, 0, 0]
    let decoded = TLSRecord(bytes.span, at: 0)
    let record = try #require(decoded)
    #expect(record.kind == .handshake)
    #expect(record.version == 0x0301)
    #expect(record.content == 5..<9)
    let message = TLSHandshakeMessage(bytes.span, at: 5, end: 9)
    #expect(message?.type == .serverHelloDone)
    for count in 0..<5 { #expect(TLSRecord(bytes.span.extracting(first: count), at: 0) == nil) }
    let wrong: [[UInt8]] = [
      [19, 3, 1, 0, 4], [22, 2, 0, 0, 4], [22, 3, 5, 0, 4], [22, 3, 1, 0xff, 0],
    ]
    for bytes in wrong { #expect(TLSRecord(bytes.span, at: 0) == nil) }
  }

  /// RFC 8446, section 5.1: handshake messages may be fragmented over several records.
  @Test(arguments: [1, 3, 4, 5, 100, 511], [7, 60, 4096])
  func `a hello in several records is one message`(recordSize: Int, pieceSize: Int) throws {
    let bytes = try Self.stream("application-tls", from: 0)
    let decoded = TLSRecord(bytes.span, at: 0)
    let content = Array(bytes[try #require(decoded).content])
    var stream: [UInt8] = []
    for start in stride(from: 0, to: content.count, by: recordSize) {
      let part = content[start..<min(start + recordSize, content.count)]
      stream += [22, 3, 1, UInt8(part.count >> 8), UInt8(part.count & 0xff)] + part
    }
    var reader = TLSStream()
    var names: [String?] = []
    for start in stride(from: 0, to: stream.count, by: pieceSize) {
      reader.take(stream.span.extracting(start..<min(start + pieceSize, stream.count))) {
        record, all in
        let message = TLSHandshakeMessage(
          all, at: record.content.lowerBound, end: record.content.upperBound)
        guard let message, message.type == .clientHello else { return }
        names.append(TLSHello(decoding: all.extracting(message.range))?.serverName)
      }
    }
    #expect(names == ["www.example.org"])
    #expect(!reader.isMidway && reader.pendingMessage == nil)
  }

  @Test func `a message beyond the limit is skipped, and what follows it is read`() {
    let length = TLSStream.limit + 100
    var stream: [UInt8] = []
    var message = [11, UInt8(length >> 16), UInt8(length >> 8 & 0xff), UInt8(length & 0xff)]
    message += [UInt8](repeating: 7, count: length)
    for start in stride(from: 0, to: message.count, by: 1000) {
      let part = message[start..<min(start + 1000, message.count)]
      stream += [22, 3, 3, UInt8(part.count >> 8), UInt8(part.count & 0xff)] + part
    }
    stream += [22, 3, 3, 0, 4, 14, 0, 0, 0]
    var reader = TLSStream()
    var last: TLSHandshakeType?
    reader.take(stream.span) { record, all in
      last =
        TLSHandshakeMessage(
          all, at: record.content.lowerBound, end: record.content.upperBound)?.type
    }
    #expect(last == .serverHelloDone)
    #expect(!reader.isMidway)
  }

  @Test func `hostile records leave nothing pending beyond the limit`() {
    var generator = SeededGenerator(seed: 8446)
    for _ in 0..<2000 {
      var stream = TLSStream()
      for _ in 0..<20 {
        var bytes = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
          UInt8.random(in: 0...255, using: &generator)
        }
        if Bool.random(using: &generator) { bytes = [22, 3, 3, 0x40, 0] + bytes }
        stream.take(bytes.span) { record, all in #expect(record.content.upperBound <= all.count) }
        #expect(stream.pendingCount <= TLSStream.limit)
      }
    }
  }

  @Test func `a certificate's names are its subject's and the alternative ones`() throws {
    func der(_ tag: UInt8, _ contents: [UInt8]) -> [UInt8] {
      contents.count < 128
        ? [tag, UInt8(contents.count)] + contents
        : [tag, 0x82, UInt8(contents.count >> 8), UInt8(contents.count & 0xff)] + contents
    }
    func name(_ type: UInt8, _ text: String) -> [UInt8] {
      der(0x31, der(0x30, der(6, [0x55, 4, type]) + der(0x0c, Array(text.utf8))))
    }
    let names =
      der(0x82, Array("a.example".utf8)) + der(0x87, [1, 2, 3, 4])
      + der(0x82, Array("b.example".utf8))
    let extensions = der(
      0xa3,
      der(
        0x30,
        der(0x30, der(6, [0x55, 0x1d, 0x0f]) + der(1, [255]) + der(4, [3, 1, 0]))
          + der(0x30, der(6, [0x55, 0x1d, 0x11]) + der(4, der(0x30, names)))))
    let signed = der(
      0x30,
      der(0xa0, der(2, [2])) + der(2, [7]) + der(0x30, []) + der(0x30, name(3, "issuer"))
        + der(0x30, []) + der(0x30, name(10, "maker") + name(3, "a.example")) + der(0x30, [])
        + extensions)
    let certificate = der(0x30, signed + der(0x30, []) + der(3, [0]))
    let bytes = certificate.span
    let decoded = X509Names(bytes, in: 0..<bytes.count)
    let all = try #require(decoded)
    func text(_ range: Range<Int>?) -> String? {
      range.map { String(decoding: certificate[$0], as: UTF8.self) }
    }
    #expect(text(all.commonName) == "a.example")
    let first = all.alternativeName(bytes)
    #expect(text(first) == "a.example")
    let second = all.alternativeName(bytes, from: first?.upperBound)
    #expect(text(second) == "b.example")
    let third = all.alternativeName(bytes, from: second?.upperBound)
    #expect(third == nil)
    for count in 0..<certificate.count {
      _ = X509Names(bytes.extracting(first: count), in: 0..<count)
      let cut = X509Names(bytes, in: 0..<count)
      #expect(cut == nil)
    }
  }
}
