import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints the authentication headers from `start` on; false if the packet ends with one.
  mutating func printAuthenticationHeaders(
    _ packet: Packet, _ frame: Span<UInt8>, at start: Int
  ) throws(EarlyEnd) -> Bool {
    let bytes = frame.extracting(first: packet.end)
    var offset = start
    var next = IPProtocol.authenticationHeader
    while next == .authenticationHeader {
      guard bytes.has(1, at: offset) else {
        printTruncation("ah")
        return false
      }
      next = IPProtocol(rawValue: bytes[offset])
      offset += try printAuthenticationHeader(bytes, at: offset)
    }
    return true
  }

  /// Prints one authentication header and returns its length.
  private mutating func printAuthenticationHeader(
    _ bytes: Span<UInt8>, at offset: Int
  ) throws(EarlyEnd) -> Int {
    line.append("AH")
    let payloadLength = try bytes.byte(at: offset + 1, in: "ah")
    let byteCount = (Int(payloadLength) + 2) * 4
    line.append("(")
    if options.verbosity > 0 {
      line.append("length=")
      line.append(decimal: UInt32(payloadLength))
      line.append("(")
      line.append(decimal: byteCount)
      line.append("-bytes),")
    }
    let reserved = try bytes.uint16(at: offset + 2, in: "ah")
    if reserved != 0 {
      line.append("reserved=0x")
      line.append(hex: UInt32(reserved))
      line.append("[MustBeZero],")
    }
    let index = try bytes.uint32(at: offset + 4, in: "ah")
    line.append("spi=0x")
    line.append(hex: index, digits: 8)
    line.append(",")
    let sequence = try bytes.uint32(at: offset + 8, in: "ah")
    line.append("seq=0x")
    line.append(hex: sequence)
    line.append(",icv=0x")
    let start = offset + AuthenticationHeader.minimumByteCount
    let end = max(offset + byteCount, start)
    line.append(hexBytes: bytes.extracting(start..<min(end, bytes.count)))
    if end > bytes.count { throw EarlyEnd(name: "ah") }
    line.append("): ")
    return byteCount
  }

  /// Prints the unencrypted fields of an encapsulating security payload of `length` bytes.
  mutating func printEncapsulatingSecurityPayload(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) {
    let payload = bytes.extracting(min(start, bytes.count)..<bytes.count)
    guard payload.count > EncapsulatingSecurityPayload.byteCount,
      let header = try? EncapsulatingSecurityPayload(decoding: payload)
    else {
      printTruncation("esp")
      return
    }
    line.put("ESP(spi=0x", Hex(header.securityParametersIndex, 8))
    line.put(",seq=0x", Hex(header.sequence), "), length ", length)
  }

  /// Prints an IPComp header (RFC 3173).
  mutating func printIPCompression(_ packet: Packet, _ frame: Span<UInt8>) throws(EarlyEnd) {
    let bytes = frame.extracting(min(packet.transportOffset, packet.end)..<packet.end)
    guard let header = try? IPCompressionHeader(decoding: bytes) else {
      throw EarlyEnd(name: "ipcomp")
    }
    line.append("IPComp(cpi=0x")
    line.append(hex: UInt32(header.compressionParameterIndex), digits: 4)
    line.append(")")
  }
}
