import InternetTypes

/// Whether a checksum was verified, and what came out.
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
  /// Part of what it covers was not captured.
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
    // Two accumulators: 32-bit halves of 64-bit words cannot overflow 64 bits for any frame.
    var high: UInt64 = 0
    var low: UInt64 = 0
    var offset = 0
    while offset &+ 8 <= bytes.count {
      let eight = bytes.extracting(offset..<(offset + 8))
      let word = eight.uint64(at: 0)
      high &+= word >> 32
      low &+= word & 0xffff_ffff
      offset &+= 8
    }
    while offset &+ 2 <= bytes.count {
      low &+= UInt64(bytes.uint16(at: offset))
      offset &+= 2
    }
    if offset < bytes.count { low &+= UInt64(bytes[offset]) << 8 }
    sum &+= (high >> 32) &+ (high & 0xffff_ffff) &+ (low >> 32) &+ (low & 0xffff_ffff)
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
  public var folded: UInt16 {
    var folded = (sum >> 32) &+ (sum & 0xffff_ffff)
    while folded > 0xffff { folded = (folded >> 16) &+ (folded & 0xffff) }
    return UInt16(truncatingIfNeeded: folded)
  }

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
  /// Verifies the IPv4 header's checksum; `absent` where the network layer is not IPv4.
  public func networkChecksum(in frame: Span<UInt8>) -> ChecksumStatus {
    guard case .ipv4(let header) = network else { return .absent }
    let headerEnd = networkOffset + Int(header.headerByteCount)
    guard headerEnd <= end, headerEnd > networkOffset else { return .unverifiable(.truncated) }
    var sum = InternetChecksum()
    sum.add(frame.extracting(networkOffset..<headerEnd))
    return sum.status(stated: header.checksum)
  }

  /// Verifies the checksum of a TCP segment, UDP datagram or ICMPv6 message over its pseudo-header, or of an ICMP message.
  public func transportChecksum(in frame: Span<UInt8>) -> ChecksumStatus {
    guard !isFragment else { return .unverifiable(.fragment) }
    let stated: UInt16
    var hasPseudoHeader = true
    var covered = transportLength
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
    default: return .unverifiable(.undecoded)
    }
    if network.isIPv6 && finalDestination(in: frame) == nil { return .unverifiable(.undecoded) }
    guard covered <= end - transportOffset else { return .unverifiable(.truncated) }
    var sum = InternetChecksum()
    if hasPseudoHeader { sum = pseudoHeaderSum(length: covered, in: frame) }
    sum.add(frame.extracting(transportOffset..<(transportOffset + covered)))
    return sum.status(stated: stated)
  }

  /// The sum of the pseudo-header (RFC 9293, section 3.1; RFC 8200, section 8.1) for `length` bytes of transport.
  ///
  /// The destination is the final one where a source route or routing header names it.
  public func pseudoHeaderSum(length: Int, in frame: Span<UInt8>) -> InternetChecksum {
    var sum = InternetChecksum()
    switch network {
    case .ipv4(let header):
      sum.add(header.source.rawValue)
      sum.add(header.destination.rawValue)
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
