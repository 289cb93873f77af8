import InternetTypes
import PacketDissection
import Testing

struct SourceRouteChecksumTests {
  /// Where the datagram goes in the end.
  static let final: UInt32 = 0x0a00_0204
  /// A gateway on the way.
  static let gateway: UInt32 = 0x0a00_0209

  /// A UDP datagram whose checksum is right for `final`, with a loose source route of one address in its header.
  static func routed(
    pointer: UInt8, address: UInt32, destination: UInt32, payload: [UInt8] = [1, 2, 3, 5]
  ) -> [UInt8] {
    func number(_ number: UInt32) -> [UInt8] {
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }
    var bytes = ChecksumDiagnosisTests.datagram(destination: final, payload: payload)
    bytes[14] = 0x47
    bytes[17] += 8
    bytes.replaceSubrange(30..<34, with: number(destination))
    bytes.insert(contentsOf: [131, 7, pointer] + number(address) + [0], at: 34)
    return bytes
  }

  @Test func `on the way checksums are for the last address of the route (RFC 1122)`() {
    let bytes = Self.routed(pointer: 4, address: Self.final, destination: Self.gateway)
    #expect(ChecksumDiagnosisTests.diagnose(bytes) == .valid)
  }

  @Test func `at the end of the route they are for the header's destination (RFC 791)`() {
    let bytes = Self.routed(pointer: 8, address: Self.gateway, destination: Self.final)
    #expect(ChecksumDiagnosisTests.diagnose(bytes) == .valid)
  }

  @Test func `tcpdump takes the route's last address there, too, and so do its texts`() {
    // tcpdump 4.99.3 -vv: [bad udp cksum 0x1a08 -> 0x1a01!], the difference of 10.0.0.9 and 10.0.0.2.
    let bytes = Self.routed(pointer: 8, address: Self.gateway, destination: Self.final)
    let status = ChecksumDiagnosisTests.decode(bytes).transportChecksum(in: bytes.span)
    guard case .invalid(let stated, let computed) = status else {
      Issue.record("\(status)")
      return
    }
    #expect(stated - computed == 5)
  }

  @Test func `damage at the end of the route has the right value for the header's destination`() {
    var bytes = Self.routed(pointer: 8, address: Self.gateway, destination: Self.final)
    let stated = UInt16(bytes[48]) << 8 | UInt16(bytes[49])
    bytes[bytes.count - 1] += 1
    #expect(ChecksumDiagnosisTests.diagnose(bytes) == .wrong(stated: stated, right: stated - 1))
  }

  @Test func `a pointer on the last address means that the packet is still to go there`() {
    let bytes = Self.routed(pointer: 7, address: Self.gateway, destination: Self.final)
    guard case .wrong = ChecksumDiagnosisTests.diagnose(bytes) else {
      Issue.record("\(ChecksumDiagnosisTests.diagnose(bytes))")
      return
    }
  }
}
