import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a packet of the Routing Information Protocol, version 1 or 2 (RFC 1058, RFC 2453); its routes when verbose.
  mutating func printRIP(_ bytes: Span<UInt8>, _ payload: ApplicationPayload) throws(EarlyEnd) {
    let length = payload.length
    guard length >= RIPPacket.headerByteCount, let packet = RIPPacket(bytes, at: payload.start)
    else {
      printTruncation(RIPPacket.name)
      return
    }
    line.put(options.verbosity > 0 ? "\n\tRIPv" : "RIPv", packet.version)
    guard packet.version != 0 else {
      // RFC 1058, section 3.4: packets of version 0 are to be ignored.
      printUnknownData(bytes, at: payload.start, length: length, indent: "\n\t")
      return
    }
    line.append(", ")
    switch packet.command {
    case 1: line.append("Request")
    case 2: line.append("Response")
    case 3: line.append("Trace on")
    case 4: line.append("Trace off")
    case 5: line.append("Poll")
    case 6: line.append("Poll Entry")
    default: line.put("unknown command (", packet.command, ")")
    }
    line.put(", length: ", length)
    guard options.verbosity > 0 else { return }
    switch packet.command {
    case 1, 2, 5, 6:
      switch packet.version {
      case 1, 2:
        guard printRIPEntries(bytes, payload, version: packet.version) else { return }
      default: line.append(", unknown version")
      }
    case 4: break
    default:
      if options.verbosity == 1 {
        printUnknownData(bytes, at: payload.start, length: length, indent: "\n\t")
      }
    }
    if options.verbosity > 1 {
      printUnknownData(bytes, at: payload.start, length: length, indent: "\n\t")
    }
  }

  /// Prints the entries; false if a password was cut, after which tcpdump prints nothing more.
  private mutating func printRIPEntries(
    _ bytes: Span<UInt8>, _ payload: ApplicationPayload, version: UInt8
  ) -> Bool {
    line.put(", routes: ", payload.length / RIPPacket.entryByteCount)
    if version == 2 { line.append(" or less") }
    let end = min(payload.start + payload.length, bytes.count)
    var offset = payload.start + RIPPacket.headerByteCount
    while offset < end {
      guard offset + RIPPacket.entryByteCount <= end, let entry = RIPEntry(bytes, at: offset) else {
        if version == 2, let password = RIPEntry.cutPassword(bytes, at: offset) {
          line.append("\n\t  Simple Text Authentication data: ")
          for index in password { line.append(visible: bytes[index]) }
          printTruncation(RIPPacket.name)
          return false
        }
        printTruncation(RIPPacket.name)
        return true
      }
      if version == 1 {
        printRIPEntry1(entry, bytes)
      } else if !printRIPEntry2(entry, bytes, left: end - offset) {
        return true
      }
      offset += RIPPacket.entryByteCount
    }
    return true
  }

  private mutating func printRIPEntry1(_ entry: RIPEntry, _ bytes: Span<UInt8>) {
    guard entry.family == 2 || entry.family == 0 else {
      line.append("\n\t AFI ")
      printRIPFamily(entry.family)
      line.append(", ")
      printUnknownData(bytes, at: entry.offset + 4, length: 16, indent: "\n\t  ")
      return
    }
    guard entry.tag == 0, entry.mask == 0, entry.nextHop.rawValue == 0 else {
      printUnknownData(bytes, at: entry.offset, length: 20, indent: "\n\t  ")
      return
    }
    line.append(entry.family == 0 ? "\n\t  AFI 0, " : "\n\t  ")
    printAddress(entry.destination)
    line.put(", metric: ", entry.metric)
  }

  /// Prints an entry of version 2; false if it spans the rest of the packet.
  private mutating func printRIPEntry2(
    _ entry: RIPEntry, _ bytes: Span<UInt8>, left: Int
  ) -> Bool {
    switch (entry.family, entry.tag) {
    case (0xffff, 2):
      line.append("\n\t  Simple Text Authentication data: ")
      for index in (entry.offset + 4)..<(entry.offset + 20) {
        if bytes[index] == 0 { break }
        line.append(visible: bytes[index])
      }
    case (0xffff, 3):
      let header = entry.authentication
      line.put("\n\t  Auth header: Packet Len ", header.packetLength, ", Key-ID ", header.key)
      line.put(", Auth Data Len ", header.dataLength, ", SeqNo ", header.sequence)
      line.put(", MBZ ", header.reserved.0, ", MBZ ", header.reserved.1)
    case (0xffff, 1):
      line.append("\n\t  Auth trailer:")
      printUnknownData(bytes, at: entry.offset + 4, length: left - 4, indent: "\n\t  ")
      return false
    case (0xffff, _):
      line.put("\n\t  Unknown (", entry.tag, ") Authentication data:")
      printUnknownData(bytes, at: entry.offset + 4, length: left - 4, indent: "\n\t  ")
      return false
    case (0, _), (2, _):
      line.append("\n\t  AFI ")
      if entry.family == 2 { line.append("IPv4") } else { line.append("0") }
      line.append(", ")
      printRightAligned(entry.destination)
      line.put("/", entry.prefixLength)
      if entry.prefixLength >= 0 && entry.prefixLength < 10 { line.append(" ") }
      line.put(", tag 0x", Hex(entry.tag, 4), ", metric: ", entry.metric, ", next-hop: ")
      if entry.nextHop.rawValue == 0 {
        line.append("self")
      } else {
        printAddress(entry.nextHop)
      }
    default:
      line.append("\n\t  AFI ")
      printRIPFamily(entry.family)
      printUnknownData(bytes, at: entry.offset + 4, length: 16, indent: "\n\t  ")
    }
    return true
  }

  /// Appends an address at the right edge of a column of 15.
  private mutating func printRightAligned(_ address: IPv4Address) {
    let start = line.count
    printAddress(address)
    let missing = 15 - (line.count - start)
    guard missing > 0 else { return }
    line.truncate(to: start)
    line.append(blanks: missing)
    printAddress(address)
  }

  /// Appends the name that BSD's address families have.
  private mutating func printRIPFamily(_ family: UInt16) {
    switch family {
    case 2: line.append("IPv4")
    case 6: line.append("NS")
    case 7: line.append("ISO")
    case 16: line.append("Appletalk")
    case 23: line.append("IPX")
    case 24, 28, 30: line.append("IPv6")
    default: line.put("Unknown (", family, ")")
    }
  }

  /// Prints a packet of RIPng (RFC 2080).
  mutating func printRIPng(_ bytes: Span<UInt8>, _ payload: ApplicationPayload) throws(EarlyEnd) {
    let packet = try RIPngPacket(bytes, at: payload.start)
    let version = try packet.version(bytes)
    guard version == 1 else {
      line.put(" [vers ", version, "]")
      printInvalid()
      return
    }
    let isWhole: Bool
    switch packet.command {
    case 1, 2: isWhole = try printRIPngEntries(bytes, payload, command: packet.command)
    default:
      line.put(" ripng-", packet.command, " ?? ", payload.length)
      isWhole = false
    }
    if !isWhole { printInvalid() }
  }

  /// Prints the routes of a RIPng packet; false if its length leaves a part of one.
  private mutating func printRIPngEntries(
    _ bytes: Span<UInt8>, _ payload: ApplicationPayload, command: UInt8
  ) throws(EarlyEnd) -> Bool {
    let room = payload.length - RIPngPacket.headerByteCount
    guard room >= 0 else { return false }
    let count = room / RIPngEntry.byteCount
    var offset = payload.start + RIPngPacket.headerByteCount
    if command == 1 && count == 1 {
      if try RIPngEntry.asksForAll(bytes, at: offset) {
        line.append(" ripng-req dump")
        return true
      }
    }
    line.put(command == 1 ? " ripng-req " : " ripng-resp ", count)
    if count * RIPngEntry.byteCount != room { line.put("[", payload.length, "]") }
    line.append(":")
    for _ in 0..<count {
      line.append(options.verbosity > 1 ? "\n\t" : " ")
      let entry = try RIPngEntry(bytes, at: offset)
      printAddress(entry.prefix)
      line.put("/", entry.prefixLength)
      if entry.tag != 0 { line.put(" [", entry.tag, "]") }
      let metric = command == 2 ? try entry.metric(bytes) : 0
      if metric != 0 { line.put(" (", metric, ")") }
      offset += RIPngEntry.byteCount
    }
    return count * RIPngEntry.byteCount == room
  }
}
