import InternetTypes
import PacketDissection
import Testing

struct MPTCPOptionTests {
  /// Thirty-two bytes from 0xa0 up.
  let bytes = [UInt8](0xa0..<0xc0)

  func decode(_ data: [UInt8], _ flags: TCPFlags) -> MPTCPOption {
    MPTCPOption(decoding: data.span, flags: flags)
  }

  @Test func `keys come with the handshake (RFC 8684, section 3.1)`() {
    #expect(
      decode([0x01, 0x81], .syn)
        == .capable(version: 1, flags: 0x81, senderKey: nil, receiverKey: nil))
    #expect(
      decode([0x00, 0x01] + bytes[..<8], [.syn, .ack])
        == .capable(version: 0, flags: 1, senderKey: 0xa0a1_a2a3_a4a5_a6a7, receiverKey: nil))
    #expect(
      decode([0x00, 0x01] + bytes[..<16], .ack)
        == .capable(
          version: 0, flags: 1, senderKey: 0xa0a1_a2a3_a4a5_a6a7,
          receiverKey: 0xa8a9_aaab_acad_aeaf))
    #expect(decode([0x00, 0x01] + bytes[..<16], .syn) == .malformed)
  }

  @Test func `a join has the form of its place in the handshake (RFC 8684, section 3.2)`() {
    guard case .join(let subflow, let token, let nonce) = decode([0x11, 9] + bytes[..<8], .syn)
    else {
      Issue.record("no join")
      return
    }
    #expect(subflow.isBackup)
    #expect(subflow.identifier == 9)
    #expect(token == 0xa0a1_a2a3)
    #expect(nonce == 0xa4a5_a6a7)
    #expect(
      decode([0x10, 0] + bytes[..<20], .ack) == .joinConfirmation(authentication: 2..<22))
    #expect(decode([0x11, 9] + bytes[..<8], .ack) == .malformed)
    #expect(decode([0x11], .syn) == .malformed)
  }

  @Test func `every length of every subtype is decoded or called malformed`() {
    for first in UInt8.min...UInt8.max {
      for count in 0...38 {
        for flags in [TCPFlags.syn, [.syn, .ack], .ack] {
          let data = [first] + [UInt8](repeating: 0x17, count: count)
          let option = decode(data, flags)
          if first >> 4 > 7 { #expect(option == .other) }
        }
      }
    }
    #expect(decode([], .ack) == .malformed)
  }
}
