import PacketDissection
import QUICProtection

/// The bytes of hexadecimal text, blanks left out.
func bytes(_ text: String) -> [UInt8] {
  let digits = text.compactMap(\.hexDigitValue)
  return stride(from: 0, to: digits.count - 1, by: 2).map {
    UInt8(digits[$0] << 4 | digits[$0 + 1])
  }
}

// The macros of Swift Testing take no spans.

/// The packet without its protection.
func open(
  _ packet: [UInt8], _ header: QUICPacketHeader, _ keys: PacketKeys
) -> OpenedPacket? {
  OpenedPacket(packet.span, header: header, keys: keys)
}

/// The header of a whole packet.
func header(_ packet: [UInt8]) throws -> QUICPacketHeader {
  try QUICPacketHeader(decoding: packet.span, wireLength: packet.count)
}

/// The hello that bytes begin with.
func hello(_ bytes: ArraySlice<UInt8>) -> TLSHello? { TLSHello(decoding: Array(bytes).span) }

/// Whether a Retry packet answers an Initial packet to `original`.
func isValid(
  _ packet: [UInt8], _ header: QUICPacketHeader, _ original: QUICConnectionID
) -> Bool? {
  RetryIntegrity.isValid(packet.span, header: header, original: original)
}
