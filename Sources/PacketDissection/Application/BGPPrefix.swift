public import InternetTypes

/// A prefix of BGP (RFC 4271, section 4.3), perhaps with a label (RFC 8277) and a route distinguisher (RFC 4364) before
/// it.
public struct BGPPrefix: Hashable, Sendable {
  /// The parts before the address.
  public enum Form: Hashable, Sendable {
    case plain
    case labeled
    case distinguished
  }

  /// The address, filled up with zeros, of IPv4 in the lowest 32 bits.
  public let address: UInt128
  /// Bits of the prefix.
  public let length: Int
  /// The label; 0 if there is none.
  public let label: UInt32
  /// Whether the label is the last of a stack.
  public let isBottom: Bool
  /// The offset where the route distinguisher begins, in the form that has one.
  public let distinguisher: Int
  /// Bytes of the prefix with its length.
  public let byteCount: Int

  /// Why there is no prefix.
  public enum Failure: Hashable, Sendable {
    /// More bits than an address has, or fewer than a label has.
    case illegalLength
    /// The list ends before the prefix.
    case short
  }

  /// A prefix, or why there is none.
  public enum Result: Sendable {
    case prefix(BGPPrefix)
    case failure(Failure)
  }

  /// The prefix at `offset` of a list of `room` bytes.
  public static func decode(
    _ bytes: Span<UInt8>, at offset: Int, room: Int, isVersion6: Bool, _ form: Form
  ) throws(EarlyEnd) -> Result {
    let name = BGPMessage.name
    let headerByteCount: Int
    switch form {
    case .plain: headerByteCount = 1
    case .labeled: headerByteCount = 4
    case .distinguished: headerByteCount = 12
    }
    if form == .labeled { try bytes.require(4, at: offset, in: name) }
    if form != .distinguished && room < headerByteCount { return .failure(.short) }
    let bits = isVersion6 ? 128 : 32
    let length = Int(try bytes.byte(at: offset, in: name)) - (headerByteCount - 1) * 8
    guard length >= 0 && length <= bits else { return .failure(.illegalLength) }
    let count = (length + 7) / 8
    if form == .plain || form == .labeled && !isVersion6 {
      guard room - headerByteCount >= count else { return .failure(.short) }
    }
    let start = offset + headerByteCount
    try bytes.require(count, at: start, in: name)
    var address: UInt128 = 0
    for index in 0..<(bits / 8) {
      address = address << 8 | UInt128(index < count ? bytes[start + index] : 0)
    }
    if length < bits { address &= ~UInt128(0) << UInt128(bits - length) }
    let label = headerByteCount > 1 ? bytes.uint24(at: offset + 1) : 0
    return .prefix(
      BGPPrefix(
        address: address, length: length, label: label >> 4, isBottom: label & 1 != 0,
        distinguisher: offset + 4, byteCount: headerByteCount + count))
  }

  /// Guesses whether the prefixes in a list have path identifiers (RFC 7911), which only the session's OPEN states: the
  /// list is valid with them, and invalid without.
  public static func hasPathIdentifiers(
    _ bytes: Span<UInt8>, at start: Int, length: Int, longest: Int
  ) -> Bool {
    guard length >= 5 else { return false }
    var at = 0
    while at < length {
      at += 4
      guard bytes.has(1, at: start + at) else { break }
      let bits = Int(bytes[start + at])
      guard bits <= longest else { return false }
      at += 1 + (bits + 7) / 8
    }
    guard at <= length else { return false }
    at = 0
    while at < length {
      guard bytes.has(1, at: start + at) else { break }
      let bits = Int(bytes[start + at])
      guard bits >= 1 && bits <= longest else { return true }
      at += 1 + (bits + 7) / 8
    }
    return at > length
  }
}

/// A route distinguisher (RFC 4364, section 4.2).
public enum BGPRouteDistinguisher: Hashable, Sendable {
  case system(UInt16, number: UInt32)
  case address(IPv4Address, number: UInt16)
  case wideSystem(UInt32, number: UInt16)
  case unknown

  /// Size in bytes.
  public static var byteCount: Int { 8 }

  /// The distinguisher at `offset`.
  public init(_ bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) {
    switch try bytes.uint16(at: offset, in: BGPMessage.name) {
    case 0:
      try bytes.require(8, at: offset, in: BGPMessage.name)
      self = .system(bytes.uint16(at: offset + 2), number: bytes.uint32(at: offset + 4))
    case 1:
      try bytes.require(8, at: offset, in: BGPMessage.name)
      self = .address(
        IPv4Address(rawValue: bytes.uint32(at: offset + 2)), number: bytes.uint16(at: offset + 6))
    case 2:
      try bytes.require(8, at: offset, in: BGPMessage.name)
      self = .wideSystem(bytes.uint32(at: offset + 2), number: bytes.uint16(at: offset + 6))
    default: self = .unknown
    }
  }
}

/// The address family and subsequent family of multiprotocol BGP (RFC 4760).
public struct BGPFamily: Hashable, Sendable {
  /// Address family identifier.
  public let family: UInt16
  /// Subsequent address family identifier.
  public let subsequent: UInt8

  /// An address family with its subsequent family.
  public init(family: UInt16, subsequent: UInt8) {
    self.family = family
    self.subsequent = subsequent
  }

  /// The kind of a family's prefixes.
  public enum Kind: Hashable, Sendable {
    case prefixes(isVersion6: Bool, BGPPrefix.Form)
    case routeTargets, multicastVPN, multicastDistribution, layer2VPN
  }

  /// The kind of the prefixes; nil if it is not decoded.
  public var kind: Kind? {
    switch (family, subsequent) {
    case (1, 1...3): .prefixes(isVersion6: false, .plain)
    case (1, 4): .prefixes(isVersion6: false, .labeled)
    case (1, 128...130): .prefixes(isVersion6: false, .distinguished)
    case (2, 1...3): .prefixes(isVersion6: true, .plain)
    case (2, 4): .prefixes(isVersion6: true, .labeled)
    case (2, 128...130): .prefixes(isVersion6: true, .distinguished)
    case (1, 132): .routeTargets
    case (1, 5): .multicastVPN
    case (1, 66): .multicastDistribution
    case (25, 65), (196, 128...130): .layer2VPN
    default: nil
    }
  }
}
