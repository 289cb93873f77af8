import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a packet of DECnet Phase IV.
  mutating func printDECnet(_ packet: borrowing DECnetPacket) throws(EarlyEnd) {
    let room = packet.fields.length
    let limit = DECnetPacket.shortByteCount
    guard room >= limit else { return printDECnetLength(" (length ", room, " < ", limit) }
    let stated = try packet.length
    guard stated >= limit else { return printDECnetLength(" (pktlen ", stated, " < ", limit) }
    guard stated <= room else { return printDECnetLength(" (pktlen ", stated, " > ", room) }
    let padding = try packet.padding
    if let padding {
      if options.verbosity > 0 { line.append("[pad:", decimal: padding, "] ") }
      guard stated >= padding + 2 else {
        return printDECnetLength(" (length ", stated, " < ", padding + 2)
      }
      try packet.fields.require(padding, at: 2)
    }
    let message = packet.message(behind: padding ?? 0, length: stated)
    let flags = try message.flags
    let length = message.fields.length
    if flags & 0x40 != 0 {
      line.append("future-version-decnet")
      line.append(
        hexAndASCIIDump: packet.fields.dropping(padding ?? 0).part(at: 0, length: length).bytes)
    } else if flags & 1 != 0 {
      if try !printDECnetControl(message, flags) { printInvalid() }
    } else {
      switch flags & 7 {
      case 6:
        let size = DECnetPacket.longByteCount
        guard length >= size else { return printDECnetLength(" (length ", length, " < ", size) }
        try message.fields.require(size)
        try printDECnetRoute(
          message, from: 15, to: 7, stated, hops: Int(try message.fields.byte(at: 18)))
        if try !printDECnetSegment(DECnetSegment(message, behind: size)) { printInvalid() }
      case 2:
        let visits = Int(try message.fields.byte(at: 5) & 0x3f) + 1
        try printDECnetRoute(message, from: 3, to: 1, stated, hops: visits)
        if try !printDECnetSegment(DECnetSegment(message, behind: limit)) { printInvalid() }
      default:
        line.append("unknown message flags under mask")
        line.append(
          hexAndASCIIDump: packet.fields.dropping(padding ?? 0).part(at: 0, length: length).bytes)
      }
    }
  }

  /// Reports that one length contradicts another.
  private mutating func printDECnetLength(
    _ label: String, _ length: Int, _ relation: String, _ limit: Int
  ) {
    line.put(label, length, relation, limit, ")")
    printInvalid()
  }

  private mutating func printDECnetRoute(
    _ message: borrowing DECnetMessage, from source: Int, to destination: Int, _ length: Int,
    hops: Int
  ) throws(EarlyEnd) {
    let flags = try message.flags
    let from = try message.address(at: source)
    let to = try message.address(at: destination)
    line.put(from, " > ", to, " ", length, " ")
    guard options.verbosity > 0 else { return }
    if flags & 0x08 != 0 { line.append("RQR ") }
    if flags & 0x10 != 0 { line.append("RTS ") }
    if flags & 0x20 != 0 { line.append("IE ") }
    line.put(hops, " hops ")
  }

  /// Prints a control message of the routing layer; false if it is too short for its type.
  private mutating func printDECnetControl(
    _ message: borrowing DECnetMessage, _ flags: UInt8
  ) throws(EarlyEnd) -> Bool {
    let length = message.fields.length
    switch flags & 0x0f {
    case 1:
      line.append("init ")
      guard length >= 12 else { return false }
      try message.fields.require(12)
      printDECnetNode(try message.fields.byte(at: 3), isInitial: true)
      line.put("src ", try message.address(at: 1), "blksize ", try message.number(at: 4))
      line.put(" vers ", try message.fields.byte(at: 6), " eco ", try message.fields.byte(at: 7))
      line.put(" ueco ", try message.fields.byte(at: 8), " hello ", try message.number(at: 9))
    case 3, 5:
      line.append(flags & 0x0f == 3 ? "verification " : "test ")
      guard length >= 4 else { return false }
      line.put("src ", try message.address(at: 1), flags & 0x0f == 3 ? " fcnval " : " data ")
      line.append(octal: UInt32(try message.fields.byte(at: 3)))
    case 7, 9:
      let isAreas = flags & 0x0f == 9
      line.append(isAreas ? "lev-2-routing " : "lev-1-routing ")
      guard length >= 4 else { return false }
      try message.fields.require(4)
      line.put("src ", try message.address(at: 1), " ")
      try printDECnetRoutes(message, isAreas ? "{areas " : "{ids ")
    case 11: return try printDECnetRouterHello(message)
    case 13: return try printDECnetEndnodeHello(message)
    default:
      line.append("unknown control message")
      line.append(hexAndASCIIDump: message.fields.part(at: 0, length: length).bytes)
    }
    return true
  }

  private mutating func printDECnetRouterHello(
    _ message: borrowing DECnetMessage
  ) throws(EarlyEnd) -> Bool {
    line.append("router-hello ")
    guard message.fields.length >= 19 else { return false }
    try message.fields.require(19)
    printDECnetNode(try message.fields.byte(at: 10), isInitial: false)
    try printDECnetVersion(message)
    line.put(" src ", try message.address(at: 8), " blksize ", try message.number(at: 11))
    line.put(" pri ", try message.fields.byte(at: 13), " hello ", try message.number(at: 15))
    return true
  }

  private mutating func printDECnetEndnodeHello(
    _ message: borrowing DECnetMessage
  ) throws(EarlyEnd) -> Bool {
    line.append("endnode-hello ")
    guard message.fields.length >= 32 else { return false }
    try message.fields.require(32)
    printDECnetNode(try message.fields.byte(at: 10), isInitial: false)
    try printDECnetVersion(message)
    line.put(" src ", try message.address(at: 8), " blksize ", try message.number(at: 11))
    line.put(" rtr ", try message.address(at: 26), " hello ", try message.number(at: 28), " data ")
    line.append(octal: UInt32(try message.fields.byte(at: 31)))
    return true
  }

  private mutating func printDECnetVersion(
    _ message: borrowing DECnetMessage
  ) throws(EarlyEnd) {
    line.put("vers ", try message.fields.byte(at: 1), " eco ", try message.fields.byte(at: 2))
    line.put(" ueco ", try message.fields.byte(at: 3))
  }

  /// Prints a node's type and capabilities.
  private mutating func printDECnetNode(_ information: UInt8, isInitial: Bool) {
    switch information & 3 {
    case 0: line.append("reserved-ntype? ")
    case 1: line.append("l2rout ")
    case 2: line.append("l1rout ")
    default: line.append("endnode ")
    }
    if information & 0x04 != 0 { line.append("verif ") }
    if !isInitial && information & 0x20 != 0 { line.append("nomcast ") }
    if information & (isInitial ? 0x08 : 0x40) != 0 { line.append("blo ") }
  }

  private mutating func printDECnetRoutes(
    _ message: borrowing DECnetMessage, _ label: String
  ) throws(EarlyEnd) {
    var offset = 4
    // The checksum comes last.
    while message.fields.length - offset > 6 {
      let route = try message.route(at: offset)
      if route.count > 1024 { return }
      line.put(label, route.first, "-", Int(route.first) + Int(route.count))
      line.put(" cost ", route.cost, " hops ", route.hops, "} ")
      offset += 6
    }
  }
}

extension DECnetAddress: LinePart {
  func append(to line: inout TextBuffer) { line.put(area, ".", node) }
}
