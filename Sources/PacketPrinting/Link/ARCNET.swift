import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints an ARCNET frame (RFC 1201, RFC 1051); Linux delivers reassembled packets with one more header field.
  mutating func printARCNET(
    _ bytes: Span<UInt8>, at start: Int, length: Int, isLinux: Bool
  ) throws(EarlyEnd) {
    let name = isLinux ? "arcnet_linux" : "arcnet"
    let captured = bytes.count - start
    let shortest = isLinux ? 5 : 3
    guard captured >= shortest else {
      dumpOffset += max(captured, 0)
      throw EarlyEnd(name: name)
    }
    let type = bytes[start + (isLinux ? 4 : 2)]
    // The packets of RFC 1051 and diagnoses have no sequence numbers.
    let isOld = type == 240 || type == 241 || type == 0x80
    var size = isOld ? shortest : shortest + 3
    var (flag, sequence): (UInt8, UInt16) = (0, 0)
    if !isOld {
      guard captured >= size else {
        if !isLinux { printARCNETHeader(bytes, at: start, length: length, nil, " phds") }
        dumpOffset += captured
        throw EarlyEnd(name: name)
      }
      if !isLinux {
        flag = bytes[start + 3]
        sequence = bytes.uint16(at: start + 4)
        if flag == 0xff {
          size = 10
          guard captured >= size else {
            printARCNETHeader(bytes, at: start, length: length, nil, " phds extended")
            dumpOffset += captured
            throw EarlyEnd(name: name)
          }
          flag = bytes[start + 7]
          sequence = bytes.uint16(at: start + 8)
        }
      }
    }
    if options.showsLinkHeader {
      printARCNETHeader(
        bytes, at: start, length: length, isOld || isLinux ? nil : (flag, sequence), "",
        isLinux: isLinux)
    }
    // A fragment other than the first of a packet.
    if flag != 0 && flag & 1 == 0 {
      dumpOffset += size
      return
    }
    let (inside, rest) = (start + size, length - size)
    switch type {
    case 240, 212: try printInner(.ipv4, bytes, in: inside..<bytes.count, length: rest)
    case 0xc4: try printInner(.ipv6, bytes, in: inside..<bytes.count, length: rest)
    case 241, 213, 214: try printInner(.arp, bytes, in: inside..<bytes.count, length: rest)
    case 0xdd:
      try printAppleTalk(AppleTalkPacket(Fields(bytes, from: inside, length: rest, in: "atalk")))
    default: line.append(hexAndASCIIDump: bytes.extracting(inside..<bytes.count))
    }
    dumpOffset += size
  }

  /// Appends both nodes, the type, and which fragment of a packet it is.
  private mutating func printARCNETHeader(
    _ bytes: Span<UInt8>, at start: Int, length: Int, _ fragment: (flag: UInt8, sequence: UInt16)?,
    _ ending: String, isLinux: Bool = false
  ) {
    line.append(hex: UInt32(bytes[start]), digits: 2)
    line.append(" ")
    line.append(hex: UInt32(bytes[start + 1]), digits: 2)
    line.append(" ")
    guard options.quietness == 0 else {
      line.append(decimal: length)
      line.append(": ")
      line.append(ending)
      return
    }
    // tcpdump looks for the type at the same place in both forms.
    printARCNETType(bytes[start + 2])
    line.append(" ")
    if let fragment {
      line.append("seqid ")
      line.append(hex: UInt32(fragment.sequence), digits: 4)
      line.append(" ")
      if fragment.flag & 1 != 0 {
        line.append("(first of ")
        line.append(decimal: (Int(fragment.flag) + 3) / 2)
        line.append(" fragments) ")
      } else if fragment.flag != 0 {
        line.append("(fragment ")
        line.append(decimal: Int(fragment.flag) / 2 + 1)
        line.append(") ")
      }
    }
    line.append(decimal: length)
    line.append(": ")
    line.append(ending)
  }

  private mutating func printARCNETType(_ type: UInt8) {
    switch type {
    case 240: line.append("oldip")
    case 241: line.append("oldarp")
    case 212: line.append("ip")
    case 213: line.append("arp")
    case 214: line.append("rarp")
    case 221: line.append("atalk")
    case 247: line.append("banyan")
    case 250: line.append("ipx")
    case 0xc4: line.append("ipv6")
    case 0x80: line.append("diag")
    default: line.append(hex: UInt32(type), digits: 2)
    }
  }
}
