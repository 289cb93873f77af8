public import InternetTypes

/// The diagnosis of a checksum: valid, absent, unverifiable, or wrong for a known reason.
///
/// One packet is enough for `partialPseudoHeader`, `zero` and `wrong`; `addressTranslation` needs several, which
/// `ChecksumDifferences` compares.
public enum ChecksumDiagnosis: Hashable, Sendable {
  case valid
  /// There is none: UDP over IPv4 without one (RFC 768), or a protocol whose checksum this module does not verify.
  case absent
  case unverifiable(UnverifiableReason)

  /// It is the folded sum of the pseudo-header alone: the sender left the rest to its network card (checksum offload).
  ///
  /// Such a packet was captured before it reached the card, so on the host that sent it. One wrong checksum in
  /// 65,536 is taken for this by chance (two in TCP, whose sum may lack the length).
  case partialPseudoHeader(stated: UInt16)

  /// It is 0 and should not be: it was never computed.
  case zero(right: UInt16)

  /// It would be right for other addresses or ports: an address translator rewrote them without updating it.
  case addressTranslation(stated: UInt16, right: UInt16)

  /// It is wrong for an unknown reason: damage, or a sender that computes it wrongly.
  case wrong(stated: UInt16, right: UInt16)
}

extension Packet {
  /// Verifies the IPv4 header's checksum; `absent` if the network layer is not IPv4.
  public func networkChecksumDiagnosis(in frame: Span<UInt8>) -> ChecksumDiagnosis {
    guard case .ipv4(let header) = network else { return .absent }
    guard Int(header.headerByteCount) >= IPv4Header.minimumByteCount else {
      return .unverifiable(.undecoded)
    }
    switch networkChecksum(in: frame) {
    case .valid: return .valid
    case .absent: return .absent
    case .unverifiable(let reason): return .unverifiable(reason)
    case .invalid(0, let right): return .zero(right: right)
    case .invalid(let stated, let right): return .wrong(stated: stated, right: right)
    }
  }

  /// Verifies the checksum of the transport layer, and diagnoses a wrong one as far as this packet allows.
  ///
  /// `absent` for a protocol other than TCP, UDP, DCCP, ICMP and ICMPv6.
  public func transportChecksumDiagnosis(in frame: Span<UInt8>) -> ChecksumDiagnosis {
    guard let transportProtocol, transportProtocol.hasInternetChecksum else { return .absent }
    switch transportChecksum(in: frame) {
    case .valid: return .valid
    case .absent: return .absent
    case .unverifiable(.undecoded): return undecodedTransport
    case .unverifiable(let reason): return .unverifiable(reason)
    case .invalid(let stated, var computed):
      if let arrived = checksumAfterSourceRoute(computed, in: frame) {
        // 0 and 0xffff are the same number.
        if ChecksumDifferences.difference(stated: stated, right: arrived) == 0 { return .valid }
        computed = arrived
      }
      if isPseudoHeaderSum(stated, in: frame) { return .partialPseudoHeader(stated: stated) }
      // A sum of 0 goes out as 0xffff in UDP, as 0 says that there is none (RFC 768).
      let right = transportProtocol == .udp && computed == 0 ? 0xffff : computed
      return stated == 0 ? .zero(right: right) : .wrong(stated: stated, right: right)
    }
  }

  /// The checksum that is right for the header's destination, where `checksum` is for the last address of a source
  /// route that the packet has travelled; nil if there is none.
  private func checksumAfterSourceRoute(
    _ checksum: UInt16, in frame: Span<UInt8>
  ) -> UInt16? {
    guard case .ipv4(let header) = network, transportProtocol != .icmp,
      let route = sourceRoute(header, in: frame), route.isTravelled
    else { return nil }
    // A checksum is the complement of the sum: what is subtracted from the sum is added to it (RFC 1624).
    var sum = InternetChecksum()
    sum.add(UInt32(checksum))
    sum.add(route.lastAddress)
    sum.add(~header.destination.rawValue)
    return sum.folded == 0xffff ? 0 : sum.folded
  }

  /// The diagnosis for a transport header that could not be decoded.
  private var undecodedTransport: ChecksumDiagnosis {
    if case .other = transport { return .absent }
    if case .truncated? = stop { return .unverifiable(.truncated) }
    return .unverifiable(.undecoded)
  }

  /// Whether a sender that leaves the checksum to its network card would put `stated` into the field.
  ///
  /// The sum includes the length. Some senders leave it out of the TCP sum before segmentation offload, since the
  /// card decides on the segments' lengths.
  private func isPseudoHeaderSum(_ stated: UInt16, in frame: Span<UInt8>) -> Bool {
    switch transport {
    case .tcp:
      return stated == pseudoHeaderSum(length: transportLength, in: frame).folded
        || stated == pseudoHeaderSum(length: 0, in: frame).folded
    case .udp:
      let length = min(transportLength, payloadLength + UDPHeader.byteCount)
      return stated == pseudoHeaderSum(length: length, in: frame).folded
    default:
      // ICMP has no pseudo-header (RFC 792), and kernels compute the one of ICMPv6 themselves.
      return false
    }
  }
}

extension IPProtocol {
  /// Whether its checksum is the Internet checksum in a place that this module knows.
  @inlinable
  public var hasInternetChecksum: Bool { self == .icmp || self == .dccp || coversAddresses }

  /// Whether its checksum covers the addresses (by a pseudo-header), so that an address translator must update it.
  @inlinable
  public var coversAddresses: Bool { self == .tcp || self == .udp || self == .icmpv6 }
}
