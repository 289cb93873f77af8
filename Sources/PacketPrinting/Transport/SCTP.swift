import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints an SCTP packet (RFC 9260) chunk by chunk; ports stay numbers.
  mutating func printSCTP(_ packet: Packet, _ frame: Span<UInt8>) throws(EarlyEnd) {
    guard packet.transportLength >= SCTPHeader.byteCount else {
      line.append("truncated-sctp - ")
      line.append(decimal: SCTPHeader.byteCount - packet.transportLength)
      line.append(" bytes missing!")
      return
    }
    guard case .sctp(let header) = packet.transport else {
      printTruncation("sctp")
      return
    }
    printNumericPorts(header.sourcePort, header.destinationPort, packet.addresses)
    line.append("sctp")
    var isForwarding = false
    for port in [header.sourcePort, header.destinationPort] {
      if let channel = Self.forwardingChannel(port) {
        line.append("[")
        line.append(channel)
        line.append("]")
        isForwarding = true
      }
    }
    try printSCTPChunks(packet, frame, isForwarding: isForwarding)
  }

  /// Appends `A.1 > B.2: ` with the ports as numbers.
  mutating func printNumericPorts(
    _ source: UInt16, _ destination: UInt16, _ addresses: AddressPair
  ) {
    switch addresses {
    case .none: break
    case .v4(let address, _): printAddress(address)
    case .v6(let address, _): printAddress(address)
    }
    line.append(words.dot)
    line.append(decimal: UInt32(source), words.between)
    switch addresses {
    case .none: break
    case .v4(_, let address): printAddress(address)
    case .v6(_, let address): printAddress(address)
    }
    line.append(words.dot)
    line.append(decimal: UInt32(destination), words.colon)
  }

  /// The name of a port of ForCES (RFC 5811, section 5).
  private static func forwardingChannel(_ port: UInt16) -> String? {
    switch port {
    case 6704: "ForCES HP"
    case 6705: "ForCES MP"
    case 6706: "ForCES LP"
    default: nil
    }
  }

  private mutating func printSCTPChunks(
    _ packet: Packet, _ frame: Span<UInt8>, isForwarding: Bool
  ) throws(EarlyEnd) {
    let bytes = frame.extracting(first: packet.end)
    var offset = packet.transportOffset + SCTPHeader.byteCount
    var left = packet.transportLength - SCTPHeader.byteCount
    var number = 0
    while left != 0 {
      number += 1
      guard left >= SCTPChunk.headerByteCount else {
        printChunkNumber(number)
        line.append("[chunk descriptor cut off at end of packet]")
        return
      }
      guard bytes.has(SCTPChunk.headerByteCount, at: offset) else {
        printTruncation("sctp")
        return
      }
      let length = Int(bytes.uint16(at: offset + 2))
      let padding = -length & 3
      guard length >= SCTPChunk.headerByteCount else {
        printChunkNumber(number)
        line.append("[Bad chunk length ")
        line.append(decimal: length)
        line.append(", < size of chunk descriptor]")
        return
      }
      guard left >= padding else {
        printChunkNumber(number)
        line.append("[Bad chunk length ")
        line.append(decimal: length)
        line.append(", > remaining data in packet]")
        return
      }
      guard bytes.has(length, at: offset) else {
        printTruncation("sctp")
        return
      }
      printChunkNumber(number)
      guard try printSCTPChunk(bytes, at: offset, isForwarding) else { return }
      // After the last chunk, padding may be missing.
      if padding > 0 && !bytes.has(padding, at: offset + length) {
        printTruncation("sctp")
        return
      }
      offset += length + padding
      left -= length + padding
    }
  }

  /// Appends the number before a chunk.
  private mutating func printChunkNumber(_ number: Int) {
    if options.verbosity >= 2 {
      line.append("\n\t")
    } else {
      line.append(number == 1 ? " (" : ", (")
    }
    line.append(decimal: number)
    line.append(") ")
  }

  /// Prints a chunk that was captured whole; false if it ends the packet.
  private mutating func printSCTPChunk(
    _ bytes: Span<UInt8>, at offset: Int, _ isForwarding: Bool
  ) throws(EarlyEnd) -> Bool {
    let type = SCTPChunkType(rawValue: bytes[offset])
    line.append("[")
    if let name = Self.chunkName(type) {
      line.append(name)
    } else {
      line.append("Unknown chunk type: 0x")
      line.append(hex: UInt32(type.rawValue))
    }
    line.append("] ")
    guard let chunk = SCTPChunk(at: offset, in: bytes) else { return false }
    switch type {
    case .data: return try printSCTPData(chunk, bytes, isForwarding)
    case .initiation, .initiationAcknowledgment:
      guard let initiation = SCTPInitiation(chunk, in: bytes) else { break }
      printSCTPField("init tag: ", initiation.tag)
      printSCTPField("rwnd: ", initiation.receiverWindow)
      printSCTPField("OS: ", UInt32(initiation.outboundStreams))
      printSCTPField("MIS: ", UInt32(initiation.inboundStreams))
      printSCTPField("init TSN: ", initiation.sequence)
      return true
    case .selectiveAcknowledgment:
      guard let acknowledgment = SCTPSelectiveAcknowledgment(chunk, in: bytes) else { break }
      return printSCTPAcknowledgment(acknowledgment, chunk, bytes)
    default: return true
    }
    printBogusLength(chunk)
    return false
  }

  /// Appends `[NAME NUMBER] `.
  private mutating func printSCTPField(_ name: String, _ value: UInt32) {
    line.append("[")
    line.append(name)
    line.append(decimal: value)
    line.append("] ")
  }

  /// Reports that the chunk's length leaves no room for its fields.
  private mutating func printBogusLength(_ chunk: SCTPChunk) {
    line.append("bogus chunk length ")
    line.append(decimal: UInt32(chunk.length))
    line.append("]")
  }

  private mutating func printSCTPData(
    _ chunk: SCTPChunk, _ bytes: Span<UInt8>, _ isForwarding: Bool
  ) throws(EarlyEnd) -> Bool {
    if chunk.flags & 4 != 0 { line.append("(U)") }
    if chunk.flags & 2 != 0 { line.append("(B)") }
    if chunk.flags & 1 != 0 { line.append("(E)") }
    if chunk.flags & 7 != 0 { line.append(" ") }
    guard let data = SCTPData(chunk, in: bytes) else {
      printBogusLength(chunk)
      return false
    }
    printSCTPField("TSN: ", data.sequence)
    printSCTPField("SID: ", UInt32(data.stream))
    printSCTPField("SSEQ ", data.message)
    let payloadProtocol = data.payloadProtocol ?? 0
    line.append("[PPID ")
    if let name = Self.payloadProtocolName(payloadProtocol) {
      line.append(name)
    } else {
      line.append("0x")
      line.append(hex: payloadProtocol)
    }
    line.append("] ")
    guard data.payloadLength > 0 else {
      printBogusLength(chunk)
      return false
    }
    if isForwarding {
      let payload = data.payload
      try printForwardingMessage(
        ForCESMessage(
          Fields(
            bytes.extracting(first: payload.upperBound), from: payload.lowerBound,
            length: data.payloadLength, in: "forces")))
      return true
    }
    guard options.verbosity >= 2 else { return true }
    if payloadProtocol == 3 {
      try printM3UA(bytes.extracting(data.payload))
      return true
    }
    line.append("[Payload")
    if options.dump == .none && options.quietness == 0 {
      line.append(":")
      line.append(hexAndASCIIDump: bytes.extracting(data.payload))
    }
    line.append("]")
    return true
  }

  /// Prints a SACK chunk with its blocks and duplicates; false if they do not fill it.
  private mutating func printSCTPAcknowledgment(
    _ acknowledgment: SCTPSelectiveAcknowledgment, _ chunk: SCTPChunk, _ bytes: Span<UInt8>
  ) -> Bool {
    printSCTPField("cum ack ", acknowledgment.cumulative)
    printSCTPField("a_rwnd ", acknowledgment.receiverWindow)
    printSCTPField("#gap acks ", UInt32(acknowledgment.gapCount))
    printSCTPField("#dup tsns ", UInt32(acknowledgment.duplicateCount))
    let blocks = Int(acknowledgment.gapCount)
    let all = blocks + Int(acknowledgment.duplicateCount)
    for index in 0..<min(all, (acknowledgment.details.count + 3) / 4) {
      if index < blocks, let block = acknowledgment.block(index, in: bytes) {
        line.append("\n\t\t[gap ack block #")
        line.append(decimal: index + 1)
        line.append(": start = ")
        line.append(decimal: block.first)
        line.append(", end = ")
        line.append(decimal: block.last)
        line.append("] ")
      } else if let duplicate = acknowledgment.duplicate(index - blocks, in: bytes) {
        line.append("\n\t\t[dup TSN #")
        line.append(decimal: index - blocks + 1)
        line.append(": ")
        line.append(decimal: duplicate)
        line.append("] ")
      } else {
        printBogusLength(chunk)
        return false
      }
    }
    return true
  }

  /// The name of a chunk type, as tcpdump has it.
  private static func chunkName(_ type: SCTPChunkType) -> String? {
    switch type {
    case .data: "DATA"
    case .initiation: "INIT"
    case .initiationAcknowledgment: "INIT ACK"
    case .selectiveAcknowledgment: "SACK"
    case .heartbeat: "HB REQ"
    case .heartbeatAcknowledgment: "HB ACK"
    case .abort: "ABORT"
    case .shutdown: "SHUTDOWN"
    case .shutdownAcknowledgment: "SHUTDOWN ACK"
    case .error: "OP ERR"
    case .cookieEcho: "COOKIE ECHO"
    case .cookieAcknowledgment: "COOKIE ACK"
    case .congestionEcho: "ECN ECHO"
    case .windowReduced: "ECN CWR"
    case .shutdownComplete: "SHUTDOWN COMPLETE"
    case .forwardTSN: "FOR CUM TSN"
    default:
      switch type.rawValue {
      case 0xc1: "REL CTRL"
      case 0xc2: "REL CTRL ACK"
      default: nil
      }
    }
  }

  /// The name of a payload protocol identifier (registry of IANA).
  private static func payloadProtocolName(_ number: UInt32) -> String? {
    switch number {
    case 1: "ISDN Q.921"
    case 2: "M2UA"
    case 3: "M3UA"
    case 4: "SUA"
    case 5: "M2PA"
    case 6: "V5.2"
    case 7: "H.248"
    case 8: "BICC"
    case 9: "TALI"
    case 10: "DUA"
    case 11: "ASAP"
    case 12: "ENRP"
    case 13: "H.323"
    case 14: "Q.IPC"
    case 15: "SIMCO"
    case 16: "DDPSC"
    case 17: "DDPSSC"
    case 18: "S1AP"
    case 19: "RUA"
    case 20: "HNBAP"
    case 21: "ForCES HP"
    case 22: "ForCES MP"
    case 23: "ForCES LP"
    case 24: "SBc-AP"
    case 25: "NBAP"
    case 27: "X2AP"
    default: nil
    }
  }
}
