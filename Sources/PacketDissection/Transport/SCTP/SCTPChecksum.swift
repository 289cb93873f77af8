/// The result of verifying the checksum of an SCTP packet.
public enum SCTPChecksumStatus: Hashable, Sendable {
  case valid
  /// The checksum as sent, and the one that would be right, both as in the header.
  case invalid(stated: UInt32, computed: UInt32)
  /// It is 0: left to the network card, or the endpoints agreed on none (RFC 9653).
  case absent
  case unverifiable(UnverifiableReason)
}

extension Packet {
  /// Verifies the CRC32c over the whole SCTP packet, with 0 in its checksum field (RFC 9260, section 6.8).
  public func sctpChecksum(in frame: Span<UInt8>) -> SCTPChecksumStatus {
    guard case .sctp(let header) = transport else { return .unverifiable(.undecoded) }
    guard !isFragment else { return .unverifiable(.fragment) }
    guard transportLength <= end - transportOffset else { return .unverifiable(.truncated) }
    var check = CRC32C()
    check.add(frame.extracting(transportOffset..<(transportOffset + 8)))
    check.add([0, 0, 0, 0].span)
    check.add(frame.extracting(payload))
    let computed = check.value.byteSwapped
    if computed == header.checksum { return .valid }
    return header.checksum == 0
      ? .absent : .invalid(stated: header.checksum, computed: computed)
  }
}
