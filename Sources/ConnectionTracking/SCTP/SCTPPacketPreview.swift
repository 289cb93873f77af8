import PacketDissection

/// The fields of a packet's chunks that identify its association, read before the association is known.
struct SCTPPacketPreview {
  /// The verification tag.
  let tag: UInt32
  /// The type of the first chunk.
  var first: SCTPChunkType?
  /// The initiate tag of an INIT or INIT ACK.
  var offeredTag: UInt32?
  /// Whether the T bit of its ABORT or SHUTDOWN COMPLETE is set (RFC 9260, section 8.5.1).
  var isReflected = false
  var hasCookieEcho = false
  var hasShutdown = false

  /// Reads the chunks of a packet; nil if it has none.
  init?(_ packet: Packet, _ frame: Span<UInt8>) {
    guard case .sctp(let header) = packet.transport, !packet.isFragment else { return nil }
    tag = header.verificationTag
    var chunks = SCTPChunkIterator(packet)
    while let chunk = chunks.next(in: frame) {
      if first == nil {
        first = chunk.type
        offeredTag = SCTPInitiation(chunk, in: frame)?.tag
      }
      switch chunk.type {
      case .abort, .shutdownComplete: isReflected = isReflected || chunk.hasReflectedTag
      case .cookieEcho: hasCookieEcho = true
      case .shutdown: hasShutdown = true
      default: break
      }
    }
    if first == nil { return nil }
  }

  /// Whether its sender is the server; nil if only the ports can show it.
  var isFromServer: Bool? {
    switch first {
    case .initiation, .cookieEcho: false
    case .initiationAcknowledgment, .cookieAcknowledgment: true
    default: nil
    }
  }
}
