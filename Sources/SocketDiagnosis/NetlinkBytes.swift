public import InternetTypes

/// Reads and writes the fields of netlink messages: in the byte order of the host, but for ports and addresses.
extension Span<UInt8> {
  /// The 16-bit number at an offset, in the byte order of the host.
  func hostUInt16(at offset: Int) -> UInt16 {
    UInt16(truncatingIfNeeded: hostNumber(at: offset, byteCount: 2))
  }

  /// The 32-bit number at an offset, in the byte order of the host.
  func hostUInt32(at offset: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: hostNumber(at: offset, byteCount: 4))
  }

  /// The 64-bit number at an offset, in the byte order of the host.
  func hostUInt64(at offset: Int) -> UInt64 { hostNumber(at: offset, byteCount: 8) }

  private func hostNumber(at offset: Int, byteCount: Int) -> UInt64 {
    var number: UInt64 = 0
    for index in 0..<byteCount {
      #if _endian(little)
        number |= UInt64(self[offset + index]) << (8 * UInt64(index))
      #else
        number = number << 8 | UInt64(self[offset + index])
      #endif
    }
    return number
  }

  /// The 16-bit number at an offset, in network byte order.
  func networkUInt16(at offset: Int) -> UInt16 {
    UInt16(self[offset]) << 8 | UInt16(self[offset + 1])
  }

  /// The address in the 16 bytes at an offset, of which IPv4 fills four; IPv4 mapped to IPv6 becomes IPv4.
  public func address(at offset: Int, isVersion6: Bool) -> IPAddress {
    var number: UInt128 = 0
    for index in 0..<(isVersion6 ? 16 : 4) { number = number << 8 | UInt128(self[offset + index]) }
    if !isVersion6 { return .v4(IPv4Address(rawValue: UInt32(truncatingIfNeeded: number))) }
    return IPAddress(unmapping: IPv6Address(rawValue: number))
  }
}

extension IPAddress {
  /// An IPv6 address, or the IPv4 address that it maps (::ffff:0:0/96), as packets have it.
  init(unmapping address: IPv6Address) {
    if address.rawValue >> 32 == 0xffff {
      self = .v4(IPv4Address(rawValue: UInt32(truncatingIfNeeded: address.rawValue)))
    } else {
      self = .v6(address)
    }
  }

  /// Whether it is 0.0.0.0 or ::, which a socket without an address has.
  var isUnspecified: Bool {
    switch self {
    case .v4(let address): address.rawValue == 0
    case .v6(let address): address.rawValue == 0
    }
  }
}

extension [UInt8] {
  mutating func append(host number: some FixedWidthInteger & UnsignedInteger) {
    let byteCount = number.bitWidth / 8
    for index in 0..<byteCount {
      #if _endian(little)
        append(UInt8(truncatingIfNeeded: number >> (8 * index)))
      #else
        append(UInt8(truncatingIfNeeded: number >> (8 * (byteCount - 1 - index))))
      #endif
    }
  }

  mutating func append(network number: UInt16) {
    append(UInt8(number >> 8))
    append(UInt8(truncatingIfNeeded: number))
  }

  /// Appends an address in 16 bytes.
  mutating func append(_ address: IPAddress) {
    switch address {
    case .v4(let address):
      for shift in [24, 16, 8, 0] { append(UInt8(truncatingIfNeeded: address.rawValue >> shift)) }
      self += [UInt8](repeating: 0, count: 12)
    case .v6(let address):
      for index in 0..<16 {
        append(UInt8(truncatingIfNeeded: address.rawValue >> UInt128(120 - 8 * index)))
      }
    }
  }
}
