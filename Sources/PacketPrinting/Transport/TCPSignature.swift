import Crypto
import InternetTypes
import PacketDissection
import TextOutput

/// The MD5 signature option of TCP segments (RFC 2385).
extension PacketPrinter {
  /// Appends whether a signature is right, or, without the secret or the whole segment, the signature.
  mutating func printSignature(_ signature: Span<UInt8>, _ packet: Packet, _ frame: Span<UInt8>) {
    // The digest is over header and payload: either can be cut.
    let isWhole = packet.stop == nil && packet.payload.count == packet.payloadLength
    if isWhole, let secret = options.signatureSecret,
      let isSigned = Self.isSigned(signature, by: secret, packet, frame)
    {
      line.append(isSigned ? " valid" : "  (invalid)")
      return
    }
    line.append(isWhole ? " shared secret not supplied with -M" : " snaplen too short")
    line.append(", can't check - ")
    line.append(hexBytes: signature)
  }

  /// Whether a signature is the one that a secret (`-M`) gives a segment; nil if that cannot be known.
  ///
  /// The digest is over the pseudo-header, the header without options and with a checksum of 0, the data and the
  /// secret (RFC 2385, section 2.0). The whole segment must be in the frame.
  private static func isSigned(
    _ signature: Span<UInt8>, by secret: [UInt8], _ packet: Packet, _ frame: Span<UInt8>
  ) -> Bool? {
    let length = UInt32(truncatingIfNeeded: packet.transportLength)
    var message: [UInt8] = []
    switch packet.network {
    case .ipv4(let header):
      for address in [header.source.rawValue, header.destination.rawValue] {
        message.append(bigEndian: address)
      }
      message.append(bigEndian: UInt32(IPProtocol.tcp.rawValue) << 16 | length & 0xffff)
    case .ipv6(let header):
      for address in [header.source.rawValue, header.destination.rawValue] {
        message.append(bigEndian: address)
      }
      message.append(bigEndian: length)
      message.append(bigEndian: UInt32(IPProtocol.tcp.rawValue))
    default: return nil
    }
    let start = packet.transportOffset
    for offset in 0..<TCPHeader.minimumByteCount {
      // The checksum is at offset 16.
      message.append(offset / 2 == 8 ? 0 : frame[start + offset])
    }
    let end = start + packet.transportLength
    guard end <= frame.count else { return nil }
    let payload = (end - packet.payloadLength)..<end
    for offset in payload { message.append(frame[offset]) }
    var isSame = true
    for (index, byte) in Insecure.MD5.hash(data: message + secret).enumerated() {
      if signature[index] != byte { isSame = false }
    }
    return isSame
  }
}

extension [UInt8] {
  /// Appends a number, its highest byte first.
  fileprivate mutating func append<Number: FixedWidthInteger & UnsignedInteger>(
    bigEndian number: Number
  ) {
    var shift = Number.bitWidth
    while shift > 0 {
      shift -= 8
      append(UInt8(truncatingIfNeeded: number >> Number(shift)))
    }
  }
}
