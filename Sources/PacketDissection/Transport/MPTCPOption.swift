/// A multipath TCP option, version 0 (RFC 6824) or 1 (RFC 8684, section 3).
///
/// The form of three subtypes depends on the segment that carries them; an option without the length of its form is
/// `malformed`.
public enum MPTCPOption: Hashable, Sendable {
  /// MP_CAPABLE: opens a connection; the keys come one after the other during the handshake.
  case capable(version: UInt8, flags: UInt8, senderKey: UInt64?, receiverKey: UInt64?)

  /// MP_JOIN in a SYN.
  case join(MPTCPSubflow, token: UInt32, nonce: UInt32)

  /// MP_JOIN in a SYN-ACK, with a truncated code of authentication.
  case joinReply(MPTCPSubflow, authentication: UInt64, nonce: UInt32)

  /// MP_JOIN in the third segment; its HMAC follows the option's first two data bytes.
  case joinConfirmation(authentication: Range<Int>)

  /// DSS: the mapping of data into the connection's data sequence.
  case dataSequence(MPTCPDataSequence)

  /// ADD_ADDR.
  case addAddress(MPTCPAddress)

  /// REMOVE_ADDR; the numbers of the addresses follow the option's first data byte.
  case removeAddresses(identifiers: Range<Int>)

  /// MP_PRIO.
  case priority(isBackup: Bool, identifier: UInt8?)

  /// MP_FAIL, with the data sequence number from which on the subflow's data is of no use.
  case fail(sequence: UInt64)

  /// MP_FASTCLOSE, with the key of the peer.
  case fastClose(key: UInt64)

  /// A subtype that this module does not decode.
  case other

  /// The option's length does not fit its subtype, or its subtype not the segment.
  case malformed

  /// The high half of the option's first data byte.
  public enum Subtype: UInt8, Hashable, Sendable {
    case capable, join, dataSequence, addAddress, removeAddress, priority, fail, fastClose
  }

  /// The subtype of an option with this data; nil if it has another or no data.
  @inlinable
  public static func subtype(of data: Span<UInt8>) -> Subtype? {
    data.count > 0 ? Subtype(rawValue: data[0] >> 4) : nil
  }

  /// Decodes an option's data, the bytes after kind and length, in a segment with `flags`.
  public init(decoding data: Span<UInt8>, flags: TCPFlags) {
    self =
      switch Self.subtype(of: data) {
      case .capable: Self.capable(data, flags)
      case .join: Self.join(data, flags)
      case .dataSequence:
        data.count < 2 || flags.contains(.syn)
          ? .malformed : .dataSequence(MPTCPDataSequence(decoding: data))
      case .addAddress:
        if let address = MPTCPAddress(decoding: data) { .addAddress(address) } else { .malformed }
      case .removeAddress:
        data.count < 2 ? .malformed : .removeAddresses(identifiers: 1..<data.count)
      case .priority: Self.priority(data)
      case .fail: data.count == 10 ? .fail(sequence: data.uint64(at: 2)) : .malformed
      case .fastClose: data.count == 10 ? .fastClose(key: data.uint64(at: 2)) : .malformed
      case nil: data.count > 0 ? .other : .malformed
      }
  }

  private static func capable(_ data: Span<UInt8>, _ flags: TCPFlags) -> MPTCPOption {
    let isOpening = (data.count == 2 || data.count == 10) && flags.contains(.syn)
    let isConfirming =
      (data.count == 18 || data.count == 20) && flags.contains(.ack) && !flags.contains(.syn)
    guard isOpening || isConfirming else { return .malformed }
    return .capable(
      version: data[0] & 0xf, flags: data[1],
      senderKey: data.count >= 10 ? data.uint64(at: 2) : nil,
      receiverKey: data.count >= 18 ? data.uint64(at: 10) : nil)
  }

  private static func join(_ data: Span<UInt8>, _ flags: TCPFlags) -> MPTCPOption {
    guard data.count >= 2 else { return .malformed }
    let subflow = MPTCPSubflow(isBackup: data[0] & 1 != 0, identifier: data[1])
    switch data.count {
    case 10 where flags.contains(.syn):
      return .join(subflow, token: data.uint32(at: 2), nonce: data.uint32(at: 6))
    case 14 where flags.contains([.syn, .ack]):
      return .joinReply(subflow, authentication: data.uint64(at: 2), nonce: data.uint32(at: 10))
    case 22 where flags.contains(.ack):
      return .joinConfirmation(authentication: 2..<22)
    default: return .malformed
    }
  }

  private static func priority(_ data: Span<UInt8>) -> MPTCPOption {
    guard data.count == 1 || data.count == 2 else { return .malformed }
    return .priority(isBackup: data[0] & 1 != 0, identifier: data.count == 2 ? data[1] : nil)
  }
}

/// The fields of MP_JOIN about a subflow.
public struct MPTCPSubflow: Hashable, Sendable {
  /// Whether the subflow is a backup.
  public let isBackup: Bool

  /// The number of the sender's address.
  public let identifier: UInt8
}
