import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints an IGMP message (RFC 3376) and the DVMRP, PIM version 1 or traceroute message that it may be.
  mutating func printIGMP(_ message: IGMPMessage) throws(EarlyEnd) {
    if options.quietness > 0 {
      line.append("igmp")
      return
    }
    switch try message.type {
    case 0x11:
      line.append("igmp query")
      if message.fields.length >= 12 {
        try printIGMPv3Query(message)
      } else {
        try printIGMPQuery(message)
      }
    case 0x12:
      let group = try message.group
      line.append("igmp v1 report ")
      printAddress(group)
      if message.fields.length != 8 { printIGMPLength(message) }
    case 0x16:
      let group = try message.group
      line.append("igmp v2 report ")
      printAddress(group)
    case 0x17:
      let group = try message.group
      line.append("igmp leave ")
      printAddress(group)
    case 0x22:
      line.append("igmp v3 report")
      try printIGMPv3Report(message)
    case 0x13:
      line.append("igmp dvmrp")
      if message.fields.length < 8 {
        printIGMPLength(message)
      } else {
        try printDVMRP(DVMRPMessage(message))
      }
    case 0x14:
      line.append("igmp pimv1")
      try printPIMv1(PIMv1Message(message.fields.named("pimv1")))
    case 0x1e: try printTraceroute(message.traceroute, "mresp ", message)
    case 0x1f: try printTraceroute(message.traceroute, "mtrace ", message)
    case let type: line.append("igmp-", decimal: type)
    }
    if options.verbosity > 0, message.isChecksumRight == false {
      line.append(" bad igmp cksum ", hex: try message.checksum, "!")
    }
  }

  /// Appends ` [len N]`.
  private mutating func printIGMPLength(_ message: IGMPMessage) {
    line.append(" [len ", decimal: message.fields.length, "]")
  }

  /// Prints a query of version 1 or 2.
  private mutating func printIGMPQuery(_ message: IGMPMessage) throws(EarlyEnd) {
    let code = try message.maximumResponseCode
    line.append(code == 0 ? " v1" : " v2")
    if code != 0 && code != 100 { line.append(" [max resp time ", decimal: code, "]") }
    let group = try message.group
    if group.rawValue != 0 {
      line.append(" [gaddr ")
      printAddress(group)
      line.append("]")
    }
    if message.fields.length != 8 { printIGMPLength(message) }
  }

  /// Prints a query of version 3 (RFC 3376, section 4.1).
  private mutating func printIGMPv3Query(_ message: IGMPMessage) throws(EarlyEnd) {
    line.append(" v3")
    if message.fields.length & 3 != 0 {
      line.append(" [invalid len ", decimal: message.fields.length, "]")
      return
    }
    if try message.maximumResponseCode != 100 {
      let time = try message.maximumResponseTime
      line.append(" [max resp time ")
      if time < 600 {
        line.append(decimal: time / 10)
        line.append(".", decimal: time % 10, "s")
      } else {
        printSpan(ofSeconds: time / 10)
      }
      line.append("]")
    }
    let group = try message.group
    if group.rawValue == 0 { return }
    line.append(" [gaddr ")
    printAddress(group)
    let count = Int(try message.sourceCount)
    if count > 0 {
      if message.fields.length < 12 + count * 4 {
        line.append(" [invalid number of sources]")
      } else if options.verbosity > 1 {
        line.append(" {")
        for index in 0..<count {
          let source = try message.source(index)
          line.append(" ")
          printAddress(source)
        }
        line.append(" }")
      } else {
        line.append(", ", decimal: count, " source(s)")
      }
    }
    line.append("]")
  }

  /// Prints a report of version 3 (RFC 3376, section 4.2).
  private mutating func printIGMPv3Report(_ message: IGMPMessage) throws(EarlyEnd) {
    if message.fields.length < 16 || message.fields.length & 3 != 0 {
      line.append(" [invalid len ", decimal: message.fields.length, "]")
      return
    }
    line.append(", ", decimal: try message.recordCount, " group record(s)")
    if options.verbosity == 0 { return }
    var records = try message.records
    while let record = try records.next() {
      guard record.isInsideMessage else {
        line.append(" [invalid number of groups]")
        return
      }
      guard try printIGMPGroupRecord(record) else { return }
    }
  }

  /// Prints a group record; false if the message has no room for its sources.
  private mutating func printIGMPGroupRecord(_ record: IGMPGroupRecord) throws(EarlyEnd) -> Bool {
    let group = try record.group
    line.append(" [gaddr ")
    printAddress(group)
    line.append(" ")
    let type = try record.type
    line.append(name: Self.groupRecordName(type), or: " [v3-report-#", type, "]")
    let count = try record.sourceCount
    guard try record.hasRoomForSources else {
      line.append(" [invalid number of sources ", decimal: count, "]")
      return false
    }
    if options.verbosity == 1 {
      line.append(", ", decimal: count, " source(s)")
    } else {
      line.append(" {")
      for index in 0..<Int(count) {
        let source = try record.source(index)
        line.append(" ")
        printAddress(source)
      }
      line.append(" }")
    }
    line.append("]")
    return true
  }

  /// The name of a group record's type (RFC 3376, section 4.2.12).
  static func groupRecordName(_ type: UInt8) -> String? {
    switch type {
    case 1: "is_in"
    case 2: "is_ex"
    case 3: "to_in"
    case 4: "to_ex"
    case 5: "allow"
    case 6: "block"
    default: nil
    }
  }

  /// Prints a multicast traceroute's query or response.
  private mutating func printTraceroute(
    _ trace: IGMPTraceroute, _ name: String, _ message: IGMPMessage
  ) throws(EarlyEnd) {
    guard trace.isInsideMessage else {
      line.append(" [invalid len ", decimal: message.fields.length, "]")
      return
    }
    line.append(name, decimal: try trace.queryIdentifier, ": ")
    printAddress(try trace.source)
    line.append(" to ")
    printAddress(try trace.destination)
    line.append(" reply-to ")
    let response = try trace.responseAddress
    printAddress(response)
    if response.rawValue >> 28 == 0xe { line.append(" with-ttl ", decimal: try trace.responseTTL) }
  }
}
