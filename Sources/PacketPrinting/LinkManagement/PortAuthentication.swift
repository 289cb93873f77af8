import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a frame of EAP over LAN (IEEE 802.1X).
  mutating func printPortAuthentication(_ frame: PortAuthenticationFrame) throws(EarlyEnd) {
    let length = frame.fields.length
    guard length >= 4 else { throw frame.fields.end }
    try frame.fields.require(4)
    let type = try frame.type
    begin("")
    line.append(Self.authenticationFrameName(type) ?? "unknown")
    line.append(" (", decimal: type, ") v")
    line.append("", decimal: try frame.version, ", len ")
    line.append(decimal: UInt32(try frame.length))
    endStatement()
    if options.verbosity == 0 { return }
    if type == 0 {
      if try frame.length == 0 { throw frame.fields.end }
      line.append(", ")
      try printAuthentication(frame.message, length: Int(try frame.length))
    }
  }

  private static func authenticationFrameName(_ type: UInt8) -> String? {
    switch type {
    case 0: "EAP packet"
    case 1: "EAPOL start"
    case 2: "EAPOL logoff"
    case 3: "EAPOL key"
    case 4: "Encapsulated ASF alert"
    default: nil
    }
  }

  /// Prints an EAP message (RFC 3748) in so many bytes of another protocol; a part of one is not read.
  mutating func printAuthentication(
    _ message: AuthenticationMessage, length stated: Int
  ) throws(EarlyEnd) {
    let code = try message.code
    let length = try message.length
    if Int(length) != stated { return line.append("EAP fragment?") }
    begin("")
    let names: [5 of String] = ["unknown", "Request", "Response", "Success", "Failure"]
    line.append(names[code < 5 ? Int(code) : 0])
    line.append(" (", decimal: code, "), id ")
    line.append("", decimal: try message.identifier, ", len ")
    line.append(decimal: UInt32(length))
    endStatement()
    if length < 4 {
      line.append(" (too short for EAP header)")
      return
    }
    guard code == 1 || code == 2 else { return }
    if length < 5 {
      line.append(" (too short for EAP request/response)")
      return
    }
    try message.fields.require(Int(length))
    let method = try message.method
    line.append("\n\t\t Type ")
    line.append(Self.authenticationMethodName(method) ?? "unknown")
    line.append(" (", decimal: method, ")")
    try printAuthenticationMethod(message, method, Int(length))
  }

  private static func authenticationMethodName(_ method: UInt8) -> String? {
    switch method {
    case 0: "No proposed"
    case 1: "Identity"
    case 2: "Notification"
    case 3: "Nak"
    case 4: "MD5-challenge"
    case 5: "OTP"
    case 6: "GTC"
    case 13: "TLS"
    case 18: "SIM"
    case 21: "TTLS"
    case 23: "AKA"
    case 43: "FAST"
    case 254: "Expanded types"
    case 255: "Experimental"
    default: nil
    }
  }

  private mutating func printAuthenticationMethod(
    _ message: AuthenticationMessage, _ method: UInt8, _ length: Int
  ) throws(EarlyEnd) {
    switch method {
    case 1:
      if length > 5 {
        line.append(", Identity: ")
        try printText(message.text)
      }
    case 2:
      if length < 6 {
        line.append(" (too short for EAP Notification request/response)")
        return
      }
      line.append(", Notification: ")
      try printText(message.text)
    case 3:
      if length < 6 {
        line.append(" (too short for EAP Legacy NAK request/response)")
        return
      }
      for index in 5..<length {
        let wanted = try message.fields.byte(at: index)
        line.put(index == 5 ? " " : ", ", Self.authenticationMethodName(wanted) ?? "unknown")
        line.put(" (", wanted, ")")
      }
    case 13, 21, 43: try printAuthenticationTunnel(message, method, length)
    case 18, 23:
      if length < 6 {
        line.append(" (too short for EAP SIM/AKA request/response)")
        return
      }
      let subtype = try message.methodByte
      line.append(" subtype [")
      line.append(Self.authenticationSubtypeName(subtype) ?? "unknown")
      line.append("] 0x", hex: subtype, digits: 2)
    default: break
    }
  }

  /// Prints the flags and the length of EAP-TLS, EAP-TTLS and EAP-FAST.
  private mutating func printAuthenticationTunnel(
    _ message: AuthenticationMessage, _ method: UInt8, _ length: Int
  ) throws(EarlyEnd) {
    let name = method == 43 ? "FAST" : "TLS/TTLS"
    if length < 6 {
      line.append(" (too short for EAP ")
      line.append(name)
      line.append(" request/response)")
      return
    }
    let flags = try message.methodByte
    if method == 21 { line.append(" TTLSv", decimal: flags & 7) }
    if method == 43 { line.append(" FASTv", decimal: flags & 7) }
    line.append(" flags [")
    printFlagNames(
      UInt32(flags) & 0xe0,
      [(0x80, "L bit"), (0x40, "More fragments bit"), (0x20, "Start bit")], separator: ", ",
      none: "none")
    line.append("] 0x", hex: flags, digits: 2)
    guard flags & 0x80 != 0 else { return }
    if length < 10 {
      line.append(" (too short for EAP ")
      line.append(name)
      line.append(" request/response with length)")
      return
    }
    line.append(", len ", decimal: try message.totalLength)
  }

  private static func authenticationSubtypeName(_ subtype: UInt8) -> String? {
    switch subtype {
    case 1, 11: "Challenge"
    case 2: "Auth reject"
    case 4: "Sync failure"
    case 5: "Identity"
    case 10: "Start"
    case 12: "Notification"
    case 13: "Reauth"
    case 14: "Client error"
    default: nil
    }
  }
}
