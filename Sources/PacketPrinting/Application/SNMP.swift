import PacketDissection
import TextOutput

/// The elements of an SNMP message that is being printed, read one after the other.
private struct SNMPCursor {
  var offset: Int
  let end: Int

  var remaining: Int { end - offset }
}

extension PacketPrinter {
  /// Prints an SNMP message: v1 (RFC 1157), v2c (RFC 1901) or v3 (RFC 3412).
  mutating func printSNMP(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    line.append(" ")
    // A capture that ends before the outer length ends the packet; one that ends later ends only the message.
    try bytes.require(min(length, 2), at: start, in: "snmp")
    var message = SNMPCursor(offset: start, end: start + length)
    guard let sequence = nextElement(bytes, &message) else { return }
    guard sequence.kind == .sequence else {
      return printUnexpected("[!init SEQ]", sequence, bytes)
    }
    if message.remaining > 0 { line.put("[", message.remaining, " extra after iSEQ]") }
    var body = SNMPCursor(offset: sequence.contents.lowerBound, end: sequence.contents.upperBound)
    guard let version = nextInteger(bytes, &body, "[version!=INT]") else { return }
    let isVerbose = options.verbosity > 0
    switch version {
    case 0:
      if isVerbose { line.append("{ SNMPv1 ") }
      printSNMPCommunity(bytes, &body, isVersion1: true)
    case 1:
      if isVerbose { line.append("{ SNMPv2c ") }
      printSNMPCommunity(bytes, &body, isVersion1: false)
    case 3:
      if isVerbose { line.append("{ SNMPv3 ") }
      printSNMPVersion3(bytes, &body)
    default: return line.put("SNMP [version = ", version, "]")
    }
    if isVerbose { line.append("} ") }
  }

  /// Prints the community, unless it is `public`, and the PDU.
  private mutating func printSNMPCommunity(
    _ bytes: Span<UInt8>, _ cursor: inout SNMPCursor, isVersion1: Bool
  ) {
    guard let community = nextElement(bytes, &cursor) else { return }
    guard community.kind == .string else {
      return printUnexpected("[comm!=STR]", community, bytes)
    }
    if !isPublic(bytes.extracting(community.contents)) {
      line.append("C=")
      printElement(community, bytes)
      line.append(" ")
    }
    printSNMPDataUnit(bytes, &cursor, isVersion1: isVersion1)
  }

  /// Whether a community is `public`.
  private func isPublic(_ name: Span<UInt8>) -> Bool {
    name.count == 6 && name.uint32(at: 0) == 0x7075_626c && name.uint16(at: 4) == 0x6963
  }

  /// Prints the header of v3, the user-based security parameters (RFC 3414, section 2.4), and the scoped PDU.
  private mutating func printSNMPVersion3(_ bytes: Span<UInt8>, _ cursor: inout SNMPCursor) {
    let isVerbose = options.verbosity > 0
    guard let header = nextElement(bytes, &cursor) else { return }
    guard header.kind == .sequence else { return printUnexpected("[!message]", header, bytes) }
    // As in tcpdump, the bytes after the four fields count as the bytes after the sequence.
    let end = cursor.end
    cursor = SNMPCursor(offset: header.contents.lowerBound, end: header.contents.upperBound)
    if isVerbose { line.append("{ ") }
    guard nextInteger(bytes, &cursor, "[msgID!=INT]") != nil,
      nextInteger(bytes, &cursor, "[msgMaxSize!=INT]") != nil,
      let flagString = nextElement(bytes, &cursor)
    else { return }
    guard flagString.kind == .string else {
      return printUnexpected("[msgFlags!=STR]", flagString, bytes)
    }
    guard flagString.contents.count == 1 else {
      return line.put("[msgFlags size ", flagString.contents.count, "]")
    }
    let flags = bytes[flagString.contents.lowerBound]
    switch flags {
    case 0, 1, 3, 4, 5, 7: break
    default: return line.put("[msgFlags=0x", UppercaseHex(flags), "]")
    }
    line.append("F=")
    if flags & 1 != 0 { line.append("a") }
    if flags & 2 != 0 { line.append("p") }
    if flags & 4 != 0 { line.append("r") }
    line.append(" ")
    guard let model = nextInteger(bytes, &cursor, "[msgSecurityModel!=INT]") else { return }
    cursor = SNMPCursor(offset: cursor.offset, end: end)
    if isVerbose { line.append("} ") }
    guard model == 3 else { return line.put("[security model ", model, "]") }
    if isVerbose { line.append("{ USM ") }
    guard let parameters = nextElement(bytes, &cursor) else { return }
    guard parameters.kind == .string else {
      return printUnexpected("[msgSecurityParameters!=STR]", parameters, bytes)
    }
    printSNMPUser(bytes, parameters.contents)
    if isVerbose { line.append("} { ScopedPDU ") }
    printSNMPScopedDataUnit(bytes, &cursor)
    if isVerbose { line.append("} ") }
  }

  /// Prints the user-based security parameters.
  private mutating func printSNMPUser(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    var outer = SNMPCursor(offset: range.lowerBound, end: range.upperBound)
    guard let sequence = nextElement(bytes, &outer) else { return }
    guard sequence.kind == .sequence else { return printUnexpected("[!usm]", sequence, bytes) }
    var cursor = SNMPCursor(offset: sequence.contents.lowerBound, end: sequence.contents.upperBound)
    guard nextString(bytes, &cursor, "[msgAuthoritativeEngineID!=STR]") != nil,
      let boots = nextInteger(bytes, &cursor, "[msgAuthoritativeEngineBoots!=INT]")
    else { return }
    if options.verbosity > 0 { line.put("B=", boots, " ") }
    guard let time = nextInteger(bytes, &cursor, "[msgAuthoritativeEngineTime!=INT]") else {
      return
    }
    if options.verbosity > 0 { line.put("T=", time, " ") }
    guard let user = nextString(bytes, &cursor, "[msgUserName!=STR]") else { return }
    line.append("U=")
    printElement(user, bytes)
    line.append(" ")
    guard nextString(bytes, &cursor, "[msgAuthenticationParameters!=STR]") != nil,
      let privacy = nextString(bytes, &cursor, "[msgPrivacyParameters!=STR]")
    else { return }
    _ = privacy
    if cursor.remaining > 0 { line.put("[", cursor.remaining, " extra after usm SEQ]") }
  }

  /// Prints a scoped PDU (RFC 3412, section 6); an encrypted one is none.
  private mutating func printSNMPScopedDataUnit(_ bytes: Span<UInt8>, _ cursor: inout SNMPCursor) {
    guard let sequence = nextElement(bytes, &cursor) else { return }
    guard sequence.kind == .sequence else {
      return printUnexpected("[!scoped PDU]", sequence, bytes)
    }
    var inner = SNMPCursor(offset: sequence.contents.lowerBound, end: sequence.contents.upperBound)
    guard let engine = nextString(bytes, &inner, "[contextEngineID!=STR]") else { return }
    line.append("E=")
    printOctets(bytes.extracting(engine.contents))
    line.append(" ")
    guard let name = nextString(bytes, &inner, "[contextName!=STR]") else { return }
    line.append("C=")
    printElement(name, bytes)
    line.append(" ")
    printSNMPDataUnit(bytes, &inner, isVersion1: false, isVersion2: false)
  }

  /// Prints a PDU (RFC 3416, section 3; a trap of v1, RFC 1157, section 4.1.6).
  private mutating func printSNMPDataUnit(
    _ bytes: Span<UInt8>, _ cursor: inout SNMPCursor, isVersion1: Bool, isVersion2: Bool? = nil
  ) {
    guard let unit = nextElement(bytes, &cursor) else { return }
    guard unit.kind == .message else { return line.append("[no PDU]") }
    if cursor.remaining > 0 { line.put("[", cursor.remaining, " extra after PDU]") }
    if options.verbosity > 0 { line.append("{ ") }
    printElement(unit, bytes)
    line.append(" ")
    let isTrap = unit.tag.number == 4
    if isVersion1 && unit.tag.number > 4 { return line.append("[v2 PDU in v1 message]") }
    if (isVersion2 ?? !isVersion1) && isTrap { return line.append("[v1 PDU in v2 message]") }
    var body = SNMPCursor(offset: unit.contents.lowerBound, end: unit.contents.upperBound)
    if isTrap {
      printSNMPTrap(bytes, &body)
    } else {
      printSNMPRequest(bytes, &body, SNMPOperation(unit.tag.number))
    }
    if options.verbosity > 0 { line.append(" } ") }
  }

  /// Prints the fields that all PDUs except the v1 trap have.
  private mutating func printSNMPRequest(
    _ bytes: Span<UInt8>, _ cursor: inout SNMPCursor, _ operation: SNMPOperation
  ) {
    guard let request = nextInteger(bytes, &cursor, "[reqId!=INT]") else { return }
    if options.verbosity > 0 { line.put("R=", request, " ") }
    guard let status = nextInteger(bytes, &cursor, "[errorStatus!=INT]") else { return }
    var hasError = false
    if operation == .bulk {
      line.put(" N=", status)
    } else if status != 0 {
      hasError = operation == .response
      line.append(hasError ? " " : "[errorStatus(")
      printSNMPError(status)
      if !hasError { line.append(")!=0]") }
    }
    guard let index = nextInteger(bytes, &cursor, "[errorIndex!=INT]") else { return }
    if operation == .bulk {
      line.put(" M=", index)
    } else if operation != .response {
      if index != 0 { line.put("[errorIndex(", index, ")!=0]") }
    } else if hasError {
      if index != 0 { line.put("@", index) } else { line.append("[errorIndex==0]") }
    } else if index != 0 {
      line.put("[errorIndex(", index, ") w/o errorStatus]")
    }
    printSNMPBindings(bytes, &cursor, operation)
  }

  /// Prints a trap of v1.
  private mutating func printSNMPTrap(_ bytes: Span<UInt8>, _ cursor: inout SNMPCursor) {
    line.append(" ")
    guard let enterprise = nextElement(bytes, &cursor) else { return }
    guard enterprise.kind == .objectIdentifier else {
      return printUnexpected("[enterprise!=OID]", enterprise, bytes)
    }
    printElement(enterprise, bytes)
    line.append(" ")
    guard let agent = nextElement(bytes, &cursor) else { return }
    guard agent.kind == .address else {
      return printUnexpected("[agent-addr!=INETADDR]", agent, bytes)
    }
    printElement(agent, bytes)
    guard let generic = nextInteger(bytes, &cursor, "[generic-trap!=INT]") else { return }
    line.append(" ")
    switch generic {
    case 0: line.append("coldStart")
    case 1: line.append("warmStart")
    case 2: line.append("linkDown")
    case 3: line.append("linkUp")
    case 4: line.append("authenticationFailure")
    case 5: line.append("egpNeighborLoss")
    case 6: line.append("enterpriseSpecific")
    default: line.put("gt=", generic)
    }
    guard let specific = nextInteger(bytes, &cursor, "[specific-trap!=INT]") else { return }
    if generic == 6 {
      line.put(" s=", specific)
    } else if specific != 0 {
      line.put("[specific-trap(", specific, ")!=0]")
    }
    line.append(" ")
    guard let time = nextElement(bytes, &cursor) else { return }
    guard time.kind == .unsigned else {
      return printUnexpected("[time-stamp!=TIMETICKS]", time, bytes)
    }
    printElement(time, bytes)
    printSNMPBindings(bytes, &cursor, .trap)
  }

  /// Prints variable bindings: names and, unless they are requested, values.
  private mutating func printSNMPBindings(
    _ bytes: Span<UInt8>, _ cursor: inout SNMPCursor, _ operation: SNMPOperation
  ) {
    guard let list = nextElement(bytes, &cursor) else { return }
    guard list.kind == .sequence else {
      return printUnexpected("[!SEQ of varbind]", list, bytes)
    }
    if cursor.remaining > 0 { line.put("[", cursor.remaining, " extra after SEQ of varbind]") }
    var bindings = SNMPCursor(offset: list.contents.lowerBound, end: list.contents.upperBound)
    while bindings.remaining > 0 {
      line.append(" ")
      guard let binding = nextElement(bytes, &bindings) else { return }
      guard binding.kind == .sequence else { return printUnexpected("[!varbind]", binding, bytes) }
      var parts = SNMPCursor(offset: binding.contents.lowerBound, end: binding.contents.upperBound)
      guard let name = nextElement(bytes, &parts) else { return }
      guard name.kind == .objectIdentifier else {
        return printUnexpected("[objName!=OID]", name, bytes)
      }
      printElement(name, bytes)
      if !operation.isQuestion { line.append("=") }
      guard let value = nextElement(bytes, &parts) else { return }
      if operation.isQuestion {
        if value.kind != .null { printUnexpected("[objVal!=NULL]", value, bytes) }
      } else {
        printElement(value, bytes)
      }
    }
  }

  /// Appends the name of an error (RFC 3416, section 3).
  private mutating func printSNMPError(_ status: Int32) {
    switch status {
    case 1: line.append("tooBig")
    case 2: line.append("noSuchName")
    case 3: line.append("badValue")
    case 4: line.append("readOnly")
    case 5: line.append("genErr")
    case 6: line.append("noAccess")
    case 7: line.append("wrongType")
    case 8: line.append("wrongLength")
    case 9: line.append("wrongEncoding")
    case 10: line.append("wrongValue")
    case 11: line.append("noCreation")
    case 12: line.append("inconsistentValue")
    case 13: line.append("resourceUnavailable")
    case 14: line.append("commitFailed")
    case 15: line.append("undoFailed")
    case 16: line.append("authorizationError")
    case 17: line.append("notWritable")
    case 18: line.append("inconsistentName")
    default: line.put("err=", UInt32(bitPattern: status))
    }
  }

  /// Reads the next element; prints the reason if there is none.
  private mutating func nextElement(
    _ bytes: Span<UInt8>, _ cursor: inout SNMPCursor
  ) -> BERElement? {
    do throws(BERElement.Failure) {
      let element = try BERElement(reading: bytes, at: cursor.offset, end: cursor.end)
      if element.kind == .integer && element.contents.isEmpty {
        line.append("[asnlen=0]")
        return nil
      }
      cursor.offset = element.contents.upperBound
      printElementNote(element.tag)
      return element
    } catch {
      printFailure(error)
      return nil
    }
  }

  /// Reads the next element as a number; nil, and that is printed, if it is none.
  private mutating func nextInteger(
    _ bytes: Span<UInt8>, _ cursor: inout SNMPCursor, _ note: String
  ) -> Int32? {
    guard let element = nextElement(bytes, &cursor) else { return nil }
    guard element.kind == .integer else {
      printUnexpected(note, element, bytes)
      return nil
    }
    return element.integer(bytes)
  }

  /// Reads the next element as a string; nil, and that is printed, if it is none.
  private mutating func nextString(
    _ bytes: Span<UInt8>, _ cursor: inout SNMPCursor, _ note: String
  ) -> BERElement? {
    guard let element = nextElement(bytes, &cursor) else { return nil }
    guard element.kind == .string else {
      printUnexpected(note, element, bytes)
      return nil
    }
    return element
  }

  private mutating func printUnexpected(
    _ note: String, _ element: BERElement, _ bytes: Span<UInt8>
  ) {
    line.append(note)
    printElement(element, bytes)
  }
}
