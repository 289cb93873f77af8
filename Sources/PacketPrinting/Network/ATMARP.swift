import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints an ARP packet over ATM (RFC 2225), of which `bytes` are the captured ones.
  mutating func printATMARP(_ packet: Packet, _ header: ARPHeader, _ bytes: Span<UInt8>) {
    guard let lengths = try? ATMAddressLengths(decoding: bytes) else { return }
    if !options.showsLinkHeader { line.append("ARP, ") }
    let isUnusual =
      !header.asksForIPv4 || lengths.senderProtocol != 4 || lengths.targetProtocol != 4
    if isUnusual || options.verbosity > 0 {
      printHardwareType(header)
      line.append(", ")
      printProtocolType(header)
      line.append(" (len ")
      line.append(decimal: lengths.senderProtocol)
      line.append("/")
      line.append(decimal: lengths.targetProtocol)
      line.append(")")
    }
    if options.verbosity > 0 || !isUnusual {
      printARPOperation(header)
      guard printATMAddresses(header, lengths, bytes) else {
        line.append(hexAndASCIIDump: bytes)
        return
      }
    }
    line.append(", length ")
    line.append(decimal: packet.networkLength)
  }

  /// Appends the addresses of a request or reply; false for an unknown operation.
  private mutating func printATMAddresses(
    _ header: ARPHeader, _ lengths: ATMAddressLengths, _ bytes: Span<UInt8>
  ) -> Bool {
    let senderHardware = ATMAddressLengths.headerByteCount
    let senderProtocol = senderHardware + lengths.senderNumber + lengths.senderSubaddress
    let targetHardware = senderProtocol + lengths.senderProtocol
    let targetProtocol = targetHardware + lengths.targetNumber + lengths.targetSubaddress
    let sender = (at: senderHardware, lengths.senderNumber, lengths.senderSubaddress)
    let target = (at: targetHardware, lengths.targetNumber, lengths.targetSubaddress)
    switch header.operation {
    case 1:
      line.append("who-has ")
      printATMProtocol(header, bytes, at: targetProtocol, lengths.targetProtocol, "<wrong tplen>")
      if lengths.targetNumber != 0 {
        line.append(" (")
        printATMAddress(target, bytes)
        line.append(")")
      }
      line.append(" tell ")
      printATMProtocol(header, bytes, at: senderProtocol, lengths.senderProtocol, "<wrong splen>")
    case 2:
      printATMProtocol(header, bytes, at: senderProtocol, lengths.senderProtocol, "<wrong splen>")
      line.append(" is-at ")
      printATMAddress(sender, bytes)
    case 8:
      line.append("who-is ")
      printATMAddress(target, bytes)
      line.append(" tell ")
      printATMAddress(sender, bytes)
    case 9:
      printATMAddress(sender, bytes)
      line.append("at ")
      printATMProtocol(header, bytes, at: senderProtocol, lengths.senderProtocol, "<wrong splen>")
    case 10:
      line.append("for ")
      printATMProtocol(header, bytes, at: senderProtocol, lengths.senderProtocol, "<wrong splen>")
    default: return false
    }
    return true
  }

  /// Appends an IPv4 address, or why the protocol address is none.
  private mutating func printATMProtocol(
    _ header: ARPHeader, _ bytes: Span<UInt8>, at offset: Int, _ length: Int, _ wrong: String
  ) {
    if !header.asksForIPv4 {
      line.append("<wrong proto type>")
    } else if length != 4 {
      line.append(wrong)
    } else {
      printAddress(IPv4Address(rawValue: bytes.uint32(at: offset)))
    }
  }

  /// Appends an ATM number and, if there is one, its subaddress.
  private mutating func printATMAddress(
    _ address: (at: Int, number: Int, subaddress: Int), _ bytes: Span<UInt8>
  ) {
    guard address.number > 0 else {
      line.append("<No address>")
      return
    }
    let end = address.at + address.number
    printHexWithColons(bytes.extracting(address.at..<end))
    guard address.subaddress > 0 else { return }
    line.append(",")
    printHexWithColons(bytes.extracting(end..<(end + address.subaddress)))
  }
}
