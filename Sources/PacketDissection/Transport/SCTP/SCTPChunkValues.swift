/// The header fields of user data: DATA (RFC 9260, section 3.3.1) or I-DATA (RFC 8260, section 2.1).
public struct SCTPData: Hashable, Sendable {
  /// The transmission sequence number.
  public let sequence: UInt32

  /// The stream.
  public let stream: UInt16

  /// The message's number in its stream: 16 bits in DATA (meaningless when unordered), 32 in I-DATA.
  public let message: UInt32

  /// The payload protocol identifier, in network byte order; nil in an I-DATA chunk that is not a message's first.
  public let payloadProtocol: UInt32?

  /// The fragment's number in its message; nil in DATA and in a message's first I-DATA.
  public let fragment: UInt32?

  /// E: the last fragment of a message.
  public let isEnding: Bool
  /// B: the first fragment of a message.
  public let isBeginning: Bool
  /// U: the message is delivered without regard to order.
  public let isUnordered: Bool
  /// I: the sender requests an immediate acknowledgement (RFC 7053).
  public let isImmediate: Bool

  /// The captured bytes of user data.
  public let payload: Range<Int>

  /// Bytes of user data, as the chunk states them.
  public let payloadLength: Int

  /// Decodes a DATA or I-DATA chunk; nil if it is another, or is cut before its data.
  public init?(_ chunk: SCTPChunk, in frame: Span<UInt8>) {
    let isInterleaved = chunk.type == .interleavedData
    guard isInterleaved || chunk.type == .data else { return nil }
    let size = isInterleaved ? 16 : 12
    guard chunk.value.count >= size, chunk.value.upperBound <= frame.count else { return nil }
    let start = chunk.value.lowerBound
    isEnding = chunk.flags & 1 != 0
    isBeginning = chunk.flags & 2 != 0
    isUnordered = chunk.flags & 4 != 0
    isImmediate = chunk.flags & 8 != 0
    sequence = frame.uint32(at: start)
    stream = frame.uint16(at: start + 4)
    if isInterleaved {
      message = frame.uint32(at: start + 8)
      let last = frame.uint32(at: start + 12)
      payloadProtocol = chunk.flags & 2 != 0 ? last : nil
      fragment = chunk.flags & 2 != 0 ? nil : last
    } else {
      message = UInt32(frame.uint16(at: start + 6))
      payloadProtocol = frame.uint32(at: start + 8)
      fragment = nil
    }
    payload = (start + size)..<chunk.value.upperBound
    payloadLength = Int(chunk.length) - SCTPChunk.headerByteCount - size
  }
}

/// The parameters that endpoints exchange at the start of an association: INIT and INIT ACK (RFC 9260, sections 3.3.2
/// and 3.3.3).
public struct SCTPInitiation: Hashable, Sendable {
  /// The verification tag of all packets to the sender.
  public let tag: UInt32
  /// The advertised receiver window (a_rwnd) in bytes.
  public let receiverWindow: UInt32
  /// Streams that the sender wants to send on.
  public let outboundStreams: UInt16
  /// Streams that the sender accepts at most.
  public let inboundStreams: UInt16
  /// The first transmission sequence number that the sender will use.
  public let sequence: UInt32
  /// The captured bytes of parameters.
  public let parameters: Range<Int>

  /// Decodes an INIT or INIT ACK chunk; nil if it is another, or is cut.
  public init?(_ chunk: SCTPChunk, in frame: Span<UInt8>) {
    guard chunk.type == .initiation || chunk.type == .initiationAcknowledgment,
      chunk.value.count >= 16, chunk.value.upperBound <= frame.count
    else { return nil }
    let start = chunk.value.lowerBound
    tag = frame.uint32(at: start)
    receiverWindow = frame.uint32(at: start + 4)
    outboundStreams = frame.uint16(at: start + 8)
    inboundStreams = frame.uint16(at: start + 10)
    sequence = frame.uint32(at: start + 12)
    parameters = (start + 16)..<chunk.value.upperBound
  }
}

/// A selective acknowledgement: SACK (RFC 9260, section 3.3.4).
public struct SCTPSelectiveAcknowledgment: Hashable, Sendable {
  /// The cumulative TSN acknowledgement: the last number before the first gap.
  public let cumulative: UInt32
  /// The advertised receiver window (a_rwnd) in bytes.
  public let receiverWindow: UInt32
  /// The number of gap ack blocks, as the header states it.
  public let gapCount: UInt16
  /// The number of duplicate TSNs, as the header states it.
  public let duplicateCount: UInt16
  /// The captured bytes of blocks and duplicates.
  public let details: Range<Int>

  /// Decodes a SACK chunk; nil if it is another, or is cut.
  public init?(_ chunk: SCTPChunk, in frame: Span<UInt8>) {
    guard chunk.type == .selectiveAcknowledgment, chunk.value.count >= 12,
      chunk.value.upperBound <= frame.count
    else { return nil }
    let start = chunk.value.lowerBound
    cumulative = frame.uint32(at: start)
    receiverWindow = frame.uint32(at: start + 4)
    gapCount = frame.uint16(at: start + 8)
    duplicateCount = frame.uint16(at: start + 10)
    details = (start + 12)..<chunk.value.upperBound
  }

  /// The first and the last TSN of a gap ack block; nil if there is no such block.
  public func block(_ index: Int, in frame: Span<UInt8>) -> (first: UInt32, last: UInt32)? {
    guard index >= 0, index < gapCount, details.count >= (index + 1) * 4,
      details.upperBound <= frame.count
    else { return nil }
    let place = details.lowerBound + index * 4
    return (
      cumulative &+ UInt32(frame.uint16(at: place)),
      cumulative &+ UInt32(frame.uint16(at: place + 2))
    )
  }

  /// A duplicate TSN; nil if there is no such one.
  public func duplicate(_ index: Int, in frame: Span<UInt8>) -> UInt32? {
    let place = (Int(gapCount) + index) * 4
    guard index >= 0, index < duplicateCount, details.count >= place + 4,
      details.upperBound <= frame.count
    else { return nil }
    return frame.uint32(at: details.lowerBound + place)
  }
}

extension SCTPChunk {
  /// The sequence number that a chunk of few fields begins with.
  ///
  /// The cumulative acknowledgement of SHUTDOWN, the new one of FORWARD-TSN and I-FORWARD-TSN, the lowest one of ECNE
  /// and CWR, and the serial number of ASCONF and ASCONF-ACK; nil in other chunks and if it is cut.
  public func sequence(in frame: Span<UInt8>) -> UInt32? {
    switch type {
    case .shutdown, .forwardTSN, .interleavedForwardTSN, .congestionEcho, .windowReduced,
      .addressConfiguration, .addressConfigurationAcknowledgment:
      guard value.count >= 4, value.upperBound <= frame.count else { return nil }
      return frame.uint32(at: value.lowerBound)
    default: return nil
    }
  }

  /// A stream with abandoned messages: entry `index` of FORWARD-TSN (RFC 3758, section 3.2) or I-FORWARD-TSN
  /// (RFC 8260, section 2.3.1); nil if there is none.
  public func skippedStream(
    _ index: Int, in frame: Span<UInt8>
  ) -> (stream: UInt16, message: UInt32, isUnordered: Bool)? {
    let size = type == .interleavedForwardTSN ? 8 : 4
    guard type == .forwardTSN || type == .interleavedForwardTSN, index >= 0,
      value.upperBound <= frame.count, value.count >= 4 + size,
      index <= (value.count - 4 - size) / size
    else { return nil }
    let place = value.lowerBound + 4 + index * size
    let stream = frame.uint16(at: place)
    if size == 4 { return (stream, UInt32(frame.uint16(at: place + 2)), false) }
    return (stream, frame.uint32(at: place + 4), frame.uint16(at: place + 2) & 1 != 0)
  }

  /// The captured range of the chunk's parameters or error causes; empty if it has none.
  public var parameters: Range<Int> {
    let skipped: Int
    switch type {
    case .initiation, .initiationAcknowledgment: skipped = 16
    case .heartbeat, .heartbeatAcknowledgment, .abort, .error, .reconfiguration: skipped = 0
    case .addressConfiguration, .addressConfigurationAcknowledgment: skipped = 4
    default: return value.upperBound..<value.upperBound
    }
    return min(value.lowerBound + skipped, value.upperBound)..<value.upperBound
  }
}

/// The keyed hash over the chunks after it: AUTH (RFC 4895, section 4.1).
public struct SCTPAuthentication: Hashable, Sendable {
  /// Which shared key was used.
  public let key: UInt16
  /// The hash: 1 is SHA-1, 3 SHA-256.
  public let algorithm: UInt16
  /// The captured bytes of the hash.
  public let code: Range<Int>

  /// Decodes an AUTH chunk; nil if it is another, or is cut.
  public init?(_ chunk: SCTPChunk, in frame: Span<UInt8>) {
    guard chunk.type == .authentication, chunk.value.count >= 4,
      chunk.value.upperBound <= frame.count
    else { return nil }
    key = frame.uint16(at: chunk.value.lowerBound)
    algorithm = frame.uint16(at: chunk.value.lowerBound + 2)
    code = (chunk.value.lowerBound + 4)..<chunk.value.upperBound
  }
}
