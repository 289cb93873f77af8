import SocketDiagnosis
import Testing

/// `tcp_info` of kernels old and new: offsets of linux/tcp.h.
@Suite struct TCPInformationTests {
  /// A structure of a length with these bytes at offsets, 0 elsewhere.
  private func structure(_ count: Int, _ set: [Int: UInt8]) -> [UInt8] {
    (0..<count).map { set[$0] ?? 0 }
  }

  // A macro cannot take a span.
  private func read(_ bytes: [UInt8]) -> TCPInformation? { TCPInformation(bytes.span) }

  @Test func `fields beyond the end of an older kernel's structure are unknown`() throws {
    let fields: [Int: UInt8] = [
      0: 1, 8: 200, 16: 100, 68: 50, 76: 7, 80: 10, 100: 3, 120: 1, 148: 9, 160: 2, 168: 5, 176: 6,
      184: 8, 200: 11, 208: 12,
    ]
    let old = try #require(read(structure(104, fields)))
    #expect(old.window == 10)
    #expect(old.threshold == 7)
    #expect(old.retransmissions == 3)
    #expect(old.pacingRate == nil && old.minimumRoundTrip == nil && old.busyTime == nil)
    // Debian 12's header has 232 bytes; Linux 6.18 gives 280.
    for count in [192, 232, 280, 400] {
      let new = try #require(read(structure(count, fields)))
      #expect(new.busyTime == 5 && new.receiveWindowLimitedTime == 6)
      #expect(new.sendBufferLimitedTime == 8 && new.deliveryRate == 2)
      #expect(new.retransmittedBytes == (count >= 216 ? 12 : nil))
    }
    #expect(read(structure(103, fields)) == nil)
  }

  @Test func `infinite thresholds and missing samples are unknown`() throws {
    var bytes = structure(232, [80: 10])
    for index in 76..<79 { bytes[index] = 0xff }
    bytes[79] = 0x7f
    for index in 148..<152 { bytes[index] = 0xff }
    let information = try #require(read(bytes))
    #expect(information.threshold == nil)
    #expect(information.roundTrip == nil)
    #expect(information.minimumRoundTrip == nil)
  }
}
