/// An IEEE 802.2 LLC header, with SNAP where it is used.
public struct LLCHeader: Hashable, Sendable {
}

extension Packet {
  /// Decodes a frame whose type field is a length (IEEE 802.3), at the first byte after that field.
  mutating func decodeLengthField(
    _ frame: Span<UInt8>, length: Int
  ) throws(DecodeError) {
    if length < networkLength {
      networkLength = length
      end = min(end, networkOffset + length)
    }
  }
}
