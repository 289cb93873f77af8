import InternetTypes
import PacketDissection
import Testing

/// Views of messages whose fields are read one by one; the bytes are by the RFCs' layouts.
struct FieldsTests {
  @Test func `a read past the captured bytes ends the packet, one inside them does not`() throws {
    let bytes: [UInt8] = [1, 2, 3, 4]
    let fields = Fields(bytes.span, length: 9, in: "test")
    let (word, part) = (try fields.uint32(at: 0), try fields.uint24(at: 1))
    #expect(word == 0x0102_0304)
    #expect(part == 0x0002_0304)
    let isCut = fields.isCut
    #expect(isCut)
    for offset in [-1, 1, 4, Int.max] {
      do throws(EarlyEnd) {
        _ = try fields.uint32(at: offset)
        Issue.record("a field at \(offset) was read")
      } catch {
        #expect(error == EarlyEnd(name: "test"))
      }
    }
  }

  @Test func `a missing required field ends only its protocol's part of the line`() {
    let bytes: [UInt8] = [1, 2]
    let fields = Fields(bytes.span, length: 2, in: "test")
    do throws(EarlyEnd) {
      try fields.require(3)
      Issue.record("three of two bytes were there")
    } catch {
      #expect(error.isLocal)
    }
  }

  @Test func `parts of a message stay inside the captured bytes`() {
    let bytes: [UInt8] = [1, 2, 3, 4]
    let fields = Fields(bytes.span, length: 9, in: "test")
    let counts = [
      fields.dropping(3).bytes.count, fields.dropping(3).length, fields.dropping(99).bytes.count,
      fields.part(at: 2, length: 5).bytes.count, fields.part(at: 2, length: -1).bytes.count,
      fields.part(at: 99, length: 5).bytes.count,
    ]
    #expect(counts == [1, 6, 0, 2, 0, 0])
  }

  @Test func `an IGMP version 3 report has its records`() throws {
    let bytes: [UInt8] = [
      0x22, 0, 0, 0, 0, 0, 0, 2,  // two records
      4, 0, 0, 0, 233, 252, 0, 7,  // no source
      1, 0, 0, 1, 233, 252, 0, 8, 192, 0, 2, 1,
    ]
    let message = IGMPMessage(Fields(bytes.span, length: bytes.count, in: "igmp"))
    var records = try message.records
    var seen: [[UInt32]] = []
    while let record = try records.next() {
      let type = UInt32(try record.type)
      seen.append([type, try record.group.rawValue, UInt32(try record.sourceCount)])
    }
    #expect(seen == [[4, 0xe9fc_0007, 0], [1, 0xe9fc_0008, 1]])
  }

  @Test func `a query's response time of 128 and more is a float`() throws {
    // RFC 3376, section 4.1.1: (mantissa | 0x10) << (exponent + 3).
    for (code, time) in [(1, 1), (127, 127), (0x80, 128), (0x8f, 248), (0xff, 31744)] {
      let bytes: [UInt8] = [0x11, UInt8(code), 0, 0]
      let message = IGMPMessage(Fields(bytes.span, length: 12, in: "igmp"))
      let decoded = try message.maximumResponseTime
      #expect(decoded == UInt32(time))
    }
  }

  @Test func `PIM addresses of both families have mask length and flags`() throws {
    let bytes: [UInt8] =
      [0x23, 0, 0, 0, 1, 0, 192, 0, 2, 1] + [1, 0, 7, 24, 192, 0, 2, 0]
      + [2, 0, 0, 128, 0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]
    let message = PIMMessage(Fields(bytes.span, length: bytes.count, in: "pim"))
    var body = try message.body
    let unicast = try body.address(.unicast)
    #expect(unicast.address == .v4(IPv4Address(rawValue: 0xc000_0201)))
    #expect(unicast.maskLength == 32)
    let source = try body.address(.source)
    #expect(source.address == .v4(IPv4Address(rawValue: 0xc000_0200)))
    #expect(source.flags == 7)
    #expect(source.maskLength == 24)
    let group = try body.address(.group)
    #expect(group.maskLength == 128)
    let remaining = body.remaining
    #expect(remaining == 0)
  }

  @Test func `the checksum of ISO 8473 is what makes the sums zero`() {
    // RFC 1008, section 7.2: both sums over a right message are zero modulo 255.
    var bytes: [UInt8] = [0x12, 0x34, 0x56, 0, 0, 0x9a, 0xff, 0x01, 0x77]
    let sum = ISOChecksum.right(for: bytes.span, at: 3)
    bytes[3] = UInt8(sum >> 8)
    bytes[4] = UInt8(sum & 0xff)
    var (first, second) = (0, 0)
    for byte in bytes {
      first += Int(byte)
      second += first
    }
    #expect(first % 255 == 0)
    #expect(second % 255 == 0)
  }

  @Test func `every prefix of a frame of each protocol is decoded as far as it goes`() {
    // What each walk does with a length that leads nowhere: it ends.
    for length in 0..<64 {
      let bytes = [UInt8](repeating: 0, count: length)
      let fields = Fields(bytes.span, length: 1 << 20, in: "test")
      var links = LinkElements(fields)
      var states = LinkStateElements(fields)
      var units = ISISElements(fields, length: fields.length)
      var discoveries = LinkDiscoveryElements(fields)
      var steps = 0
      while steps < 100, let element = try? links.next(), element.length >= 4 { steps += 1 }
      while steps < 100, (try? states.next()) != nil { steps += 1 }
      while steps < 100, (try? units.next()) != nil { steps += 1 }
      while steps < 100, (try? discoveries.next()) != nil { steps += 1 }
      #expect(steps < 100)
    }
  }
}
