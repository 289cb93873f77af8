public import InternetTypes

/// An IGMP message (RFC 1112, RFC 2236, RFC 3376), read field by field.
///
///     +---------------+---------------+-------------------------------+
///     |      Type     | Max Resp Code |           Checksum            |
///     +---------------+---------------+-------------------------------+
///     |                         Group Address                         |
///     +---------------------------------------------------------------+
public struct IGMPMessage: ~Escapable {
  /// The message's bytes.
  public let fields: Fields

  /// A view of the IGMP message that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The message type.
  public var type: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) } }

  /// The maximum response code of a query: tenths of a second, as a float from 128 on (RFC 3376, section 4.1.1).
  public var maximumResponseCode: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 1) } }

  /// The maximum response time of a version 3 query in tenths of a second.
  public var maximumResponseTime: UInt32 {
    get throws(EarlyEnd) {
      let code = UInt32(try maximumResponseCode)
      return code < 128 ? code : (code & 0xf | 0x10) << ((code & 0x70) >> 4 + 3)
    }
  }

  /// The checksum as sent.
  public var checksum: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 2) } }

  /// The group that the message is about; 0.0.0.0 in a general query.
  public var group: IPv4Address { get throws(EarlyEnd) { try fields.ipv4Address(at: 4) } }

  /// Sources of a version 3 query.
  public var sourceCount: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 10) } }

  /// Source number `index` of a version 3 query.
  public func source(_ index: Int) throws(EarlyEnd) -> IPv4Address {
    try fields.ipv4Address(at: 12 + index * 4)
  }

  /// Group records of a version 3 report.
  public var recordCount: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 6) } }

  /// The group records of a version 3 report.
  public var records: IGMPGroupRecords {
    @_lifetime(copy self) get throws(EarlyEnd) {
      IGMPGroupRecords(fields, remaining: try recordCount)
    }
  }

  /// Whether the checksum over the whole message is right; nil if part of it was not captured.
  public var isChecksumRight: Bool? {
    guard fields.has(fields.length) else { return nil }
    var sum = InternetChecksum()
    sum.add(fields.bytes.extracting(first: fields.length))
    return sum.folded == 0xffff
  }

  /// The query or response of a multicast traceroute (draft-ietf-idmr-traceroute-ipm).
  public var traceroute: IGMPTraceroute {
    @_lifetime(copy self) get { IGMPTraceroute(fields: fields.dropping(8)) }
  }
}

/// One group record of an IGMP version 3 report (RFC 3376, section 4.2.4).
public struct IGMPGroupRecord: ~Escapable {
  let fields: Fields

  /// Whether the message has room for the record's fixed part.
  public var isInsideMessage: Bool { fields.length >= 8 }

  /// The kind of record.
  public var type: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) } }

  /// Sources in the record.
  public var sourceCount: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 2) } }

  /// The multicast group.
  public var group: IPv4Address { get throws(EarlyEnd) { try fields.ipv4Address(at: 4) } }

  /// Whether the message has room for all sources that the record states.
  public var hasRoomForSources: Bool {
    get throws(EarlyEnd) { fields.length >= 8 + Int(try sourceCount) * 4 }
  }

  /// Source number `index`.
  public func source(_ index: Int) throws(EarlyEnd) -> IPv4Address {
    try fields.ipv4Address(at: 8 + index * 4)
  }
}

/// Walks the group records of an IGMP version 3 report.
public struct IGMPGroupRecords: ~Escapable {
  private var fields: Fields
  private var remaining: UInt16

  @_lifetime(copy message)
  init(_ message: Fields, remaining: UInt16) {
    fields = message.dropping(8)
    self.remaining = remaining
  }

  /// The next record; nil after the last.
  @_lifetime(copy self)
  public mutating func next() throws(EarlyEnd) -> IGMPGroupRecord? {
    guard remaining > 0 else { return nil }
    remaining -= 1
    let record = IGMPGroupRecord(fields: fields)
    guard record.isInsideMessage else {
      remaining = 0
      return record
    }
    fields = fields.dropping(8 + Int((try? record.sourceCount) ?? 0) * 4)
    return record
  }
}

/// The header of a multicast traceroute, inside IGMP.
public struct IGMPTraceroute: ~Escapable {
  let fields: Fields

  /// Size in bytes.
  public static let byteCount = 16

  /// Whether all of it was captured.
  public var isCaptured: Bool { fields.has(Self.byteCount) }

  /// Whether the message has room for it.
  public var isInsideMessage: Bool { fields.length >= Self.byteCount }

  /// The source whose path is traced.
  public var source: IPv4Address { get throws(EarlyEnd) { try fields.ipv4Address(at: 0) } }

  /// The receiver at whose end the path begins.
  public var destination: IPv4Address { get throws(EarlyEnd) { try fields.ipv4Address(at: 4) } }

  /// The address for the response.
  public var responseAddress: IPv4Address { get throws(EarlyEnd) { try fields.ipv4Address(at: 8) } }

  /// TTL of the response, for a multicast response address.
  public var responseTTL: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 12) } }

  /// The query's identifier, 24 bits.
  public var queryIdentifier: UInt32 { get throws(EarlyEnd) { try fields.uint24(at: 13) } }
}
