import BasicContainers
import InternetTypes
import Reassembly

/// A datagram that tests fragment, to compare the reassembled one with it.
struct SampleDatagram {
  /// The IP packet as it would be without fragments.
  let whole: [UInt8]
  /// Bytes of IP header before what is cut.
  let headerByteCount: Int
  /// Where the header says what follows it.
  private let nextHeaderOffset: Int
  private let identification: UInt32
  private let vlan: UInt16?
  private let isVersion6: Bool

  var data: [UInt8] { Array(whole[headerByteCount...]) }

  /// A UDP datagram with this many bytes after the IP header, from host `host`.
  init(
    version6: Bool, byteCount: Int, identification: UInt32 = 1, host: UInt8 = 1,
    vlan: UInt16? = nil, options: Int = 0
  ) {
    self.identification = identification
    self.vlan = vlan
    isVersion6 = version6
    var data: [UInt8] = [0x9c, 0x40, 0, 53, UInt8(byteCount >> 8), UInt8(byteCount & 0xff), 0, 0]
    data += (8..<max(byteCount, 8)).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }
    if version6 {
      // With options: hop-by-hop options of padding (RFC 8200, section 4.2).
      let extensions: [UInt8] =
        options == 0
        ? []
        : [17, UInt8(options / 8 - 1), 1, UInt8(options - 4)]
          + [UInt8](repeating: 0, count: options - 4)
      let length = extensions.count + data.count
      let source: [UInt8] = [0x20, 1, 0xd, 0xb8] + [UInt8](repeating: 0, count: 11) + [host]
      let destination: [UInt8] = [0x20, 1, 0xd, 0xb8] + [UInt8](repeating: 0, count: 11) + [99]
      let pseudo =
        source + destination
        + [0, 0, UInt8(data.count >> 8), UInt8(data.count & 0xff), 0, 0, 0, 17]
      let sum = Self.checksum(pseudo + data)
      (data[6], data[7]) = (UInt8(sum >> 8), UInt8(sum & 0xff))
      headerByteCount = 40 + extensions.count
      nextHeaderOffset = options == 0 ? 6 : 40
      whole =
        [0x60, 0, 0, 0, UInt8(length >> 8), UInt8(length & 0xff), options == 0 ? 17 : 0, 64]
        + source + destination + extensions + data
    } else {
      let source: [UInt8] = [10, 0, 0, host]
      let destination: [UInt8] = [10, 0, 0, 99]
      let pseudo =
        source + destination + [0, 17, UInt8(data.count >> 8), UInt8(data.count & 0xff)]
      let sum = Self.checksum(pseudo + data)
      (data[6], data[7]) = (UInt8(sum >> 8), UInt8(sum & 0xff))
      headerByteCount = 20 + options
      nextHeaderOffset = 0
      let length = headerByteCount + data.count
      let header: [UInt8] =
        [UInt8(0x40 | headerByteCount / 4), 0, UInt8(length >> 8), UInt8(length & 0xff)]
        + [UInt8(identification >> 8 & 0xff), UInt8(identification & 0xff), 0, 0, 64, 17, 0, 0]
        + source + destination + [UInt8](repeating: 1, count: options)
      whole = Self.withChecksum(header) + data
    }
  }

  /// The ones' complement sum of RFC 1071, as it stands there.
  static func checksum(_ bytes: [UInt8]) -> Int {
    var sum = 0
    for index in stride(from: 0, to: bytes.count, by: 2) {
      sum += Int(bytes[index]) << 8 + (index + 1 < bytes.count ? Int(bytes[index + 1]) : 0)
    }
    while sum > 0xffff { sum = sum >> 16 + sum & 0xffff }
    return 0xffff - sum
  }

  private static func withChecksum(_ header: [UInt8]) -> [UInt8] {
    var header = header
    (header[10], header[11]) = (0, 0)
    let sum = checksum(header)
    (header[10], header[11]) = (UInt8(sum >> 8), UInt8(sum & 0xff))
    return header
  }

  /// The datagram as it is delivered: after a tag if it is in a VLAN.
  var expected: [UInt8] { (vlan.map { tag($0, addresses: 0) } ?? []) + whole }

  private func tag(_ vlan: UInt16, addresses: UInt8) -> [UInt8] {
    [UInt8](repeating: addresses, count: 12)
      + [0x81, 0, UInt8(vlan >> 8), UInt8(vlan & 0xff)] + (isVersion6 ? [0x86, 0xdd] : [8, 0])
  }

  /// A frame with a fragment: bytes of data at a place, which need not be those of the datagram.
  func fragment(at start: Int, _ bytes: [UInt8], more: Bool) -> TestFrame {
    var packet: [UInt8]
    if isVersion6 {
      packet = Array(whole[..<headerByteCount])
      let length = headerByteCount - 40 + 8 + bytes.count
      (packet[4], packet[5]) = (UInt8(length >> 8), UInt8(length & 0xff))
      packet[nextHeaderOffset] = 44
      packet += [17, 0, UInt8(start >> 8), UInt8(start & 0xf8) | (more ? 1 : 0)]
      packet += [24, 16, 8, 0].map { UInt8(identification >> $0 & 0xff) }
    } else {
      packet = Array(whole[..<headerByteCount])
      let length = headerByteCount + bytes.count
      (packet[2], packet[3]) = (UInt8(length >> 8), UInt8(length & 0xff))
      (packet[6], packet[7]) = (UInt8(start >> 11) | (more ? 0x20 : 0), UInt8(start >> 3 & 0xff))
      packet = Self.withChecksum(packet)
    }
    let frame = (vlan.map { tag($0, addresses: 2) } ?? []) + packet + bytes
    return TestFrame(bytes: frame, linkType: vlan == nil ? .raw : .ethernet)
  }

  /// The fragment with the datagram's own bytes at a place.
  func fragment(_ range: Range<Int>) -> TestFrame {
    fragment(at: range.lowerBound, Array(data[range]), more: range.upperBound < data.count)
  }

  /// All fragments in order, of `size` bytes of data each.
  func fragments(of size: Int) -> [TestFrame] {
    stride(from: 0, to: data.count, by: size).map { fragment($0..<min($0 + size, data.count)) }
  }
}

/// A frame as a capture has it.
struct TestFrame {
  var bytes: [UInt8]
  var linkType: LinkType
  /// Bytes that the capture left out at the end.
  var cut = 0

  /// The same frame, of which a capture has these bytes only.
  func cut(to count: Int) -> TestFrame {
    TestFrame(bytes: Array(bytes.prefix(count)), linkType: linkType, cut: bytes.count - count)
  }
}

/// A packet that a reassembler delivered.
struct Given: Equatable {
  var bytes: [UInt8]
  var linkType: LinkType
  var wireLength: Int
  var number: Int

  /// The packet in the reassembler's `output`.
  init(_ reassembler: borrowing FragmentReassembler) {
    bytes = []
    for index in 0..<reassembler.output.bytes.count {
      bytes.append(reassembler.output.bytes[index])
    }
    linkType = reassembler.output.linkType
    wireLength = reassembler.output.wireLength
    number = reassembler.output.number
  }

  /// A frame that was delivered unchanged.
  init(_ frame: TestFrame, number: Int) {
    bytes = frame.bytes
    linkType = frame.linkType
    wireLength = frame.bytes.count + frame.cut
    self.number = number
  }
}

/// Feeds frames to a reassembler and collects its output.
struct Bench: ~Copyable {
  private var reassembler: FragmentReassembler
  private(set) var given: [Given] = []
  private(set) var number = 0

  init(_ limits: ReassemblyLimits = ReassemblyLimits()) {
    reassembler = FragmentReassembler(limits)
  }

  /// Feeds a frame.
  mutating func take(_ frame: TestFrame, at seconds: Int64 = 0) {
    number += 1
    let time = Timestamp(seconds: seconds, nanoseconds: 0)
    let bytes = frame.bytes.span
    guard
      let fragment = IPFragment(
        bytes, wireLength: bytes.count + frame.cut, linkType: frame.linkType)
    else {
      given.append(Given(frame, number: number))
      return
    }
    while reassembler.makeRoom(for: fragment, bytes, at: time) { given.append(Given(reassembler)) }
    switch reassembler.take(fragment, bytes, timestamp: time, number: number) {
    case .unchanged: given.append(Given(frame, number: number))
    case .kept: break
    case .atomic, .output: given.append(Given(reassembler))
    }
  }

  /// Feeds several frames.
  mutating func take(_ frames: [TestFrame], at seconds: Int64 = 0) {
    for frame in frames { take(frame, at: seconds) }
  }

  /// Advances the time, and returns whether a first fragment was delivered.
  mutating func giveUp(until time: Timestamp) -> Bool {
    guard reassembler.giveUp(until: time) else { return false }
    given.append(Given(reassembler))
    return true
  }

  /// A fragment of the datagram delivered last, as it was captured.
  mutating func fragment(_ index: Int) -> Given? {
    reassembler.loadFragment(index) ? Given(reassembler) : nil
  }

  var waitingCount: Int { reassembler.waitingCount }
  var keptByteCount: Int { reassembler.keptByteCount }
  var statistics: ReassemblyStatistics { reassembler.statistics }

  /// Ends the input.
  mutating func finish() {
    while reassembler.finish() { given.append(Given(reassembler)) }
  }
}
