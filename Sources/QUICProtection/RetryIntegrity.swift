import Crypto
import FoundationEssentials
public import PacketDissection

/// Whether a Retry packet answers a client's Initial packet (RFC 9001, section 5.8).
///
/// Its tag authenticates the packet together with the connection ID that the client chose, which only an endpoint or an
/// observer of the Initial packet knows.
public enum RetryIntegrity {
  /// Whether the integrity tag of a Retry packet is valid; nil if the packet is truncated or its version unknown.
  ///
  /// `original` is the destination connection ID of the Initial packet that it answers.
  public static func isValid(
    _ packet: Span<UInt8>, header: QUICPacketHeader, original: QUICConnectionID
  ) -> Bool? {
    guard header.kind == .retry, header.end <= packet.count,
      header.payloadOffset + QUICPacketHeader.integrityTagByteCount == header.end
    else { return nil }
    let key: [UInt8]
    let nonce: [UInt8]
    switch header.version {
    case .v1?:
      key = [
        0xbe, 0x0c, 0x69, 0x0b, 0x9f, 0x66, 0x57, 0x5a, 0x1d, 0x76, 0x6b, 0x54, 0xe3, 0x68, 0xc8,
        0x4e,
      ]
      nonce = [0x46, 0x15, 0x99, 0xd3, 0x5d, 0x63, 0x2b, 0xf2, 0x23, 0x98, 0x25, 0xbb]
    case .v2?:
      // RFC 9369, section 3.3.3.
      key = [
        0x8f, 0xb4, 0xb0, 0x1b, 0x56, 0xac, 0x48, 0xe2, 0x60, 0xfb, 0xcb, 0xce, 0xad, 0x7c, 0xcc,
        0x92,
      ]
      nonce = [0xd8, 0x69, 0x69, 0xbc, 0x2d, 0x7c, 0x6d, 0x99, 0x90, 0xef, 0xb0, 0x4a]
    default: return nil
    }
    var pseudoPacket = [original.byteCount] + original.bytes
    for index in 0..<header.payloadOffset { pseudoPacket.append(packet[index]) }
    var tag: [UInt8] = []
    for index in header.payloadOffset..<header.end { tag.append(packet[index]) }
    guard
      let box = try? AES.GCM.SealedBox(
        nonce: AES.GCM.Nonce(data: nonce), ciphertext: [UInt8](), tag: tag)
    else { return nil }
    let opened = try? AES.GCM.open(
      box, using: SymmetricKey(data: key), authenticating: pseudoPacket)
    return opened != nil
  }
}
