import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints the commands that a Telnet segment begins with (RFC 854); data, and what follows it, is left out.
  mutating func printTelnet(_ bytes: Span<UInt8>, _ payload: ApplicationPayload) throws(EarlyEnd) {
    // With a dump and at the highest verbosity, each command has a line of its own beside its bytes.
    let isTable = options.dump == .hexAndASCII && options.verbosity > 2
    let end = payload.start + payload.length
    var offset = payload.start
    while offset < end, let command = try TelnetCommand(reading: bytes, at: offset, end: end) {
      let isFirst = offset == payload.start
      if isTable {
        if isFirst { line.append("\nTelnet:") }
        printTelnetBytes(bytes, from: offset, to: command.end, first: payload.start)
      } else {
        line.append(isFirst ? " [telnet " : ", ")
      }
      printTelnetCommand(command, bytes)
      offset = command.end
      // If SE is missing, tcpdump 4.99.3 reads the next command after the segment's end.
      if offset > end { throw EarlyEnd(name: "telnet") }
    }
    if offset > payload.start { line.append(isTable ? "\n" : "]") }
  }

  private mutating func printTelnetCommand(_ command: TelnetCommand, _ bytes: Span<UInt8>) {
    guard let name = commandName(command.code) else { return line.append("IAC IAC") }
    line.append(name)
    guard let option = command.option else { return }
    line.append(" ")
    printTelnetValue(option, optionName(option))
    guard let data = command.data else { return }
    printTelnetData(option, bytes.extracting(data))
    line.append(" SE")
  }

  /// Prints a subnegotiation: its command, the type of authentication (RFC 2941) or encryption (RFC 2946), the rest.
  private mutating func printTelnetData(_ option: UInt8, _ data: Span<UInt8>) {
    for index in data.indices {
      let value = data[index]
      let name: String? =
        switch (option, index) {
        case (37, 0): authenticationCommand(value)
        case (37, 1): authenticationType(value)
        case (38, 0): encryptionCommand(value)
        case (38, 1): encryptionType(value)
        case (_, 0): plainCommand(value)
        default: nil
        }
      line.append(" ")
      printTelnetValue(value, name)
    }
  }

  /// Appends a name, or a number in hexadecimal.
  private mutating func printTelnetValue(_ value: UInt8, _ name: String?) {
    if let name {
      line.append(name)
    } else {
      line.append(value == 0 ? "0" : "0x")
      if value != 0 { line.append(hex: UInt32(value)) }
    }
  }

  /// Appends the bytes of a command, and blanks up to where its text begins.
  private mutating func printTelnetBytes(
    _ bytes: Span<UInt8>, from start: Int, to end: Int, first: Int
  ) {
    let stop = min(end, bytes.count)
    for offset in start..<stop {
      let index = offset - start
      if index % 16 == 0 { line.put("\n0x", Hex(offset - first, 4), ": ") }
      if index % 2 == 0 { line.append(" ") }
      line.append(hex: UInt32(bytes[offset]), digits: 2)
    }
    if end - start > 8 {
      line.append("\n\t\t\t\t")
    } else {
      line.append(blanks: (8 - (end - start)) * 3)
      line.append("\t")
    }
  }
}

/// The names of commands.
private func commandName(_ code: UInt8) -> String? {
  switch code {
  case 236: "EOF"
  case 237: "SUSP"
  case 238: "ABORT"
  case 239: "EOR"
  case 240: "SE"
  case 241: "NOP"
  case 242: "DMARK"
  case 243: "BRK"
  case 244: "IP"
  case 245: "AO"
  case 246: "AYT"
  case 247: "EC"
  case 248: "EL"
  case 249: "GA"
  case 250: "SB"
  case 251: "WILL"
  case 252: "WONT"
  case 253: "DO"
  case 254: "DONT"
  default: nil
  }
}

/// The names of options (IANA's registry of Telnet options).
private func optionName(_ code: UInt8) -> String? {
  switch code {
  case 0: "BINARY"
  case 1: "ECHO"
  case 2: "RCP"
  case 3: "SUPPRESS GO AHEAD"
  case 4: "NAME"
  case 5: "STATUS"
  case 6: "TIMING MARK"
  case 7: "RCTE"
  case 8: "NAOL"
  case 9: "NAOP"
  case 10: "NAOCRD"
  case 11: "NAOHTS"
  case 12: "NAOHTD"
  case 13: "NAOFFD"
  case 14: "NAOVTS"
  case 15: "NAOVTD"
  case 16: "NAOLFD"
  case 17: "EXTEND ASCII"
  case 18: "LOGOUT"
  case 19: "BYTE MACRO"
  case 20: "DATA ENTRY TERMINAL"
  case 21: "SUPDUP"
  case 22: "SUPDUP OUTPUT"
  case 23: "SEND LOCATION"
  case 24: "TERMINAL TYPE"
  case 25: "END OF RECORD"
  case 26: "TACACS UID"
  case 27: "OUTPUT MARKING"
  case 28: "TTYLOC"
  case 29: "3270 REGIME"
  case 30: "X.3 PAD"
  case 31: "NAWS"
  case 32: "TSPEED"
  case 33: "LFLOW"
  case 34: "LINEMODE"
  case 35: "XDISPLOC"
  case 36: "OLD-ENVIRON"
  case 37: "AUTHENTICATION"
  case 38: "ENCRYPT"
  case 39: "NEW-ENVIRON"
  default: nil
  }
}

/// The name of a subnegotiation's command.
private func plainCommand(_ code: UInt8) -> String? {
  switch code {
  case 0: "IS"
  case 1: "SEND"
  case 2: "INFO"
  default: nil
  }
}

/// The name of an authentication subnegotiation's command.
private func authenticationCommand(_ code: UInt8) -> String? {
  switch code {
  case 0: "IS"
  case 1: "SEND"
  case 2: "REPLY"
  case 3: "NAME"
  default: nil
  }
}

/// Types of authentication.
private func authenticationType(_ code: UInt8) -> String? {
  switch code {
  case 0: "NULL"
  case 1: "KERBEROS_V4"
  case 2: "KERBEROS_V5"
  case 3: "SPX"
  case 4: "MINK"
  case 5: "SRP"
  case 6: "RSA"
  case 7: "SSL"
  case 10: "LOKI"
  case 11: "SSA"
  case 12: "KEA_SJ"
  case 13: "KEA_SJ_INTEG"
  case 14: "DSS"
  case 15: "NTLM"
  default: nil
  }
}

/// The name of an encryption subnegotiation's command.
private func encryptionCommand(_ code: UInt8) -> String? {
  switch code {
  case 0: "IS"
  case 1: "SUPPORT"
  case 2: "REPLY"
  case 3: "START"
  case 4: "END"
  case 5: "REQUEST-START"
  case 6: "REQUEST-END"
  case 7: "END_KEYID"
  case 8: "DEC_KEYID"
  default: nil
  }
}

/// Types of encryption.
private func encryptionType(_ code: UInt8) -> String? {
  switch code {
  case 0: "NULL"
  case 1: "DES_CFB64"
  case 2: "DES_OFB64"
  case 3: "DES3_CFB64"
  case 4: "DES3_OFB64"
  case 6: "CAST5_40_CFB64"
  case 7: "CAST5_40_OFB64"
  case 8: "CAST128_CFB64"
  case 9: "CAST128_OFB64"
  default: nil
  }
}
