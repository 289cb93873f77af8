import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a PIM message (RFC 7761) that `packet` carries.
  mutating func printPIM(
    _ message: PIMMessage, _ packet: Packet, _ frame: Span<UInt8>
  ) throws(EarlyEnd) {
    let version = try message.version
    line.append("PIMv", decimal: version)
    guard version == 2 else {
      line.append(", length ", decimal: message.fields.length)
      return
    }
    let type = try message.type
    if options.verbosity == 0 {
      line.append(", ")
      line.append(Self.pimTypeName(type) ?? "Unknown Type")
      line.append(", length ", decimal: message.fields.length)
      return
    }
    line.append(", length ", decimal: message.fields.length, "\n\t")
    line.append(Self.pimTypeName(type) ?? "Unknown Type")
    guard try printPIMHeader(message, packet) else { return }
    var body = try message.body
    switch type {
    case 0: try printPIMHello(&body)
    case 1: try printPIMRegister(&body, packet, frame)
    case 2:
      try printPIMAddress(" group=", .group, &body)
      try printPIMAddress(" source=", .unicast, &body)
    case 3, 6, 7: try printPIMJoins(type, &body)
    case 4: try printPIMBootstrap(&body)
    case 5: try printPIMAssert(&body)
    case 8: try printPIMCandidate(&body)
    case 9: try printPIMRefresh(&body)
    case 10: try printPIMElection(&body, subtype: try message.subtype)
    default: line.append(" [type ", decimal: type, "]")
    }
  }

  private static func pimTypeName(_ type: UInt8) -> String? {
    switch type {
    case 0: "Hello"
    case 1: "Register"
    case 2: "Register Stop"
    case 3: "Join / Prune"
    case 4: "Bootstrap"
    case 5: "Assert"
    case 6: "Graft"
    case 7: "Graft Acknowledgement"
    case 8: "Candidate RP Advertisement"
    case 9: "Prune Refresh"
    case 10: "DF Election"
    case 11: "ECMP Redirect"
    default: nil
    }
  }

  /// Prints encoding and checksum; false if the message is too short for them.
  private mutating func printPIMHeader(
    _ message: PIMMessage, _ packet: Packet
  ) throws(EarlyEnd) -> Bool {
    for needed in [2, 4] where message.fields.length < needed {
      line.append("[length ", decimal: message.fields.length, " < ")
      line.append("", decimal: needed, "]")
      printInvalid()
      return false
    }
    if try message.addressLength != 0 { line.append(", RFC2117-encoding") }
    let checksum = try message.checksum
    line.append(", cksum 0x", hex: checksum, digits: 4, " ")
    switch checksum == 0 ? nil : try message.isChecksumRight(in: packet) {
    case nil: line.append("(unverified)")
    case true?: line.append("(correct)")
    case false?: line.append("(incorrect)")
    }
    return true
  }

  /// Appends `label` and the encoded address that is next.
  mutating func printPIMAddress(
    _ label: String, _ kind: PIMAddress.Kind, _ body: inout PIMReader
  ) throws(EarlyEnd) {
    line.append(label)
    let encoded = try body.address(kind)
    var bitCount: UInt8 = 32
    switch encoded.address {
    case .v4(let address): printAddress(address)
    case .v6(let address):
      printAddress(address)
      bitCount = 128
    }
    if encoded.maskLength != bitCount { line.append("/", decimal: encoded.maskLength) }
    if encoded.flags == 0 { return }
    if kind == .group {
      line.append("(0x", hex: encoded.flags, digits: 2, ")")
      return
    }
    line.append("(")
    if encoded.flags & 4 != 0 { line.append("S") }
    if encoded.flags & 2 != 0 { line.append("W") }
    if encoded.flags & 1 != 0 { line.append("R") }
    if encoded.flags & 0xf8 != 0 { line.append("+0x", hex: encoded.flags & 0xf8, digits: 2) }
    line.append(")")
  }

  /// Prints the packet that a register message carries (RFC 7761, section 4.9.3).
  private mutating func printPIMRegister(
    _ body: inout PIMReader, _ packet: Packet, _ frame: Span<UInt8>
  ) throws(EarlyEnd) {
    let flags = try body.uint32()
    line.append(", Flags [ ")
    switch flags & 0xc000_0000 {
    case 0: line.append("none")
    case 0x4000_0000: line.append("Null")
    case 0x8000_0000: line.append("Border")
    default: line.append("Border, Null")
    }
    line.append(" ]\n\t")
    if body.remaining == 0 { return }
    let version = try body.fields.byte(at: 0) >> 4
    switch version {
    case 0:
      let destination = try body.fields.ipv4Address(at: 16)
      line.append("IP-Null-header ")
      printAddress(try body.fields.ipv4Address(at: 12))
      line.append(" > ")
      printAddress(destination)
    case 4, 6:
      let start = packet.end - body.fields.bytes.count
      try printInner(
        version == 4 ? .ipv4 : .ipv6, frame, in: start..<packet.end, length: body.remaining)
    default: line.append("IP ver ", decimal: version)
    }
  }

  /// Prints joins, prunes and grafts (RFC 7761, section 4.9.5).
  private mutating func printPIMJoins(
    _ type: UInt8, _ body: inout PIMReader
  ) throws(EarlyEnd) {
    if type != 7 { try printPIMAddress(", upstream-neighbor: ", .unicast, &body) }
    guard body.remaining >= 4 else { throw body.fields.end }
    try body.fields.require(4)
    body.skip(1)
    let groupCount = try body.byte()
    let holdTime = try body.uint16()
    line.append("\n\t  ", decimal: groupCount, " group(s)")
    if type != 7 {
      line.append(", holdtime: ")
      printPIMHoldTime(holdTime)
    }
    for index in 1..<(Int(groupCount) + 1) {
      line.append("\n\t    group #", decimal: index)
      try printPIMAddress(": ", .group, &body)
      guard body.remaining >= 4 else { throw body.fields.end }
      let joined = try body.uint16()
      let pruned = try body.uint16()
      line.append(", joined sources: ", decimal: joined)
      line.append(", pruned sources: ", decimal: pruned)
      for number in 1..<(Int(joined) + 1) {
        line.append("\n\t      joined source #", decimal: number)
        try printPIMAddress(": ", .source, &body)
      }
      for number in 1..<(Int(pruned) + 1) {
        line.append("\n\t      pruned source #", decimal: number)
        try printPIMAddress(": ", .source, &body)
      }
    }
  }

  /// Appends a hold time; the highest number means infinity.
  private mutating func printPIMHoldTime(_ time: UInt16) {
    if time == .max {
      line.append("infinite")
    } else {
      printSpan(ofSeconds: UInt32(time))
    }
  }
}
