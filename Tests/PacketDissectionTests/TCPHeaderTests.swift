import InternetTypes
import PacketDissection
import Testing

struct TCPHeaderTests {
  @Test func `every field is where RFC 9293 has it`() throws {
    let bytes = Sample.tcp
    let header = try TCPHeader(decoding: bytes.span)
    #expect(header.sourcePort == 40_986)
    #expect(header.destinationPort == 50_007)
    #expect(header.sequence == SequenceNumber(rawValue: 0x0102_0304))
    #expect(header.acknowledgment == SequenceNumber(rawValue: 0xfffe_fdfc))
    #expect(header.headerByteCount == 20)
    #expect(header.flags == [.psh, .ack])
    #expect(header.window == 502)
    #expect(header.checksum == 0xbeef)
    #expect(header.urgentPointer == 0x1234)
  }

  @Test(arguments: 0..<20)
  func `a header of fewer than twenty bytes is truncated`(_ count: Int) {
    let bytes = Array(Sample.tcp[..<count])
    #expect(throws: DecodeError.truncated(.tcp, needed: 20, available: count)) {
      try TCPHeader(decoding: bytes.span)
    }
  }

  @Test func `every flag is one bit, from FIN up to CWR`() {
    let flags: [TCPFlags] = [.fin, .syn, .rst, .psh, .ack, .urg, .ece, .cwr]
    #expect(flags.map(\.rawValue) == (0..<8).map { 1 << $0 })
  }

  @Test(arguments: 0..<16)
  func `the data offset counts words, whatever it is`(_ words: Int) throws {
    var bytes = Sample.tcp
    // The reserved bits are no part of it.
    bytes[12] = UInt8(words << 4) | 0x0f
    let header = try TCPHeader(decoding: bytes.span)
    #expect(header.headerByteCount == UInt8(words * 4))
  }

  @Test(arguments: 0..<5)
  func `a data offset below five words stops decoding after the header`(_ words: Int) {
    var bytes = Sample.tcp
    bytes[12] = UInt8(words << 4)
    let packet = Sample.decode(Sample.datagram(bytes))
    #expect(packet.stop == .invalid(.tcp, field: .dataOffset, value: words * 4))
    guard case .tcp(let header) = packet.transport else {
      Issue.record("no header")
      return
    }
    #expect(header.headerByteCount == UInt8(words * 4))
    #expect(packet.payload.isEmpty)
  }

  @Test func `a data offset beyond the segment stops decoding after the header`() {
    var bytes = Sample.tcp
    bytes[12] = 0xf0
    let packet = Sample.decode(Sample.datagram(bytes))
    #expect(packet.stop == .invalid(.tcp, field: .dataOffset, value: 60))
    #expect(packet.payload.isEmpty)
  }

  @Test(arguments: 0...40)
  func `a segment cut at any byte gives what came before the cut`(_ captured: Int) {
    let bytes = Sample.datagram(Sample.segment(options: [1, 1, 1, 0], payload: [1, 2, 3, 4]))
    let packet = Sample.decode(bytes, captured: min(20 + captured, bytes.count))
    switch captured {
    case ..<4:
      #expect(packet.transport == .none)
      #expect(packet.stop == .truncated(.tcp, needed: 4, available: captured))
    case ..<20:
      #expect(packet.transport == .ports(source: 40_986, destination: 50_007))
      #expect(packet.stop == .truncated(.tcp, needed: 20, available: captured))
    case ..<24:
      #expect(packet.stop == .truncated(.tcp, needed: 24, available: captured))
      #expect(packet.tcpOptions == 40..<(20 + captured))
      #expect(packet.payload.isEmpty)
      #expect(packet.payloadLength == 4)
    default:
      #expect(packet.stop == nil)
      #expect(packet.payload == 44..<min(20 + captured, 48))
      #expect(packet.payloadLength == 4)
    }
  }
}
