import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a protocol of ISO that a serial link carries, from the identifier of the protocol on.
  mutating func printISOPayload(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    endStatement()
    do throws(EarlyEnd) {
      try printISONetwork(
        Fields(bytes, from: start, length: length, in: "isoclns"), bytes, at: start)
    } catch {
      try settle(error)
    }
  }

  /// Prints an ISO network layer packet by its first byte, the protocol identifier (NLPID, ISO 9577): IS-IS and others.
  mutating func printISONetwork(
    _ fields: Fields, _ bytes: Span<UInt8>, at start: Int
  ) throws(EarlyEnd) {
    let number = try fields.byte(at: 0)
    if options.showsLinkHeader {
      line.append("OSI NLPID ")
      line.append(Self.networkProtocolName(number) ?? "Unknown")
      line.append(" (0x", hex: number, digits: 2, "): ")
    }
    switch number {
    case 0x08:
      try printSignalling(FrameRelaySignalling(fields.dropping(1).named("q.933")))
    case 0x81: try printConnectionless(ConnectionlessPacket(fields.named("clnp")))
    case 0x82: try printESIS(ESISMessage(fields.named("esis")))
    case 0x83: try printISIS(ISISMessage(fields.named("isis")))
    case 0xcc, 0x8e:
      try printInner(
        number == 0xcc ? .ipv4 : .ipv6, bytes, in: min(start + 1, bytes.count)..<bytes.count,
        length: fields.length - 1)
    case 0xcf: try printPPP(bytes, at: start + 1, length: fields.length - 1)
    case 0x00:
      line.append(options.showsLinkHeader ? "length: " : ", length: ", decimal: fields.length)
    default:
      if !options.showsLinkHeader {
        line.append("OSI NLPID 0x", hex: number, digits: 2, " unknown, ")
      }
      line.append("length: ", decimal: fields.length)
      if fields.length > 1 { printUnknownData(fields, indent: "\n\t") }
    }
  }

  /// The name of a network layer protocol's identifier (ISO 9577).
  static func networkProtocolName(_ number: UInt8) -> String? {
    switch number {
    case 0x00: "NULL"
    case 0x08: "Q.933"
    case 0x09: "LMI"
    case 0x80: "SNAP"
    case 0x81: "CLNP"
    case 0x82: "ES-IS"
    case 0x83: "IS-IS"
    case 0x8a: "CONS"
    case 0x8e: "IPv6"
    case 0x8f: "X25 ES-IS"
    case 0xb0: "FRF.12"
    case 0xb1: "FRF.15"
    case 0xb2: "FRF.16"
    case 0xc1: "ISIS_SPB"
    case 0xcc: "IPv4"
    case 0xcf: "PPP"
    default: nil
    }
  }
}
