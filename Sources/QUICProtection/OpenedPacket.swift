import Crypto
import CryptoExtras
import FoundationEssentials
public import PacketDissection

/// An Initial packet whose protection was removed (RFC 9001, section 5).
public struct OpenedPacket: Hashable, Sendable {
  /// The full packet number (RFC 9000, section 17.1).
  public let number: UInt64
  /// The frames.
  public let payload: [UInt8]

  /// Bytes of the authentication tag after the payload.
  static var tagByteCount: Int { 16 }

  /// Removes the protection of a packet with a length field; nil if the keys do not fit or the packet is truncated.
  ///
  /// - Parameters:
  ///   - packet: the packet's bytes; bytes after its end are not read.
  ///   - header: its header.
  ///   - keys: the keys of the sender.
  ///   - largest: the largest packet number of the sender so far; nil before the first.
  public init?(
    _ packet: Span<UInt8>, header: QUICPacketHeader, keys: PacketKeys, largest: UInt64? = nil
  ) {
    let start = header.payloadOffset
    // The sample begins where a packet number of four bytes would end (RFC 9001, section 5.4.2).
    guard header.end <= packet.count, header.end - start >= 4 + Self.tagByteCount else {
      return nil
    }
    var mask: [UInt8] = []
    for index in (start + 4)..<(start + 20) { mask.append(packet[index]) }
    guard (try? AES.permute(&mask, key: keys.headerKey)) != nil else { return nil }
    var opened: [UInt8] = []
    opened.reserveCapacity(start + 4)
    for index in 0..<start { opened.append(packet[index]) }
    opened[0] ^= mask[0] & 0x0f
    let byteCount = Int(opened[0] & 3) + 1
    var shortened: UInt64 = 0
    for index in 0..<byteCount {
      let byte = packet[start + index] ^ mask[1 + index]
      opened.append(byte)
      shortened = shortened << 8 | UInt64(byte)
    }
    number = Self.expand(shortened, byteCount: byteCount, largest: largest)
    var nonce = keys.iv
    for index in 0..<8 {
      nonce[4 + index] ^= UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * index))
    }
    var sealed: [UInt8] = []
    sealed.reserveCapacity(header.end - start)
    for index in (start + byteCount)..<header.end { sealed.append(packet[index]) }
    guard
      let box = try? AES.GCM.SealedBox(
        nonce: AES.GCM.Nonce(data: nonce), ciphertext: sealed.dropLast(Self.tagByteCount),
        tag: sealed.suffix(Self.tagByteCount)),
      let payload = try? AES.GCM.open(box, using: keys.key, authenticating: opened)
    else { return nil }
    self.payload = [UInt8](payload)
  }

  /// The full packet number: the one nearest to the next expected number that ends in these bytes (RFC 9000, appendix A.3).
  static func expand(_ shortened: UInt64, byteCount: Int, largest: UInt64?) -> UInt64 {
    guard let largest, largest < 1 << 62 else { return shortened }
    let expected = largest + 1
    let window: UInt64 = 1 << UInt64(8 * byteCount)
    let half = window / 2
    let candidate = expected & ~(window - 1) | shortened
    if candidate + half <= expected, candidate < (1 << 62) - window { return candidate + window }
    if candidate > expected + half, candidate >= window { return candidate - window }
    return candidate
  }
}
