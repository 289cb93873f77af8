/// Walks the QUIC packets of one datagram: several may be coalesced (RFC 9000, section 12.2).
///
/// Only packets with a length field can have others behind them. The walk ends at the first header that cannot be
/// read, and at zero bytes behind a packet, which some senders pad datagrams with.
public struct QUICPackets: Sendable {
  /// Where the next packet begins, from the datagram's first byte.
  public private(set) var offset = 0
  /// Bytes of the datagram on the wire.
  private let wireLength: Int
  /// Why the walk ended before the datagram did; nil where it did not.
  public private(set) var stop: DecodeError?

  /// A walk from the first byte of a datagram's payload of `wireLength` bytes.
  public init(wireLength: Int) { self.wireLength = wireLength }

  /// The next packet and where it begins; nil behind the last one.
  ///
  /// - Parameter payload: what was captured of the datagram's payload, the same each time.
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
