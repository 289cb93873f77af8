// Text for reports. Packet lines are written by TextOutput, which allocates nothing.

extension IPv4Address {
  /// Four decimal numbers with dots.
  public var text: String {
    [24, 16, 8, 0].map { String(rawValue >> $0 & 0xff) }.joined(separator: ".")
  }
}

extension IPv6Address {
  /// The canonical text of RFC 5952: lower case, no leading zeros, `::` for the longest run of zero groups.
  ///
  /// Addresses that map IPv4 (`::ffff:0:0/96`) end in dotted decimal (section 5).
  public var text: String {
    if rawValue >> 32 == 0xffff {
      return "::ffff:" + IPv4Address(rawValue: UInt32(truncatingIfNeeded: rawValue)).text
    }
    let groups = (0..<8).map { UInt16(truncatingIfNeeded: rawValue >> UInt128(112 - 16 * $0)) }
    let zeros = Self.longestZeroRun(groups)
    let texts = groups.map { String($0, radix: 16) }
    if zeros.isEmpty { return texts.joined(separator: ":") }
    return texts[..<zeros.lowerBound].joined(separator: ":") + "::"
      + texts[zeros.upperBound...].joined(separator: ":")
  }

  /// The longest run of at least two zero groups, the first of equals; empty if there is none.
  private static func longestZeroRun(_ groups: [UInt16]) -> Range<Int> {
    var best = 0..<0
    var start = 0
    for (index, group) in groups.enumerated() {
      if group != 0 {
        start = index + 1
      } else if index + 1 - start > max(best.count, 1) {
        best = start..<(index + 1)
      }
    }
    return best
  }
}

extension IPAddress {
  /// Dotted decimal, or the text of RFC 5952.
  public var text: String {
    switch self {
    case .v4(let address): address.text
    case .v6(let address): address.text
    }
  }
}
