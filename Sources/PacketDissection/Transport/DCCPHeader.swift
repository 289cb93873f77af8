/// The type of a DCCP packet (RFC 4340, section 5.1).
public struct DCCPPacketType: RawRepresentable, Hashable, Sendable {
  /// The number on the wire, 0 to 15.
  public let rawValue: UInt8

  /// The type of this number; the wire can carry any.
  @inlinable
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Request: the client begins.
  @inlinable public static var request: Self { Self(rawValue: 0) }
  /// Response: the server agrees.
  @inlinable public static var response: Self { Self(rawValue: 1) }
  /// Data.
  @inlinable public static var data: Self { Self(rawValue: 2) }
  /// Ack.
  @inlinable public static var acknowledgment: Self { Self(rawValue: 3) }
  /// DataAck: data and an acknowledgement.
  @inlinable public static var dataAcknowledgment: Self { Self(rawValue: 4) }
  /// CloseReq: the server asks the client to close.
  @inlinable public static var closeRequest: Self { Self(rawValue: 5) }
  /// Close.
  @inlinable public static var close: Self { Self(rawValue: 6) }
  /// Reset: the connection ends.
  @inlinable public static var reset: Self { Self(rawValue: 7) }
  /// Sync: after bursts of loss.
  @inlinable public static var sync: Self { Self(rawValue: 8) }
  /// SyncAck.
  @inlinable public static var syncAcknowledgment: Self { Self(rawValue: 9) }

  /// Whether the packet has an acknowledgement number: all but Request and Data, and the reserved types.
  @inlinable public var hasAcknowledgment: Bool {
    self != .request && self != .data && rawValue <= 9
  }
}

/// A DCCP header (RFC 4340, section 5.1); here with the long sequence number.
///
///     +-------------------------------+-------------------------------+
///     |          Source port          |       Destination port        |
///     +---------------+-------+-------+-------------------------------+
///     |  Data offset  | CCVal | CsCov |           Checksum            |
///     +-----+-------+-+-------+-------+-------------------------------+
///     | Res | Type  |X|   Reserved    |  Sequence number (high bits)  |
///     +-----+-------+-+---------------+-------------------------------+
///     |                  Sequence number (low bits)                   |
///     +---------------------------------------------------------------+
public struct DCCPHeader: Hashable, Sendable {
  /// Size of the header in bytes with a short sequence number.
  public static let minimumByteCount = 12

  /// The sender's port.
  public let sourcePort: UInt16

  /// The receiver's port.
  public let destinationPort: UInt16

  /// The offset where the application's data begin, in 32-bit words.
  public let dataOffset: UInt8

  /// CCVal and CsCov as in their byte.
  @usableFromInline let coverageByte: UInt8

  /// The checksum as sent.
  public let checksum: UInt16

  /// Type and X as in their byte.
  @usableFromInline let typeByte: UInt8

  @usableFromInline let sequenceHigh: UInt16
  @usableFromInline let sequenceLow: UInt32

  /// The type of the packet.
  @inlinable public var type: DCCPPacketType {
    DCCPPacketType(rawValue: typeByte >> 1 & 0x0f)
  }

  /// X: sequence numbers have 48 bits, else 24.
  @inlinable public var isExtended: Bool { typeByte & 1 != 0 }

  /// For the sender's congestion control (RFC 4340, section 5.1).
  @inlinable public var congestionValue: UInt8 { coverageByte >> 4 }

  /// How much of the data the checksum covers: 0 all, n + 1 the first n words (RFC 4340, section 9.2).
  @inlinable public var checksumCoverage: UInt8 { coverageByte & 0x0f }

  /// The sequence number, of 48 bits or 24.
  @inlinable public var sequence: UInt64 { UInt64(sequenceHigh) << 32 | UInt64(sequenceLow) }

  /// Bytes of the generic header.
  @inlinable public var genericByteCount: Int { isExtended ? 16 : 12 }

  /// Bytes of generic header and of the fields that the type adds, without options.
  public var fixedByteCount: Int {
    let acknowledgment = isExtended ? 8 : 4
    switch type {
    case .request: return genericByteCount + 4
    case .response, .reset: return genericByteCount + acknowledgment + 4
    case let type: return genericByteCount + (type.hasAcknowledgment ? acknowledgment : 0)
    }
  }

  /// Bytes that the checksum covers of a packet of `length` bytes.
  public func coveredByteCount(length: Int) -> Int {
    guard checksumCoverage != 0 else { return length }
    return min((Int(dataOffset) + Int(checksumCoverage) - 1) * 4, length)
  }

  /// Decodes the generic header at the first byte of `packet`.
  ///
  /// - Throws: `DecodeError.truncated` when it was not captured whole.
  public init(decoding packet: Span<UInt8>) throws(DecodeError) {
    try packet.require(Self.minimumByteCount, for: .dccp)
    sourcePort = packet.uint16(at: 0)
    destinationPort = packet.uint16(at: 2)
    dataOffset = packet[4]
    coverageByte = packet[5]
    checksum = packet.uint16(at: 6)
    typeByte = packet[8]
    if packet[8] & 1 != 0 {
      try packet.require(16, for: .dccp)
      sequenceHigh = packet.uint16(at: 10)
      sequenceLow = packet.uint32(at: 12)
    } else {
      sequenceHigh = 0
      sequenceLow = packet.uint24(at: 9)
    }
  }
}

extension Packet {
  /// Decodes the DCCP packet at `transportOffset`.
  mutating func decodeDCCP(_ frame: Span<UInt8>) throws(DecodeError) {
    let packet = frame.extracting(transportOffset..<end)
    guard transportLength >= DCCPHeader.minimumByteCount else {
      throw .short(.dccp, length: transportLength)
    }
    let header = try DCCPHeader(decoding: packet)
    guard transportLength >= header.genericByteCount else {
      throw .short(.dccp, length: transportLength)
    }
    transport = .dccp(header)
    let headerByteCount = Int(header.dataOffset) * 4
    guard headerByteCount >= header.fixedByteCount, headerByteCount <= transportLength else {
      payload = end..<end
      throw .invalid(.dccp, field: .dataOffset, value: headerByteCount)
    }
    payload = min(transportOffset + headerByteCount, end)..<end
    payloadLength = transportLength - headerByteCount
  }

  /// The acknowledgement number of a DCCP packet; nil if it has none, or it was cut.
  public func dccpAcknowledgment(in frame: Span<UInt8>) -> UInt64? {
    guard case .dccp(let header) = transport, header.type.hasAcknowledgment else { return nil }
    let place = transportOffset + header.genericByteCount
    guard place + (header.isExtended ? 8 : 4) <= min(end, frame.count) else { return nil }
    return header.isExtended
      ? frame.uint48(at: place + 2) : UInt64(frame.uint24(at: place + 1))
  }

  /// The service code of a DCCP Request or Response; nil in other packets, and if it was cut.
  public func dccpService(in frame: Span<UInt8>) -> UInt32? {
    guard case .dccp(let header) = transport, header.type.rawValue <= 1 else { return nil }
    let place = transportOffset + header.fixedByteCount - 4
    guard place + 4 <= min(end, frame.count) else { return nil }
    return frame.uint32(at: place)
  }

  /// The reset code of a DCCP Reset (RFC 4340, section 5.6); nil in other packets, and if it was cut.
  public func dccpResetCode(in frame: Span<UInt8>) -> UInt8? {
    guard case .dccp(let header) = transport, header.type == .reset else { return nil }
    let place = transportOffset + header.fixedByteCount - 4
    return place < min(end, frame.count) ? frame[place] : nil
  }

  /// The range of the captured DCCP options; empty without options.
  public var dccpOptions: Range<Int> {
    guard case .dccp(let header) = transport else { return 0..<0 }
    let start = min(transportOffset + header.fixedByteCount, end)
    return start..<max(start, min(transportOffset + Int(header.dataOffset) * 4, end))
  }
}
