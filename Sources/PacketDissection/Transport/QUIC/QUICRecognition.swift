/// Recognizes UDP datagrams that begin a QUIC connection, regardless of their ports.
///
/// It checks the invariants of RFC 8999 and the rules of RFC 9000 for every first datagram:
///
/// - the header is long, its fixed bit is set (section 17.2);
/// - its version is 1, 2, or reserved to force version negotiation; version 0 if it answers;
/// - both connection IDs have at most 20 bytes, the first one that a client sends to at least 8 (section 7.2);
/// - a packet of a reserved version is an Initial without a token in a datagram of at least 1200 bytes (section 14.1);
///   those of versions 1 and 2 may be the later ones of a connection whose beginning was not captured;
/// - token and packet length fit into the datagram, and after the packet is another one of the same version and the
///   same destination (section 12.2), a short header, or zeros.
///
/// Random bytes pass with a probability below 2^-36: header form and fixed bit are 2 bits, the version 31, and three
/// lengths must fit. A short header has only one bit that distinguishes it, so that it counts only on flows where a
/// datagram passed before.
public enum QUICRecognition {
  /// The fewest bytes of a client's datagram with an Initial packet (RFC 9000, section 14.1).
  @inlinable public static var minimumInitialDatagram: Int { 1200 }

  /// The fewest bytes of the first destination connection ID, which the client chooses (RFC 9000, section 7.2).
  @inlinable public static var minimumFirstConnectionID: Int { 8 }

  /// Whether a datagram's first bytes may be those of a long header of a known version: what a datagram of another
  /// protocol costs.
  @inlinable
  public static func mayBeLong(_ payload: Span<UInt8>) -> Bool {
    guard payload.count >= 7, payload[0] & 0x80 != 0 else { return false }
    let version = QUICVersion(rawValue: payload.uint32(at: 1))
    // The other bits of a Version Negotiation packet are anything (RFC 8999, section 6).
    if version == .negotiation { return payload[5] <= 20 }
    return payload[0] & 0x40 != 0 && (version.isPublished || version.isReserved)
  }

  /// Whether a datagram of `wireLength` bytes begins with a QUIC packet that has a long header.
  public static func isLong(_ payload: Span<UInt8>, wireLength: Int) -> Bool {
    guard mayBeLong(payload) else { return false }
    var packets = QUICPackets(wireLength: wireLength)
    guard let (first, _) = packets.next(in: payload) else { return false }
    switch first.kind {
    case .versionNegotiation:
      return isNegotiation(first, payload, wireLength: wireLength)
    case .initial, .handshake, .zeroRTT:
      // A packet number and the sample of header protection (RFC 9001, section 5.4.2).
      guard first.length >= 20 else { return false }
    case .retry, .oneRTT: break
    }
    // Half of a reserved version's bits are free: it counts only if a client sends it, to force negotiation.
    if first.version?.isReserved == true {
      guard isFirst(first, wireLength: wireLength), first.token.isEmpty else { return false }
    }
    return isFollowedByQUIC(first, &packets, payload)
  }

  /// Whether a datagram that passes is the client's first one.
  public static func isFirst(_ header: QUICPacketHeader, wireLength: Int) -> Bool {
    header.kind == .initial && wireLength >= minimumInitialDatagram
      && Int(header.destination.byteCount) >= minimumFirstConnectionID
  }

  /// Whether the bytes after the first packet belong to it.
  private static func isFollowedByQUIC(
    _ first: QUICPacketHeader, _ packets: inout QUICPackets, _ payload: Span<UInt8>
  ) -> Bool {
    let end = packets.offset
    guard let (second, _) = packets.next(in: payload) else {
      // The datagram or its captured part ends here, or zeros follow.
      return end >= payload.count || payload[end] == 0 || isTruncation(packets.stop)
    }
    guard second.hasFixedBit else { return false }
    return second.version == nil
      || second.version == first.version && second.destination == first.destination
  }

  /// Whether the capture cut a header.
  private static func isTruncation(_ error: DecodeError?) -> Bool {
    if case .truncated = error { return true }
    return false
  }

  /// Whether a packet without version lists versions: whole numbers, at least one.
  private static func isNegotiation(
    _ header: QUICPacketHeader, _ payload: Span<UInt8>, wireLength: Int
  ) -> Bool {
    let room = wireLength - header.payloadOffset
    guard room >= 4, room % 4 == 0, header.source.byteCount >= 8 else { return false }
    var offset = header.payloadOffset
    while offset + 4 <= payload.count {
      let version = QUICVersion(rawValue: payload.uint32(at: offset))
      if version.isPublished { return true }
      offset += 4
    }
    return false
  }
}
