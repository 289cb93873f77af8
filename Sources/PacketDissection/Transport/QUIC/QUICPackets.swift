/// Walks the QUIC packets of one datagram: several may be coalesced (RFC 9000, section 12.2).
///
/// Only packets with a length field can be followed by others. The iteration ends at the first header that cannot be
/// read, and at zero bytes after a packet, with which some senders pad datagrams.
public struct QUICPackets: Sendable {
  /// The offset where the next packet begins, from the datagram's first byte.
  public private(set) var offset = 0
  /// Bytes of the datagram on the wire.
  private let wireLength: Int
  /// Why the iteration ended before the datagram did; nil if it did not.
  public private(set) var stop: DecodeError?

  /// A walk from the first byte of a datagram's payload of `wireLength` bytes.
  public init(wireLength: Int) { self.wireLength = wireLength }

  /// The next packet and its offset in the captured payload of the datagram; nil after the last one.
  public mutating func next(
    in payload: Span<UInt8>
  ) -> (header: QUICPacketHeader, start: Int)? {
    guard offset < payload.count, stop == nil else { return nil }
    if offset > 0, payload[offset] == 0 { return nil }
    let start = offset
    do throws(DecodeError) {
      let header = try QUICPacketHeader(
        decoding: payload.extracting(droppingFirst: start), wireLength: wireLength - start)
      offset = start + header.end
      return (header, start)
    } catch {
      stop = error
      return nil
    }
  }
}
