import InternetTypes
import PacketDissection
import Testing

/// Values of application messages over bytes from their RFCs, and over every prefix of them.
struct ApplicationValueTests {
  /// A response with a compressed name: RFC 1035, section 4.1.4, as dig would get it.
  static let dnsResponse: [UInt8] =
    [0x12, 0x34, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0]
    + [1, 0x61, 2, 0x62, 0x63, 0, 0, 1, 0, 1]
    + [0xc0, 12, 0, 1, 0, 1, 0, 0, 0x0e, 0x10, 0, 4, 192, 0, 2, 1]

  @Test func `a DNS header has the fields of RFC 1035`() throws {
    let header = try DNSHeader(reading: Self.dnsResponse.span, at: 0)
    #expect(header.identifier == 0x1234)
    #expect(header.isResponse && header.wantsRecursion && header.offersRecursion)
    #expect(!header.isAuthoritative && !header.isTruncated && !header.isAuthentic)
    #expect(header.operation == 0 && header.responseCode == 0)
    #expect(header.questionCount == 1 && header.answerCount == 1)
    let first = DNSQuestion(reading: Self.dnsResponse.span, at: 12)
    let question = try #require(first)
    #expect(question.type == 1 && question.recordClass == 1 && question.end == 22)
    let nameEnd = DNSName.end(Self.dnsResponse.span, at: 22)
    let end = try #require(nameEnd)
    let answer = DNSRecord(reading: Self.dnsResponse.span, at: end)
    let record = try #require(answer)
    #expect(record.type == 1 && record.timeToLive == 3600 && record.data == 34..<38)
  }

  @Test(arguments: 0..<38)
  func `a DNS message cut at any byte is read as far as it goes`(count: Int) {
    let bytes = Self.dnsResponse.span.extracting(first: count)
    let header = try? DNSHeader(reading: bytes, at: 0)
    let question = DNSQuestion(reading: bytes, at: 12)
    let end = DNSName.end(bytes, at: 12)
    #expect((header != nil) == (count >= 12))
    #expect((question != nil) == (count >= 22))
    #expect((end != nil) == (count >= 18))
  }

  @Test(arguments: [
    ([0xc0, 0x0c] as [UInt8], Int?.some(2)), ([0], 1), ([0x80, 1], nil), ([0x40, 1], nil),
    ([0x41, 9, 0xff, 0x80, 0], 5), ([3, 0x61], nil), ([], nil),
  ])
  func `a name ends at its root, a pointer, or nowhere`(bytes: [UInt8], end: Int?) {
    let found = DNSName.end(bytes.span, at: 0)
    #expect(found == end)
  }

  @Test(arguments: [
    // RFC 7871, section 11: 192.0.2.0/24.
    ([0, 1, 24, 0, 192, 0, 2] as [UInt8], true),
    ([0, 2, 56, 0, 0x20, 1, 0xd, 0xb8, 0, 0, 0], true),
    ([0, 1, 33, 0, 1, 2, 3, 4, 5], false), ([0, 3, 8, 0, 1], false), ([0, 1, 24, 0, 1], false),
    ([0, 1], false),
  ])
  func `a client subnet has as many bytes as its prefix needs`(bytes: [UInt8], isValid: Bool) {
    let subnet = DNSClientSubnet(reading: bytes.span)
    #expect((subnet != nil) == isValid)
  }

  @Test func `DHCP options are read up to the end of the captured bytes`() {
    let bytes: [UInt8] = [0, 0, 53, 1, 2, 255, 51, 4, 0]
    var options = DHCPOptions(start: 0)
    var read: [DHCPOptions.Element] = []
    while let element = options.next(in: bytes.span) { read.append(element) }
    #expect(read == [.padding(2), .option(53, 4..<5), .end, .option(51, 8..<12)])
    var cut = DHCPOptions(start: 2)
    let last = cut.next(in: bytes.span.extracting(first: 3))
    #expect(last == .cut)
  }

  @Test func `DHCPv6 options stay inside what they are in`() {
    // Elapsed time (RFC 8415, section 21.9), then one that is longer than the message.
    let bytes: [UInt8] = [0, 8, 0, 2, 0, 100, 0, 1, 0, 9, 1]
    var options = DHCPv6Options(in: 0..<bytes.count)
    let first = options.next(in: bytes.span)
    #expect(first?.code == 8 && first?.data == 4..<6)
    #expect(!options.isAtEnd)
    let second = options.next(in: bytes.span)
    #expect(second?.code == nil)
  }

  @Test(
    arguments: [
      // X.690, section 8: 5, -1, 300; 2^31 is out of range and wraps.
      ([2, 1, 5], 5), ([2, 1, 0xff], -1), ([2, 2, 1, 0x2c], 300),
      ([2, 0x81, 1, 7], 7), ([2, 5, 0, 0x80, 0, 0, 0], -2_147_483_648),
    ] as [([UInt8], Int32)])
  func `an integer of BER has its sign`(bytes: [UInt8], value: Int32) throws {
    let element = try BERElement(reading: bytes.span, at: 0, end: bytes.count)
    let integer = element.integer(bytes.span)
    #expect(element.kind == .integer && integer == value)
  }

  @Test func `an object identifier's first byte encodes two numbers`() {
    // X.690, section 8.19.5: {joint-iso-itu-t 999 3}.
    let bytes: [UInt8] = [0x88, 0x37, 0x03]
    var numbers = ObjectIdentifierNumbers(0..<3)
    var read: [UInt32] = []
    while let number = numbers.next(in: bytes.span) { read.append(number) }
    #expect(read == [2, 999, 3])
  }

  @Test(arguments: [
    ([] as [UInt8], BERElement.Failure.empty), ([0x30], .noLength),
    ([0x30, 0x82, 1], .lengthCut(available: 1, needed: 2)),
    ([4, 3, 1], .contentsCut(available: 1, needed: 3)), ([0x1f, 0x81], .tagCut),
  ])
  func `an incomplete element states the reason`(bytes: [UInt8], failure: BERElement.Failure) {
    let padded = bytes + [0, 0, 0]
    #expect(throws: failure) {
      _ = try BERElement(reading: padded.span, at: 0, end: bytes.count)
    }
  }

  @Test func `values of RESP come one after the other, arrays counted`() throws {
    let bytes = Array("*2\r\n$3\r\nGET\r\n$-1\r\n:7\r\nPING\r\n$5\r\nab".utf8)
    var values = RESPValues(start: 0, length: bytes.count)
    var read: [RESPValues.Value] = []
    while let value = try values.next(in: bytes.span) { read.append(value) }
    #expect(read == [.text(8..<11), .null, .text(19..<20), .text(22..<26), .cut])
  }

  @Test func `lines end at line feeds, at the message's end and before non-text`() throws {
    let bytes = Array("GET /\r\nHost: a\nlast".utf8)
    var lines = TextLines(start: 0, length: bytes.count, name: "http")
    var texts: [Range<Int>] = []
    var last: TextLines.Ending?
    while let (text, ending) = try lines.next(in: bytes.span) {
      texts.append(text)
      last = ending
    }
    #expect(texts == [0..<5, 7..<14, 15..<19] && last == .message)
    var cut = TextLines(start: 0, length: bytes.count + 1, name: "http")
    _ = try cut.next(in: bytes.span)
    _ = try cut.next(in: bytes.span)
    var end: EarlyEnd?
    do throws(EarlyEnd) {
      _ = try cut.next(in: bytes.span)
    } catch {
      end = error
    }
    #expect(end == EarlyEnd(name: "http"))
  }

  @Test func `a Telnet subnegotiation ends with SE`() throws {
    // RFC 1091: terminal type is VT.
    let bytes: [UInt8] = [0xff, 0xfa, 24, 0, 0x56, 0x54, 0xff, 0xf0, 0xff, 0xf9]
    let first = try TelnetCommand(reading: bytes.span, at: 0, end: bytes.count)
    let command = try #require(first)
    #expect(command.option == 24 && command.data == 3..<6 && command.end == 8)
    let second = try TelnetCommand(reading: bytes.span, at: 8, end: bytes.count)
    let next = try #require(second)
    #expect(next.code == 249 && next.option == nil && next.end == 10)
    let none = try TelnetCommand(reading: bytes.span, at: 4, end: bytes.count)
    #expect(none == nil)
  }
}
