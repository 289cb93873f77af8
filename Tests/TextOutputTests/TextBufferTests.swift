import InternetTypes
import Testing
import TextOutput

struct TextBufferTests {
  @Test func `every 16-bit number is printed in decimal`() {
    let printed = text { line in
      for number in UInt32(0)...65_535 {
        line.append(decimal: number)
        line.append(" ")
      }
    }
    #expect(printed == (0...65_535).map { "\($0) " }.joined())
  }

  @Test func `every 16-bit number is printed in hexadecimal, with and without zeros`() {
    let printed = text { line in
      for number in UInt32(0)...65_535 {
        line.append(hex: number)
        line.append(",")
        line.append(hex: number, digits: 4)
        line.append(" ")
      }
    }
    let expected = (0...65_535).map { number in
      let digits = String(number, radix: 16)
      return digits + "," + String(repeating: "0", count: 4 - digits.count) + digits + " "
    }
    #expect(printed == expected.joined())
  }

  /// Both sides of every power of ten and of two.
  static let edges: [UInt64] = {
    var edges: [UInt64] = [0, .max]
    var power: UInt64 = 1
    for _ in 1..<20 {
      power *= 10
      edges += [power - 1, power]
    }
    for bit in 1..<64 {
      let power = UInt64(1) << UInt64(bit)
      edges += [power - 1, power]
    }
    return Array(Set(edges))
  }()

  @Test(arguments: edges)
  func `a number is as long as its digits`(_ number: UInt64) {
    #expect(text { $0.append(decimal: number) } == "\(number)")
    #expect(text { $0.append(hex: number) } == String(number, radix: 16))
    if let small = UInt32(exactly: number) {
      #expect(text { $0.append(decimal: small) } == "\(number)")
      #expect(text { $0.append(hex: small) } == String(number, radix: 16))
    }
    if let signed = Int(exactly: number) {
      #expect(text { $0.append(decimal: signed) } == "\(number)")
      #expect(text { $0.append(decimal: -signed) } == "\(-signed)")
    }
  }

  @Test func `a number in a field is filled up from the left and never cut`() {
    #expect(text { $0.append(decimal: 7, width: 5, fill: 0x20) } == "    7")
    #expect(text { $0.append(decimal: 12_345, width: 5, fill: 0x20) } == "12345")
    #expect(text { $0.append(decimal: 123_456, width: 5, fill: 0x30) } == "123456")
  }

  @Test func `every byte is printed at every place of an IPv4 address`() {
    for byte in UInt32(0)...255 {
      for shift in [UInt32(0), 8, 16, 24] {
        let others: UInt32 = 0x0a0b_0c0d & ~(0xff << shift)
        let address = IPv4Address(rawValue: byte << shift | others)
        let octets: [UInt32] = [24, 16, 8, 0].map { address.rawValue >> $0 & 0xff }
        let expected = octets.map { "\($0)" }.joined(separator: ".")
        #expect(text { $0.append(address) } == expected)
        #expect(text { $0.append(address, dot: true) } == expected + ".")
      }
    }
  }

  /// From RFC 5952, sections 1, 2 and 4, and RFC 4291, section 2.2.
  @Test(arguments: [
    ("2001:0db8:0000:0000:0001:0000:0000:0001", "2001:db8::1:0:0:1"),
    ("2001:0db8:0000:0001:0001:0001:0001:0001", "2001:db8:0:1:1:1:1:1"),
    ("2001:0db8:0000:0000:0000:0000:0002:0001", "2001:db8::2:1"),
    ("2001:0000:0000:0001:0000:0000:0000:0001", "2001:0:0:1::1"),
    ("2001:0db8:aaaa:bbbb:cccc:dddd:eeee:0001", "2001:db8:aaaa:bbbb:cccc:dddd:eeee:1"),
    ("0000:0000:0000:0000:0000:0000:0000:0000", "::"),
    ("0000:0000:0000:0000:0000:0000:0000:0001", "::1"),
    ("ff01:0000:0000:0000:0000:0000:0000:0101", "ff01::101"),
    ("fe80:0000:0000:0000:0000:0000:0000:0000", "fe80::"),
    ("0001:0002:0003:0004:0005:0006:0007:0000", "1:2:3:4:5:6:7:0"),
    ("0000:0002:0003:0004:0005:0006:0007:0008", "0:2:3:4:5:6:7:8"),
    ("0000:0000:0003:0004:0005:0006:0007:0008", "::3:4:5:6:7:8"),
    ("0000:0000:0000:0000:0000:ffff:c000:0201", "::ffff:192.0.2.1"),
    ("0000:0000:0000:0000:0000:0000:0d01:4403", "::13.1.68.3"),
    ("0000:0000:0000:0000:0000:0000:0001:0000", "::0.1.0.0"),
    ("0000:0000:0000:0000:0000:0000:0000:ffff", "::ffff"),
  ])
  func `an IPv6 address is printed in its shortest form`(_ groups: String, _ expected: String)
    throws
  {
    let digits = groups.filter { $0 != ":" }
    let number = try #require(UInt128(digits, radix: 16))
    #expect(text { $0.append(IPv6Address(rawValue: number)) } == expected)
  }

  @Test func `every pattern of zero groups is printed as inet_ntop prints it`() throws {
    for pattern in 0..<256 {
      // Groups of one to four digits.
      let groups: [UInt16] = (0..<8).map { pattern >> $0 & 1 == 0 ? 0 : UInt16(2) << ($0 * 2) }
      let number = groups.reduce(UInt128(0)) { $0 << 16 | UInt128($1) }
      let reference = Self.referenceText(groups)
      #expect(text { $0.append(IPv6Address(rawValue: number)) } == reference)
    }
  }

  /// The rule of RFC 5952, section 4.2, word for word; embedded IPv4 addresses as in section 5.
  static func referenceText(_ groups: [UInt16]) -> String {
    var best = 0..<0
    for start in 0..<8 {
      var end = start
      while end < 8 && groups[end] == 0 { end += 1 }
      if end - start > max(best.count, 1) { best = start..<end }
    }
    func hex(_ part: ArraySlice<UInt16>) -> String {
      part.map { String($0, radix: 16) }.joined(separator: ":")
    }
    if best == 0..<6 {
      return "::" + groups[6...].map { "\($0 >> 8).\($0 & 0xff)" }.joined(separator: ".")
    }
    if best.isEmpty { return hex(groups[...]) }
    return hex(groups[..<best.lowerBound]) + "::" + hex(groups[best.upperBound...])
  }

  @Test func `a hardware address is six bytes with colons`() {
    #expect(text { $0.append(MACAddress(rawValue: 0x0800_27ac_4203)) } == "08:00:27:ac:42:03")
    #expect(text { $0.append(MACAddress(rawValue: 0)) } == "00:00:00:00:00:00")
    #expect(text { $0.append(MACAddress(rawValue: 0xffff_ffff_ffff)) } == "ff:ff:ff:ff:ff:ff")
  }

  @Test func `control characters are shown with a circumflex, bytes above ASCII with M-`() {
    let shown: [(UInt8, String)] = [
      (0x00, "^@"), (0x0a, "^J"), (0x1f, "^_"), (0x20, " "), (0x41, "A"), (0x7e, "~"), (0x7f, "^?"),
      (0x80, "M-^@"), (0xc1, "M-A"), (0xff, "M-^?"),
    ]
    for (byte, expected) in shown { #expect(text { $0.append(visible: byte) } == expected) }
  }

  @Test(arguments: [1, 7, 8, 63, 1_016, 1_017, 1_024, 5_000, 200_000])
  func `text of any length is appended unchanged`(_ count: Int) {
    let bytes = (0..<count).map { UInt8(0x30 + $0 % 10) }
    let expected = String(decoding: bytes, as: UTF8.self)
    #expect(text { $0.append(bytes: bytes.span) } == expected)
    #expect(text { $0.append(expected) } == expected)
    #expect(text { line in for byte in bytes { line.append(byte: byte) } } == expected)
    #expect(text { $0.append(blanks: count) } == String(repeating: " ", count: count))
  }

  @Test func `an emptied buffer counts from zero`() {
    var line = TextBuffer(capacity: 1)
    line.append("some text")
    let before = line.count
    line.removeAll()
    let after = line.count
    #expect(before == 9)
    #expect(after == 0)
  }

  @Test func `control characters of a text are escaped, others stay`() {
    #expect("a\u{1b}[31mb\nc\u{9b}é→".visible == "a\\u{1B}[31mb\\nc\\u{009B}é→")
  }
}

/// The text that `body` appends to an empty buffer.
private func text(_ body: (inout TextBuffer) -> Void) -> String {
  var line = TextBuffer(capacity: 64)
  body(&line)
  return line.withBytes { span in
    var bytes: [UInt8] = []
    for index in span.indices { bytes.append(span[index]) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
