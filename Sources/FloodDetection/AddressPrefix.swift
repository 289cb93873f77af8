public import InternetTypes

/// A network: an address and the number of leading bits that identify it.
public struct AddressPrefix: Hashable, Sendable {
  /// The network's address; the bits after the prefix are zero.
  public let address: IPAddress

  /// The prefix length: up to 32 for IPv4, up to 128 for IPv6.
  public let length: Int

  private let number: HostNumber
  private let mask: HostNumber
  private let isIPv4: Bool

  /// The network of `address` with this prefix length; nil if the length is out of range.
  public init?(_ address: IPAddress, length: Int) {
    let (number, offset): (HostNumber, Int) =
      switch address {
      case .v4(let address): (HostNumber(address), 96)
      case .v6(let address): (address.rawValue, 0)
      }
    guard (0...(128 - offset)).contains(length) else { return nil }
    let bits = length + offset
    isIPv4 = offset == 96
    mask = bits == 0 ? 0 : ~HostNumber(0) << HostNumber(128 - bits)
    self.number = number & mask
    self.length = length
    // At least 96 bits count for IPv4, so that the number is still recognized as IPv4.
    self.address = self.number.address
  }

  /// Reads `192.0.2.0/24`, `2001:db8::/32`, or an address alone; nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let address = Self.address(first) else { return nil }
    var length: Int
    switch address {
    case .v4: length = 32
    case .v6: length = 128
    }
    if parts.count == 2 {
      guard let stated = Int(parts[1]), parts[1].allSatisfy(\.isNumber) else { return nil }
      length = stated
    }
    self.init(address, length: length)
  }

  /// Whether a host is in the network.
  func contains(_ host: HostNumber) -> Bool { host & mask == number && host.isIPv4 == isIPv4 }

  private static func address(_ text: Substring) -> IPAddress? {
    if let number = ipv4(text) { return .v4(IPv4Address(rawValue: number)) }
    return ipv6(text).map { .v6(IPv6Address(rawValue: $0)) }
  }

  private static func ipv4(_ text: Substring) -> UInt32? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var number: UInt32 = 0
    for part in parts {
      guard (1...3).contains(part.count), part.allSatisfy(\.isNumber), let byte = UInt8(part)
      else { return nil }
      number = number << 8 | UInt32(byte)
    }
    return number
  }

  /// The text of RFC 4291, section 2.2, without dotted decimal.
  private static func ipv6(_ text: Substring) -> UInt128? {
    var groups: [UInt16] = []
    var gap: Int?
    var rest = text
    if rest.hasPrefix("::") {
      gap = 0
      rest = rest.dropFirst(2)
    }
    while !rest.isEmpty {
      let group = rest.prefix { $0 != ":" }
      guard (1...4).contains(group.count), let number = UInt16(group, radix: 16),
        group.allSatisfy(\.isHexDigit)
      else { return nil }
      groups.append(number)
      rest = rest.dropFirst(group.count)
      if rest.hasPrefix("::") {
        guard gap == nil else { return nil }
        gap = groups.count
        rest = rest.dropFirst(2)
      } else if rest.hasPrefix(":") {
        rest = rest.dropFirst()
        if rest.isEmpty { return nil }
      }
    }
    guard gap == nil ? groups.count == 8 : groups.count < 8 else { return nil }
    if let gap {
      groups.insert(contentsOf: repeatElement(0, count: 8 - groups.count), at: gap)
    }
    return groups.reduce(UInt128(0)) { $0 << 16 | UInt128($1) }
  }
}
