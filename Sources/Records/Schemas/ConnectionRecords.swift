public import ConnectionTracking
import InternetTypes
import PacketDissection
public import TextOutput

/// Writes connections as records for programs.
public struct ConnectionRecords: ~Copyable {
  private var writer: RecordWriter
  /// Write the records that have an object of one protocol, by `ConnectionDetail.position`, made when there is one; in CSV
  /// all rows have the columns of all of them.
  private var detailWriters: [RecordWriter?]
  private let detailFieldCounts: [Int]
  private let format: RecordFormat
  private let precision: TimePrecision
  private let hasAllColumns: Bool
  private let directionFieldCount = RecordField.direction.count
  private let communityID = CommunityID()
  private let type: ConstantText
  private let connStates: [ConstantText]
  private let states: [ConstantText]
  private let closers: [ConstantText]
  private let failures: [ConstantText]
  /// By the kind's number; the first is none.
  private let tunnels: [ConstantText]
  private let endings: [ConstantText]

  /// Records in this format, times with this many decimals.
  public init(format: RecordFormat, precision: TimePrecision) {
    hasAllColumns = format == .csv
    self.format = format
    self.precision = precision
    detailFieldCounts = Self.details.map(\.count)
    writer = RecordWriter(
      fields: RecordField.connection + (format == .csv ? Self.details.flatMap { $0 } : []),
      format: format, precision: precision)
    detailWriters = Array(repeating: nil, count: Self.details.count)
    type = RecordWriter.name("connection", in: format)
    connStates = ConnState.allCases.map { RecordWriter.name($0.name.description, in: format) }
    states = EndpointState.allCases.map { RecordWriter.name($0.name.description, in: format) }
    closers = ["client", "server", "both"].map { RecordWriter.name($0, in: format) }
    failures = ["timeout", "refused", "icmp-unreachable", "reset", "black-hole"]
      .map { RecordWriter.name($0, in: format) }
    tunnels =
      [RecordWriter.name("", in: format)]
      + Tunnel.Kind.allCases.map { RecordWriter.name($0.name.description, in: format) }
    endings = ["closed", "idle", "evicted", "end-of-input"]
      .map { RecordWriter.name($0, in: format) }
  }

  /// The fields of the protocols that have some of their own, by `ConnectionDetail.position`.
  private static var details: [[RecordField]] {
    [RecordField.quic, RecordField.tftp, RecordField.sctp, RecordField.dccp]
  }

  /// What writes the records that have the object of a protocol.
  private mutating func detailWriter(_ position: Int) -> RecordWriter {
    if hasAllColumns { return writer }
    let known =
      detailWriters[position]
      ?? RecordWriter(
        fields: RecordField.connection + Self.details[position], format: format,
        precision: precision)
    detailWriters[position] = known
    return known
  }

  /// The line of field names that a CSV file begins with; empty for NDJSON.
  public var header: String { writer.header }

  /// Appends the record of a connection.
  public mutating func append(
    _ connection: borrowing ConnectionSummary, to line: inout TextBuffer
  ) {
    // The fields of every connection come first in all writers.
    guard let detail = connection.detail else {
      appendFields(of: connection, isQUIC: false, to: &line)
      if hasAllColumns { writer.idle(detailFieldCounts.reduce(0, +), &line) }
      writer.end(&line)
      return
    }
    let isQUIC = if case .quic = detail { true } else { false }
    let plain = writer
    writer = detailWriter(detail.position)
    appendFields(of: connection, isQUIC: isQUIC, to: &line)
    for position in detailFieldCounts.indices {
      if position == detail.position {
        append(detail, continuing: connection.continued, to: &line)
      } else if hasAllColumns {
        writer.idle(detailFieldCounts[position], &line)
      }
    }
    writer.end(&line)
    writer = plain
  }

  /// Appends the fields of what one protocol tells.
  private mutating func append(
    _ detail: ConnectionDetail, continuing index: UInt64?, to line: inout TextBuffer
  ) {
    switch detail {
    case .quic(let quic): writer.quic(quic, continuing: index, &line)
    case .tftp(let tftp): writer.tftp(tftp, &line)
    case .sctp(let sctp): writer.sctp(sctp, &line)
    case .dccp(let dccp): writer.dccp(dccp, &line)
    }
  }

  /// Appends the fields that every connection has.
  private mutating func appendFields(
    of connection: borrowing ConnectionSummary, isQUIC: Bool, to line: inout TextBuffer
  ) {
    let hasState = connection.hasState
    writer.begin()
    writer.name(type, &line)
    writer.number(connection.index, &line)
    writer.protocolName(connection.protocol, isQUIC: isQUIC, &line)
    writer.address(connection.client.address, &line)
    writer.number(connection.hasPorts ? connection.client.port : nil, &line)
    writer.address(connection.server.address, &line)
    writer.number(connection.hasPorts ? connection.server.port : nil, &line)
    let (vlan, tunnel) = (connection.vlan, connection.tunnel)
    if vlan == nil && tunnel == nil {
      writer.idle(2, &line)
    } else {
      writer.number(vlan, &line)
      writer.name(tunnel.map { tunnels[Int($0.rawValue)] }, &line)
    }
    writer.time(connection.start, &line)
    writer.time(connection.end, &line)
    writer.duration(connection.end.nanoseconds(since: connection.start), &line)
    writer.flag(connection.isHandshakeSeen, &line)
    if connection.hasTimes {
      writer.duration(connection.handshake, &line)
      writer.duration(connection.handshakeToServer, &line)
      writer.duration(connection.handshakeToClient, &line)
      writer.duration(connection.firstResponse, &line)
    } else {
      writer.idle(4, &line)
    }
    writer.name(connStates[Int(connection.connState.rawValue)], &line)
    writer.history(connection.history, &line)
    // The ID of an ICMP flow needs the type of its messages.
    switch connection.protocol {
    case .icmp, .icmpv6:
      if connection.icmpTypeAndCode == nil {
        writer.null(&line)
      } else {
        writer.communityID(connection, communityID, &line)
      }
    default: writer.communityID(connection, communityID, &line)
    }
    writer.name(hasState ? states[Int(connection.clientState.rawValue)] : nil, &line)
    writer.name(hasState ? states[Int(connection.serverState.rawValue)] : nil, &line)
    writer.name(connection.closedBy.map { closers[Int($0.rawValue)] }, &line)
    let icmp = connection.icmpTypeAndCode
    if connection.failure == nil && icmp == nil {
      writer.idle(3, &line)  // The failure, and the type and code of an ICMP message.
    } else {
      writer.name(connection.failure.map { failures[Int($0.rawValue)] }, &line)
      writer.number(icmp?.type, &line)
      writer.number(icmp?.code, &line)
    }
    writer.name(endings[Int(connection.ending.rawValue)], &line)
    append(connection.clientToServer, to: &line)
    append(connection.serverToClient, to: &line)
  }

  /// Appends the fields of one direction; what nothing was captured of is copied, which is most of it in a flood.
  private mutating func append(
    _ direction: borrowing DirectionSummary, to line: inout TextBuffer
  ) {
    guard direction.packets | direction.missedBytes != 0 else {
      writer.idle(directionFieldCount, &line)
      return
    }
    writer.number(direction.packets, &line)
    writer.number(direction.ipBytes, &line)
    if direction.hasDataOrFindings {
      appendBytes(direction, to: &line)
    } else {
      writer.idle(8, &line)
    }
    writer.number(direction.maximumSegmentSize, &line)
    writer.number(direction.segmentSizeMaximum, &line)
    writer.signed(direction.windowScale.map { Int($0) }, &line)
    writer.number(direction.windowMinimum, &line)
    writer.number(direction.windowMaximum, &line)
    writer.number(direction.flightMaximum, &line)
    if direction.hasMeasurements {
      appendMeasurements(direction, to: &line)
    } else {
      writer.idle(8, &line)
    }
    writer.flag(direction.isECNNegotiated, &line)
    writer.flag(direction.isSACKPermitted, &line)
    writer.flag(direction.hasTimestamps, &line)
    writer.number(direction.synCount, &line)
    writer.number(direction.finCount, &line)
    writer.number(direction.rstCount, &line)
    writer.number(direction.timeToLive, &line)
  }

  /// Appends the eight fields of data and what went wrong with it.
  private mutating func appendBytes(
    _ direction: borrowing DirectionSummary, to line: inout TextBuffer
  ) {
    writer.number(direction.payloadBytes, &line)
    writer.number(direction.uniquePayloadBytes, &line)
    guard direction.hasFindings else {
      writer.idle(6, &line)
      return
    }
    writer.number(direction.missedBytes, &line)
    writer.number(direction.retransmittedPackets, &line)
    writer.number(direction.retransmittedBytes, &line)
    writer.number(direction.outOfOrderPackets, &line)
    writer.number(direction.duplicateAcks, &line)
    writer.number(direction.zeroWindows, &line)
  }

  /// Appends the eight fields of round-trip times, rate, checksums and the initial window.
  private mutating func appendMeasurements(
    _ direction: borrowing DirectionSummary, to line: inout TextBuffer
  ) {
    writer.duration(direction.roundTripMinimum, &line)
    writer.duration(direction.roundTripMean, &line)
    writer.duration(direction.roundTripMaximum, &line)
    writer.number(direction.roundTripSamples, &line)
    writer.rate(direction.throughput, &line)
    writer.number(direction.checksumInvalid, &line)
    writer.number(direction.checksumUnverifiable, &line)
    writer.number(direction.initialWindowSegments, &line)
  }
}

extension DirectionSummary {
  /// Whether there are data, or is anything the matter.
  var hasDataOrFindings: Bool { payloadBytes | uniquePayloadBytes != 0 || hasFindings }

  /// Whether anything is the matter.
  var hasFindings: Bool {
    missedBytes | retransmittedPackets | retransmittedBytes | outOfOrderPackets | duplicateAcks
      | zeroWindows != 0
  }

  /// Whether round-trip times, a rate, a checksum or an initial window are known.
  var hasMeasurements: Bool {
    roundTripSamples | checksumInvalid | checksumUnverifiable != 0 || roundTripMinimum != nil
      || roundTripMean != nil || roundTripMaximum != nil || throughput != nil
      || initialWindowSegments != nil
  }
}

extension ConnectionDetail {
  /// The position of its object among those of all protocols.
  var position: Int {
    switch self {
    case .quic: 0
    case .tftp: 1
    case .sctp: 2
    case .dccp: 3
    }
  }
}

extension ConnectionSummary {
  /// Whether its endpoints have states.
  var hasState: Bool {
    if `protocol` == .tcp { return true }
    switch detail {
    case .sctp, .dccp: return true
    case .quic, .tftp, nil: return false
    }
  }

  /// Whether anything was measured on the handshake or the first response.
  var hasTimes: Bool {
    handshakeToServer != nil || handshakeToClient != nil || firstResponse != nil
  }

  /// Both parts of the handshake's round-trip time together, in nanoseconds.
  var handshake: Int64? {
    guard let handshakeToServer, let handshakeToClient else { return nil }
    return handshakeToServer.addingReportingOverflow(handshakeToClient).partialValue
  }
}
