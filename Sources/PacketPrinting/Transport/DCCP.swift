import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a DCCP packet (RFC 4340); ports stay numbers.
  mutating func printDCCP(_ packet: Packet, _ frame: Span<UInt8>) throws(EarlyEnd) {
    let bytes = frame.extracting(first: packet.end)
    let start = packet.transportOffset
    let length = packet.transportLength
    guard bytes.has(DCCPHeader.minimumByteCount, at: start) else {
      printTruncation("dccp")
      return
    }
    let size = bytes[start + 8] & 1 != 0 ? 16 : 12
    for needed in [DCCPHeader.minimumByteCount, size] where length < needed {
      line.append("truncated-dccp - ")
      line.append(decimal: needed - length)
      line.append(" bytes missing!")
      return
    }
    guard case .dccp(let header) = packet.transport else {
      printTruncation("dccp")
      return
    }
    printNumericPorts(header.sourcePort, header.destinationPort, packet.addresses)
    line.append("DCCP")
    let headerByteCount = Int(header.dataOffset) * 4
    if options.quietness > 0 {
      line.append(" ")
      if headerByteCount > length {
        line.append(decimal: UInt32(truncatingIfNeeded: length - headerByteCount))
        line.append(" [bad hdr length ")
        line.append(decimal: headerByteCount)
        line.append(" - too long, > ")
        line.append(decimal: length)
        line.append("]")
      } else {
        line.append(decimal: length - headerByteCount)
      }
      return
    }
    if options.verbosity > 0 { printDCCPChecksum(packet, header, bytes) }
    line.append(" ")
    guard let fixed = try printDCCPType(header, bytes, at: start, length: length) else { return }
    if header.type != .data && header.type != .request {
      try printDCCPAcknowledgment(header, bytes, at: start)
    }
    guard options.verbosity >= 2 else { return }
    line.append("seq ")
    line.append(decimal: header.sequence)
    if headerByteCount > fixed {
      try printDCCPOptions(bytes, at: start + fixed, length: headerByteCount - fixed)
    }
  }

  /// Appends ` (CCVal 0, CsCov 0, cksum 0x1234 (correct))`; the checksum if the packet was captured completely.
  private mutating func printDCCPChecksum(
    _ packet: Packet, _ header: DCCPHeader, _ bytes: Span<UInt8>
  ) {
    line.append(" (CCVal ")
    line.append(decimal: UInt32(header.congestionValue))
    line.append(", CsCov ")
    line.append(decimal: UInt32(header.checksumCoverage))
    let start = packet.transportOffset
    let covered = header.coveredByteCount(length: packet.transportLength)
    if bytes.has(packet.transportLength, at: start), covered >= 0 {
      line.append(words.checksum)
      line.append(hex: UInt32(header.checksum), digits: 4)
      var sum = packet.pseudoHeaderSum(length: packet.transportLength, in: bytes)
      sum.add(bytes.extracting(start..<(start + covered)))
      if case .invalid(_, let computed) = sum.status(stated: header.checksum) {
        line.append(" (incorrect -> 0x")
        line.append(hex: UInt32(computed), digits: 4)
        line.append(")")
      } else {
        line.append(" (correct)")
      }
    }
    line.append(")")
  }

  /// Appends the type and the fields that it adds, and returns where the options begin; nil if they are cut.
  private mutating func printDCCPType(
    _ header: DCCPHeader, _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) -> Int? {
    let extra: Int
    switch header.type {
    case .request: extra = 4
    case .response, .reset: extra = 12
    case .acknowledgment, .dataAcknowledgment, .closeRequest, .close, .sync, .syncAcknowledgment:
      // tcpdump assumes the long form, whatever the header says.
      extra = 8
    default: extra = 0
    }
    let fixed = header.genericByteCount + extra
    guard length >= fixed else {
      line.append("truncated-")
      line.append(Self.dccpTypeName(header.type) ?? "")
      line.append(" - ")
      line.append(decimal: fixed - length)
      line.append(" bytes missing!")
      return nil
    }
    let place = start + fixed - 4
    switch header.type {
    case .request, .response, .reset:
      guard bytes.has(4, at: place) else {
        printTruncation("dccp")
        return nil
      }
    default: break
    }
    if let name = Self.dccpTypeName(header.type) {
      line.append(name)
    } else {
      line.append("unknown-type-")
      line.append(decimal: UInt32(header.type.rawValue))
    }
    line.append(" ")
    switch header.type {
    case .request, .response:
      line.append("(service=")
      line.append(decimal: bytes.uint32(at: place))
      line.append(") ")
    case .reset:
      line.append("(code=")
      line.append(Self.dccpResetName(bytes[place]))
      line.append(") ")
    default: break
    }
    return fixed
  }

  /// Appends the acknowledgement number, which the packet has or should have.
  private mutating func printDCCPAcknowledgment(
    _ header: DCCPHeader, _ bytes: Span<UInt8>, at start: Int
  ) throws(EarlyEnd) {
    let place = start + header.genericByteCount
    try bytes.require(
      header.isExtended ? 6 : 3, at: place + (header.isExtended ? 2 : 1), in: "dccp")
    line.append("(ack=")
    line.append(
      decimal: header.isExtended
        ? bytes.uint48(at: place + 2) : UInt64(bytes.uint24(at: place + 1)))
    line.append(") ")
  }

  private static func dccpTypeName(_ type: DCCPPacketType) -> String? {
    switch type {
    case .request: "DCCP-Request"
    case .response: "DCCP-Response"
    case .data: "DCCP-Data"
    case .acknowledgment: "DCCP-Ack"
    case .dataAcknowledgment: "DCCP-DataAck"
    case .closeRequest: "DCCP-CloseReq"
    case .close: "DCCP-Close"
    case .reset: "DCCP-Reset"
    case .sync: "DCCP-Sync"
    case .syncAcknowledgment: "DCCP-SyncAck"
    default: nil
    }
  }

  /// The name of a reset code (RFC 4340, section 5.6).
  private static func dccpResetName(_ code: UInt8) -> String {
    switch code {
    case 0: "unspecified"
    case 1: "closed"
    case 2: "aborted"
    case 3: "no_connection"
    case 4: "packet_error"
    case 5: "option_error"
    case 6: "mandatory_error"
    case 7: "connection_refused"
    case 8: "bad_service_code"
    case 9: "too_busy"
    case 10: "bad_init_cookie"
    case 11: "aggression_penalty"
    default: "invalid"
    }
  }
}
