import InternetTypes

/// The result of verifying a checksum.
public enum ChecksumStatus: Hashable, Sendable {
  case valid
  /// The checksum as sent, and the one that would be right.
  case invalid(stated: UInt16, computed: UInt16)
  /// The sender computed none (UDP over IPv4, RFC 768).
  case absent
  case unverifiable(UnverifiableReason)
}

/// Why a checksum could not be verified.
public enum UnverifiableReason: Hashable, Sendable {
  /// Some of the covered bytes were not captured.
  case truncated
  /// It covers a datagram of which this is a fragment.
  case fragment
  /// The header that holds it, or the addresses it covers, could not be decoded.
  case undecoded
}

/// A ones' complement sum of 16-bit words (RFC 1071), not yet folded.
public struct InternetChecksum: Sendable {
  private var sum: UInt64 = 0

  /// A sum of nothing.
  public init() {}

  /// Adds the words of `bytes`; an odd last byte counts as the high byte of a word.
  ///
  /// Everything added before must have had an even number of bytes.
  public mutating func add(_ bytes: Span<UInt8>) {
    // The sum of byte-swapped words is the byte-swapped sum, and words of 64 bits sum up like four of 16 bits
    // (RFC 1071, section 2). Four sums do not wait for each other's carries.
    var first: UInt64 = 0
    var second: UInt64 = 0
    var third: UInt64 = 0
    var fourth: UInt64 = 0
    var rest = bytes
    while rest.count >= 32 {
      let words = rest.extracting(first: 32)
      Self.add(Self.swappedWord(words, at: 0), to: &first)
      Self.add(Self.swappedWord(words, at: 8), to: &second)
      Self.add(Self.swappedWord(words, at: 16), to: &third)
      Self.add(Self.swappedWord(words, at: 24), to: &fourth)
      rest = rest.extracting(droppingFirst: 32)
    }
    while rest.count >= 8 {
      Self.add(Self.swappedWord(rest.extracting(first: 8), at: 0), to: &first)
      rest = rest.extracting(droppingFirst: 8)
    }
    var last: UInt64 = 0
    for index in rest.indices { last |= UInt64(rest[index]) &<< UInt64(index &* 8) }
    Self.add(last, to: &first)
    Self.add(second, to: &first)
    Self.add(fourth, to: &third)
    Self.add(third, to: &first)
    sum &+= UInt64(Self.fold(first).byteSwapped)
  }

  /// Eight bytes from `offset` on, the first in the lowest.
  @inline(__always)
  private static func swappedWord(_ bytes: Span<UInt8>, at offset: Int) -> UInt64 {
    UInt64(bytes[offset]) | UInt64(bytes[offset &+ 1]) << 8
      | UInt64(bytes[offset &+ 2]) << 16 | UInt64(bytes[offset &+ 3]) << 24
      | UInt64(bytes[offset &+ 4]) << 32 | UInt64(bytes[offset &+ 5]) << 40
      | UInt64(bytes[offset &+ 6]) << 48 | UInt64(bytes[offset &+ 7]) << 56
  }

  /// Adds in ones' complement: the carry out of the top bit is added at the bottom.
  @inline(__always)
  private static func add(_ word: UInt64, to sum: inout UInt64) {
    let (partial, carries) = sum.addingReportingOverflow(word)
    sum = partial &+ (carries ? 1 : 0)
  }

  /// The ones' complement sum of the 16-bit words of `sum`.
  @inline(__always)
  private static func fold(_ sum: UInt64) -> UInt16 {
    var folded = (sum >> 32) &+ (sum & 0xffff_ffff)
    while folded > 0xffff { folded = (folded >> 16) &+ (folded & 0xffff) }
    return UInt16(truncatingIfNeeded: folded)
  }

  /// Adds one 16-bit or 32-bit number.
  public mutating func add(_ number: UInt32) { sum &+= UInt64(number) }

  /// Adds the eight words of an IPv6 address.
  public mutating func add(_ number: UInt128) {
    let high = UInt64(truncatingIfNeeded: number >> 64)
    let low = UInt64(truncatingIfNeeded: number)
    sum &+= (high >> 32) &+ (high & 0xffff_ffff) &+ (low >> 32) &+ (low & 0xffff_ffff)
  }

  /// The sum folded to 16 bits; 0xffff over data with a right checksum.
  public var folded: UInt16 { Self.fold(sum) }

  /// Judges data that includes its checksum, `stated`.
  public func status(stated: UInt16) -> ChecksumStatus {
    let folded = self.folded
    if folded == 0xffff { return .valid }
    // What has to be added to reach 0xffff, added to the stated one.
    let right = UInt32(stated) + UInt32(~folded)
    return .invalid(
      stated: stated, computed: UInt16(truncatingIfNeeded: right >> 16 &+ right & 0xffff))
  }
}

extension Packet {
  /// Verifies the IPv4 header's checksum; `absent` if the network layer is not IPv4.
  public func networkChecksum(in frame: Span<UInt8>) -> ChecksumStatus {
    guard case .ipv4(let header) = network else { return .absent }
    let headerEnd = networkOffset + Int(header.headerByteCount)
    guard headerEnd <= end, headerEnd > networkOffset else { return .unverifiable(.truncated) }
    var sum = InternetChecksum()
    sum.add(frame.extracting(networkOffset..<headerEnd))
    return sum.status(stated: header.checksum)
  }

  /// Verifies the checksum of a TCP segment, UDP datagram, DCCP packet or ICMPv6 message over its pseudo-header, or of
  /// an ICMP message; for SCTP there is `sctpChecksum`.
  public func transportChecksum(in frame: Span<UInt8>) -> ChecksumStatus {
    guard !isFragment else { return .unverifiable(.fragment) }
    let stated: UInt16
    var hasPseudoHeader = true
    var covered = transportLength
    // Of DCCP perhaps not all of the data.
    var summed: Int?
    switch transport {
    case .tcp(let header): stated = header.checksum
    case .udp(let header):
      stated = header.checksum
      if stated == 0, case .ipv4 = network { return .absent }
      covered = min(covered, payloadLength + UDPHeader.byteCount)
    case .icmpv6(let header): stated = header.checksum
    case .icmp(let header):
      stated = header.checksum
      hasPseudoHeader = false
    case .dccp(let header):
      stated = header.checksum
      summed = header.coveredByteCount(length: covered)
    default: return .unverifiable(.undecoded)
    }
    if network.isIPv6 && finalDestination(in: frame) == nil { return .unverifiable(.undecoded) }
    let length = summed ?? covered
    guard length >= 0, length <= end - transportOffset else { return .unverifiable(.truncated) }
    var sum = InternetChecksum()
    if hasPseudoHeader { sum = pseudoHeaderSum(length: covered, in: frame) }
    sum.add(frame.extracting(transportOffset..<(transportOffset + length)))
    return sum.status(stated: stated)
  }

  /// The sum of the pseudo-header (RFC 9293, section 3.1; RFC 8200, section 8.1) for `length` bytes of transport.
  ///
  /// The destination is the last one of a source route (RFC 1122, section 4.1.3.5) or routing header. As in tcpdump,
  /// that of a source route is used even after the packet arrived there; `transportChecksumDiagnosis` handles that
  /// case.
  public func pseudoHeaderSum(length: Int, in frame: Span<UInt8>) -> InternetChecksum {
    var sum = InternetChecksum()
    switch network {
    case .ipv4(let header):
      sum.add(header.source.rawValue)
      sum.add(sourceRoute(header, in: frame)?.lastAddress ?? header.destination.rawValue)
      // The length field of this pseudo-header has 16 bits.
      sum.add(UInt32(UInt16(truncatingIfNeeded: length)))
    case .ipv6(let header):
      sum.add(header.source.rawValue)
      sum.add((finalDestination(in: frame) ?? header.destination).rawValue)
      sum.add(UInt32(truncatingIfNeeded: length))
    default: break
    }
    sum.add(UInt32(transportProtocol?.rawValue ?? 0))
    return sum
  }
}
