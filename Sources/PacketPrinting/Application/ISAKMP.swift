import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a packet of the Internet Key Exchange, version 1 (RFC 2408, RFC 2409) or 2 (RFC 7296).
  mutating func printISAKMP(
    _ bytes: Span<UInt8>, _ packet: Packet, at start: Int, length: Int
  ) throws(EarlyEnd) {
    guard let header = ISAKMPHeader(bytes, at: start) else {
      printTruncation(ISAKMPHeader.name)
      return
    }
    line.append("isakmp")
    if options.verbosity > 0 {
      line.put(" ", header.majorVersion, ".", header.minorVersion)
      line.put(" msgid ", Hex(header.messageID, 8))
    }
    if options.verbosity > 1 {
      line.put(" cookie ", Hex(header.initiator, 16), "->", Hex(header.responder, 16))
    }
    line.append(":")
    switch header.majorVersion {
    case 1:
      line.append(header.messageID == 0 ? " phase 1" : " phase 2/others")
      switch applications.initiators.side(header, packet.addresses) {
      case .initiator: line.append(" I ")
      case .responder: line.append(" R ")
      case .unknown: line.append(" ? ")
      }
      printISAKMPExchange(header.exchangeType)
      if header.flags.rawValue != 0 {
        line.append("[")
        if header.flags.contains(.encryption) { line.append("E") }
        if header.flags.contains(.commit) { line.append("C") }
        line.append("]")
      }
    case 2:
      line.append(header.messageID == 0 ? " parent_sa " : " child_sa  ")
      printISAKMPExchange(header.exchangeType)
      if header.flags.rawValue != 0 {
        line.append("[")
        if header.flags.contains(.initiator) { line.append("I") }
        if header.flags.contains(.version) { line.append("V") }
        if header.flags.contains(.response) { line.append("R") }
        line.append("]")
      }
    default: return
    }
    guard options.verbosity > 0 else { return }
    line.append(":")
    if header.flags.contains(.encryption) {
      line.append(" [encrypted ")
      printISAKMPPayloadName(header.nextPayload)
      line.append("]")
    } else {
      let context = ISAKMPContext(
        isVersion2: header.majorVersion == 2, isPhase1: header.messageID == 0)
      _ = try printISAKMPPayloads(
        header.nextPayload, bytes, at: start + ISAKMPHeader.byteCount, context)
    }
    if Int(header.length) != length {
      line.put(" (len mismatch: isakmp ", header.length, "/ip ", length, ")")
    }
  }

  /// Prints a packet of the NAT traversal port: an ESP packet, or after four zeros a packet of IKE (RFC 3948).
  mutating func printISAKMPOverNAT(
    _ bytes: Span<UInt8>, _ payload: ApplicationPayload
  ) throws(EarlyEnd) {
    let name = "isakmp_rfc3948"
    if payload.length == 1, try bytes.byte(at: payload.start, in: name) == 0xff {
      line.append("isakmp-nat-keep-alive")
      return
    }
    guard payload.length >= 4 else {
      printTruncation(name)
      return
    }
    guard try bytes.uint32(at: payload.start, in: name) != 0 else {
      line.append("NONESP-encap: ")
      try printISAKMP(
        bytes, payload.packet, at: payload.start + 4, length: payload.length - 4)
      return
    }
    line.append("UDP-encap: ")
    printEncapsulatingSecurityPayload(bytes, at: payload.start, length: payload.length)
  }

  private mutating func printISAKMPExchange(_ type: UInt8) {
    switch type {
    case 0: line.append("none")
    case 1: line.append("base")
    case 2: line.append("ident")
    case 3: line.append("auth")
    case 4: line.append("agg")
    case 5: line.append("inf")
    case 32: line.append("oakley-quick")
    case 33: line.append("oakley-newgroup")
    case 34: line.append("ikev2_init")
    case 35: line.append("ikev2_auth")
    case 36: line.append("child_sa")
    case 37: line.append("inf2")
    default: line.put("#", type)
    }
  }

  /// Appends the name of a payload type, or its number.
  mutating func printISAKMPPayloadName(_ type: UInt8) {
    printISAKMPName(UInt32(type), Self.isakmpPayloadNames)
  }

  /// Appends a name by its number, or the number where the list has none.
  mutating func printISAKMPName(_ number: UInt32, _ names: [String]) {
    if number < names.count, !names[Int(number)].isEmpty {
      line.append(names[Int(number)])
    } else {
      line.put("#", number)
    }
  }

  /// Appends ` [|NAME]` of a payload type.
  mutating func printISAKMPTruncation(_ type: UInt8) {
    line.append(" [|")
    printISAKMPPayloadName(type)
    line.append("]")
  }

  /// Prints payloads from `start` on, each on a line of its own, and returns where they end; nil after one that is cut.
  mutating func printISAKMPPayloads(
    _ first: UInt8, _ bytes: Span<UInt8>, at start: Int, _ outer: ISAKMPContext
  ) throws(EarlyEnd) -> Int? {
    var type = first
    var offset = start
    var context = outer
    context.depth += 1
    guard context.depth <= Self.maximumDepth else {
      line.append("[nested too deep]")
      return nil
    }
    while type != 0 {
      guard let payload = ISAKMPPayload(bytes, at: offset), bytes.has(payload.length, at: offset)
      else {
        printISAKMPTruncation(type)
        return nil
      }
      printISAKMPLineStart(context.depth)
      let end = try payload.length <= 4 ? nil : printISAKMPPayload(type, payload, bytes, context)
      line.append(")")
      guard let end else { return nil }
      type = payload.next
      offset = end
    }
    return offset
  }

  /// Begins a line of a payload.
  mutating func printISAKMPLineStart(_ depth: Int) {
    line.append("\n")
    line.append(blanks: 4 * depth)
    line.append("(")
  }

  private static let isakmpPayloadNames = [
    "none", "sa", "p", "t", "ke", "id", "cert", "cr", "hash", "sig", "nonce", "n", "d", "vid",
    "pay14", "pay15", "pay16", "pay17", "pay18", "pay19", "pay20", "pay21", "pay22", "pay23",
    "pay24", "pay25", "pay26", "pay27", "pay28", "pay29", "pay30", "pay31", "pay32", "v2sa",
    "v2ke", "v2IDi", "v2IDr", "v2cert", "v2cr", "v2auth", "v2nonce", "v2n", "v2d", "v2vid",
    "v2TSi", "v2TSr", "v2e", "v2cp", "v2eap",
  ]
}

/// The context of nested payloads: properties of the enclosing ones.
struct ISAKMPContext {
  let isVersion2: Bool
  let isPhase1: Bool
  /// The protocol of the proposal around a transform; 0 elsewhere.
  var protocolID: UInt8 = 0
  var depth = 0
}
