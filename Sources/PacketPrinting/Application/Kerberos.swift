import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a Kerberos message: its version, and the fields of version 4.
  mutating func printKerberos(
    _ bytes: Span<UInt8>, _ payload: ApplicationPayload
  ) throws(EarlyEnd) {
    let message = try KerberosMessage(bytes, at: payload.start)
    switch message.version {
    case 1, 2, 3: line.put(" v", message.version)
    case 4:
      line.append(" v4")
      guard try printKerberos4(message, bytes) else {
        printTruncation(KerberosMessage.name)
        return
      }
    case 106, 107: line.append(" v5")
    default: break
    }
  }

  /// Prints a message of version 4; false if a text is cut.
  private mutating func printKerberos4(
    _ message: KerberosMessage, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) -> Bool {
    let type = try message.type(bytes)
    line.append(type & 1 != 0 ? " le " : " be ")
    let kind = type & 0xfe
    if let name = Self.kerberosType(kind) { line.append(name) } else { line.put("#", kind) }
    line.append(": ")
    var offset = message.offset + 2
    switch kind {
    case 2:
      guard printKerberosPrincipal(bytes, &offset) else { return false }
      let lifetime = Int(try KerberosMessage.byte(bytes, at: offset + 4)) * 5
      line.put(" ", lifetime, "min ")
      offset += 5
      guard printKerberosText(bytes, &offset) else { return false }
      line.append(".")
      return printKerberosText(bytes, &offset)
    case 6:
      line.put("v", try KerberosMessage.byte(bytes, at: offset), " ")
      offset += 1
      guard printKerberosText(bytes, &offset) else { return false }
      line.put(" (", try KerberosMessage.byte(bytes, at: offset), ")")
      line.put(" (", try KerberosMessage.byte(bytes, at: offset + 1), ")")
    case 4:
      guard printKerberosPrincipal(bytes, &offset) else { return false }
      line.put(" (", try KerberosMessage.number(bytes, at: offset + 10, type: type), ")")
    case 10:
      guard printKerberosPrincipal(bytes, &offset) else { return false }
      let code = try KerberosMessage.number(bytes, at: offset + 4, type: type)
      line.append(" ")
      if let name = Self.kerberosError(code) { line.append(name) } else { line.put("#", code) }
      line.append(" ")
      offset += 8
      return printKerberosText(bytes, &offset)
    default: line.append("(unknown)")
    }
    return true
  }

  /// Prints name, instance and realm; false if one is cut.
  private mutating func printKerberosPrincipal(_ bytes: Span<UInt8>, _ offset: inout Int) -> Bool {
    guard printKerberosText(bytes, &offset) else { return false }
    line.append(".")
    guard printKerberosText(bytes, &offset) else { return false }
    line.append("@")
    return printKerberosText(bytes, &offset)
  }

  /// Prints a text up to its zero; false if it is cut.
  private mutating func printKerberosText(_ bytes: Span<UInt8>, _ offset: inout Int) -> Bool {
    let text = ZeroTerminatedText(bytes, at: offset, before: bytes.count)
    for index in text.range { line.append(visible: bytes[index]) }
    guard let end = text.end else { return false }
    offset = end
    return true
  }

  private static func kerberosType(_ type: UInt8) -> String? {
    switch type {
    case 2: "KDC_REQUEST"
    case 4: "KDC_REPLY"
    case 6: "APPL_REQUEST"
    case 8: "APPL_REQUEST_MUTUAL"
    case 10: "ERR_REPLY"
    case 12: "PRIVATE"
    case 14: "SAFE"
    case 16: "APPL_ERR"
    case 126: "DIE"
    default: nil
    }
  }

  private static func kerberosError(_ code: UInt16) -> String? {
    switch code {
    case 0: "OK"
    case 1: "NAME_EXP"
    case 2: "SERVICE_EXP"
    case 3: "AUTH_EXP"
    case 4: "PKT_VER"
    case 5: "NAME_MAST_KEY_VER"
    case 6: "SERV_MAST_KEY_VER"
    case 7: "BYTE_ORDER"
    case 8: "PRINCIPAL_UNKNOWN"
    case 9: "PRINCIPAL_NOT_UNIQUE"
    case 10: "NULL_KEY"
    default: nil
    }
  }
}
