import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints an EIGRP message (RFC 7868).
  mutating func printEIGRP(_ message: EIGRPMessage) throws(EarlyEnd) {
    let length = message.fields.length
    try message.fields.require(EIGRPMessage.headerByteCount)
    let version = try message.version
    guard version == 2 else {
      line.append("EIGRP version ", decimal: version, " packet not supported")
      return
    }
    let opcode = try message.opcode
    if options.verbosity == 0 || length < EIGRPMessage.headerByteCount {
      line.append("EIGRP ")
      line.append(name: Self.eigrpOpcodeName(opcode), or: "unknown (", opcode, ")")
      line.append(", length: ", decimal: length)
      if options.verbosity > 0 {
        line.append(" (too short, < ", decimal: EIGRPMessage.headerByteCount, ")")
      }
      return
    }
    line.append("\n\tEIGRP v", decimal: version, ", opcode: ")
    line.append(name: Self.eigrpOpcodeName(opcode), or: "unknown, type: ", opcode)
    line.append(" (", decimal: opcode, "), chksum: 0x")
    line.append("", hex: try message.checksum, digits: 4, ", Flags: [")
    printFlagNames(
      try message.flags & 0xf,
      [(1, "Init"), (2, "Conditionally Received"), (4, "Restart"), (8, "End-of-Table")],
      separator: ", ",
      none: "none")
    line.append("]\n\tseq: 0x", hex: try message.sequence, digits: 8, ", ack: 0x")
    line.append("", hex: try message.acknowledgment, digits: 8, ", VRID: ")
    line.append("", decimal: try message.virtualRouter, ", AS: ")
    line.append("", decimal: try message.autonomousSystem, ", length: ")
    line.append(decimal: length - EIGRPMessage.headerByteCount)
    var elements = message.elements
    while let element = try elements.next() {
      guard element.isPossible else {
        printUnknownData(element.rest.dropping(4), indent: "\n\t    ")
        return
      }
      try printEIGRPElement(element)
    }
  }

  private static func eigrpOpcodeName(_ opcode: UInt8) -> String? {
    switch opcode {
    case 1: "Update"
    case 3: "Query"
    case 4: "Reply"
    case 5: "Hello"
    case 6: "IPX SAP"
    case 7: "Probe"
    default: nil
    }
  }

  private static func eigrpElementName(_ type: UInt16) -> String? {
    switch type {
    case 0x0001: "General Parameters"
    case 0x0002: "Authentication"
    case 0x0003: "Sequence"
    case 0x0004: "Software Version"
    case 0x0005: "Next Multicast Sequence"
    case 0x0102: "IP Internal routes"
    case 0x0103: "IP External routes"
    case 0x0202: "AppleTalk Internal routes"
    case 0x0203: "AppleTalk External routes"
    case 0x0204: "AppleTalk Cable setup"
    case 0x0302: "IPX Internal routes"
    case 0x0303: "IPX External routes"
    default: nil
    }
  }

  private mutating func printEIGRPElement(_ element: EIGRPElement) throws(EarlyEnd) {
    let fields = element.fields
    line.append("\n\t  ")
    line.append(Self.eigrpElementName(element.type) ?? "Unknown")
    line.append(" TLV (0x", hex: element.type, digits: 4, "), length: ")
    line.append(decimal: element.length)
    try fields.require(fields.length)
    switch element.type {
    case 0x0001:
      guard requireEIGRPLength(8, element) else { break }
      line.append("\n\t    holdtime: ", decimal: try element.holdTime, "s")
      for index in 0..<5 {
        line.append(", k", decimal: index + 1, " ")
        line.append(decimal: UInt32(try element.weight(index)))
      }
    case 0x0004:
      guard requireEIGRPLength(4, element) else { break }
      line.append("\n\t    IOS version: ", decimal: try element.versionPart(0), ".")
      line.append("", decimal: try element.versionPart(1), ", EIGRP version ")
      line.append("", decimal: try element.versionPart(2), ".")
      line.append(decimal: UInt32(try element.versionPart(3)))
    case 0x0204:
      guard requireEIGRPLength(8, element) else { break }
      line.append("\n\t    Cable-range: ", decimal: try element.setupCableStart, "-")
      line.append("", decimal: try element.setupCableEnd, ", Router-ID ")
      line.append(decimal: try element.setupRouter)
    default:
      if let route = element.route {
        try printEIGRPRoute(route, element)
      } else if options.verbosity <= 1 {
        printUnknownData(fields.bytes, at: 0, length: fields.length, indent: "\n\t    ")
      }
    }
    if options.verbosity > 1 {
      printUnknownData(fields.bytes, at: 0, length: fields.length, indent: "\n\t    ")
    }
  }

  /// Checks that an element has room for its fields; reports it and returns false if not.
  private mutating func requireEIGRPLength(_ count: Int, _ element: EIGRPElement) -> Bool {
    if element.fields.length >= count { return true }
    line.append(" (too short, < ", decimal: count + 4, ")")
    return false
  }

  private mutating func printEIGRPRoute(
    _ route: EIGRPRoute, _ element: EIGRPElement
  ) throws(EarlyEnd) {
    if element.type < 0x0200 {
      guard requireEIGRPLength(route.fixedByteCount, element) else { return }
      let prefixLength = try route.prefixLength
      guard prefixLength <= 32 else {
        line.append("\n\t    illegal prefix length ", decimal: prefixLength)
        return
      }
      let prefix = try route.prefix
      line.append("\n\t    IPv4 prefix: ")
      line.append(prefix, width: 15)
      line.append("/", decimal: prefixLength, ", nexthop: ")
      let nextHop = try route.nextHop
      if nextHop.rawValue == 0 { line.append("self") } else { printAddress(nextHop) }
    } else {
      guard requireEIGRPLength(route.cableByteCount, element) else { return }
      line.append("\n\t     Cable-Range: ", decimal: try route.cableStart, "-")
      line.append("", decimal: try route.cableEnd, ", nexthop: ")
      let nextHop = try route.nextHop.rawValue
      if nextHop == 0 {
        line.append("self")
      } else {
        line.append("", decimal: nextHop >> 16, ".")
        line.append(decimal: nextHop & 0xffff)
      }
    }
    if route.isExternal { try printEIGRPOrigin(route, element) }
    line.append("\n\t      delay ", decimal: try route.delay / 100, " ms, bandwidth ")
    line.append("", decimal: try route.bandwidth, " Kbps, mtu ")
    line.append("", decimal: try route.maximumTransmissionUnit, ", hop ")
    line.append("", decimal: try route.hopCount, ", reliability ")
    line.append("", decimal: try route.reliability, ", load ")
    line.append(decimal: UInt32(try route.load))
  }

  private mutating func printEIGRPOrigin(
    _ route: EIGRPRoute, _ element: EIGRPElement
  ) throws(EarlyEnd) {
    line.append("\n\t      origin-router ")
    let router = try route.originRouter
    if element.type == 0x0103 {
      printAddress(IPv4Address(rawValue: router))
    } else {
      line.append(decimal: router)
    }
    line.append(", origin-as ", decimal: try route.originSystem, ", origin-proto ")
    line.append(Self.eigrpOriginName(try route.originProtocol) ?? "unknown")
    line.append(", flags [0x", hex: try route.originFlags, digits: 2, "], tag 0x")
    line.append("", hex: try route.tag, digits: 8, ", metric ")
    line.append(decimal: try route.originMetric)
  }

  private static func eigrpOriginName(_ number: UInt8) -> String? {
    switch number {
    case 1: "IGRP"
    case 2: "EIGRP"
    case 3: "Static"
    case 4: "RIP"
    case 5: "Hello"
    case 6: "OSPF"
    case 7: "IS-IS"
    case 8: "EGP"
    case 9: "BGP"
    case 10: "IDRP"
    case 11: "Connected"
    default: nil
    }
  }
}

extension TextBuffer {
  /// Appends an address in a field of `width`, filled up with blanks from the left.
  mutating func append(_ address: IPv4Address, width: Int) {
    var count = 3
    for shift in stride(from: UInt32(0), through: 24, by: 8) {
      let octet = address.rawValue >> shift & 0xff
      count += octet >= 100 ? 3 : octet >= 10 ? 2 : 1
    }
    append(blanks: width - count)
    append(address)
  }
}
