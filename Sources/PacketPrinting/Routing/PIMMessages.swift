import InternetTypes
import PacketDissection
import TextOutput

// The messages of PIM that are not joins and registers.
extension PacketPrinter {
  /// Prints the options of a hello message (RFC 7761, section 4.9.2).
  mutating func printPIMHello(_ body: inout PIMReader) throws(EarlyEnd) {
    while let option = try body.option() {
      line.append("\n\t  ")
      line.append(Self.pimOptionName(option.type) ?? "Unknown")
      line.append(" Option (", decimal: option.type, "), length ")
      line.append("", decimal: option.length, ", Value: ")
      guard option.isWhole else { throw EarlyEnd(name: "pimv2", isLocal: true) }
      guard try printPIMOption(option) else {
        printInvalid()
        return
      }
      if options.verbosity > 1 { line.append(hexDump: option.bytes, indent: "\n\t    ") }
    }
  }

  private static func pimOptionName(_ type: UInt16) -> String? {
    switch type {
    case 1: "Hold Time"
    case 2: "LAN Prune Delay"
    case 18: "DR Priority (Old)"
    case 19: "DR Priority"
    case 20: "Generation ID"
    case 21: "State Refresh Capability"
    case 22: "Bi-Directional Capability"
    case 24: "Address List"
    case 65001: "Address List (Old)"
    default: nil
    }
  }

  /// Prints the value of an option; false if its length contradicts its type.
  private mutating func printPIMOption(_ option: PIMHelloOption) throws(EarlyEnd) -> Bool {
    switch (option.type, option.length) {
    case (1, 2): printSpan(ofSeconds: UInt32(try option.uint16))
    case (1, _):
      line.append("[option length ", decimal: option.length, " != 2]")
      return false
    case (2, 4):
      let delay = try option.uint16
      line.append("\n\t    T-bit=", decimal: delay >> 15, ", LAN delay ")
      line.append("", decimal: delay & 0x7fff, "ms, Override interval ")
      line.append("", decimal: try option.secondHalf, "ms")
    case (18, 0), (19, 0): line.append("Bi-Directional Capability (Old)")
    case (18, 4), (19, 4): line.append(decimal: try option.uint32)
    case (20, 4): line.append("0x", hex: try option.uint32, digits: 8)
    case (21, 4):
      line.append("v", decimal: try option.byte)
      let interval = try option.refreshInterval
      if interval != 0 {
        line.append(", interval ")
        printSpan(ofSeconds: UInt32(interval))
      }
      let reserved = try option.secondHalf
      if reserved != 0 { line.append(" ?0x", hex: reserved, digits: 4, "?") }
    case (2, _), (18, _), (19, _), (20, _), (21, _):
      line.append("[option length ", decimal: option.length, " != 4]")
      return false
    case (22, _): break
    case (24, _), (65001, _): if options.verbosity > 1 { try printPIMAddressList(option) }
    default:
      if options.verbosity <= 1 { line.append(hexDump: option.bytes, indent: "\n\t    ") }
    }
    return true
  }

  private mutating func printPIMAddressList(_ option: PIMHelloOption) throws(EarlyEnd) {
    var reader = option.reader
    while reader.remaining > 0 { try printPIMAddress("\n\t    ", .unicast, &reader) }
  }

  /// Prints a bootstrap message (RFC 5059, section 4.1).
  mutating func printPIMBootstrap(_ body: inout PIMReader) throws(EarlyEnd) {
    line.append(" tag=", hex: try body.uint16())
    line.append(" hashmlen=", decimal: try body.byte())
    try body.fields.require(1, at: 1)
    line.append(" BSRprio=", decimal: try body.byte())
    try printPIMAddress(" BSR=", .unicast, &body)
    var index = 0
    while body.remaining > 0 {
      line.append(" (group", decimal: index)
      try printPIMAddress(": ", .group, &body)
      line.append(" RPcnt=", decimal: try body.byte())
      let fragmentCount = try body.byte()
      line.append(" FRPcnt=", decimal: fragmentCount)
      body.skip(2)
      for number in 0..<Int(fragmentCount) where body.remaining > 0 {
        line.append(" RP", decimal: number)
        try printPIMAddress("=", .unicast, &body)
        line.append(",holdtime=")
        printSpan(ofSeconds: UInt32(try body.uint16()))
        line.append(",prio=", decimal: try body.byte())
        body.skip(1)
      }
      line.append(")")
      index += 1
    }
  }

  /// Prints an assert message (RFC 7761, section 4.9.6).
  mutating func printPIMAssert(_ body: inout PIMReader) throws(EarlyEnd) {
    try printPIMAddress(" group=", .group, &body)
    try printPIMAddress(" src=", .unicast, &body)
    try body.fields.require(8)
    let preference = try body.uint32()
    if preference >> 31 != 0 { line.append(" RPT") }
    line.append(" pref=", decimal: preference & 0x7fff_ffff)
    line.append(" metric=", decimal: try body.uint32())
  }

  /// Prints a candidate's advertisement (RFC 5059, section 4.2).
  mutating func printPIMCandidate(_ body: inout PIMReader) throws(EarlyEnd) {
    let prefixCount = try body.byte()
    line.append(" prefix-cnt=", decimal: prefixCount)
    line.append(" prio=", decimal: try body.byte())
    line.append(" holdtime=")
    printSpan(ofSeconds: UInt32(try body.uint16()))
    try printPIMAddress(" RP=", .unicast, &body)
    for index in 0..<Int(prefixCount) where body.remaining > 0 {
      line.append(" Group", decimal: index)
      try printPIMAddress("=", .group, &body)
    }
  }

  /// Prints a prune's refresh.
  mutating func printPIMRefresh(_ body: inout PIMReader) throws(EarlyEnd) {
    try printPIMAddress(" src=", .unicast, &body)
    try printPIMAddress(" grp=", .group, &body)
    try printPIMAddress(" forwarder=", .unicast, &body)
    let time = try body.uint16()
    line.append(" TUNR ")
    printSpan(ofSeconds: UInt32(time))
  }

  /// Prints a message of the election of a designated forwarder (RFC 5015, section 3.7).
  mutating func printPIMElection(_ body: inout PIMReader, subtype: UInt8) throws(EarlyEnd) {
    line.append("\n\t  ")
    let names: [4 of String] = ["Offer", "Winner", "Backoff", "Pass"]
    line.append(subtype >= 1 && subtype <= 4 ? names[Int(subtype) - 1] : "Unknown")
    line.append(",")
    try printPIMAddress(" rpa=", .unicast, &body)
    line.append(" sender pref=", decimal: try body.uint32())
    line.append(" sender metric=", decimal: try body.uint32())
    guard subtype == 3 || subtype == 4 else { return }
    let other = subtype == 3 ? "offer" : "new winner"
    line.append("\n\t  ")
    line.append(other)
    try printPIMAddress(" addr=", .unicast, &body)
    let preference = try body.uint32()
    line.append(" ")
    line.append(other)
    line.append(" pref=", decimal: preference)
    let metric = try body.uint32()
    line.append(" ")
    line.append(other)
    line.append(" metric=", decimal: metric)
    if subtype == 3 { line.append(" interval ", decimal: try body.uint16(), "ms") }
  }
}
