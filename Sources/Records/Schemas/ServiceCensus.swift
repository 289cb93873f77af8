public import ConnectionTracking
import InternetTypes
public import TextOutput

/// Who was seen listening where, from the connections that others made to them: what a port scanner would find by asking.
public struct ServiceCensus {
  /// Services that are kept, at most.
  public static var limit: Int { 65_536 }

  /// An address, a port and a protocol.
  private struct Key: Hashable {
    let endpoint: Endpoint
    let transport: IPProtocol
  }

  private struct Service {
    var accepted: UInt64 = 0
    var refused: UInt64 = 0
    var unanswered: UInt64 = 0
    var first: PacketTime
    var last: PacketTime
  }

  private var services: [Key: Service] = [:]

  /// Connections to services that did not fit in.
  public private(set) var omittedCount: UInt64 = 0

  /// Nobody was seen.
  public init() {}

  /// Takes a connection into account.
  public mutating func insert(_ connection: ConnectionSummary) {
    guard connection.hasPorts else { return }
    let key = Key(endpoint: connection.server, transport: connection.protocol)
    if services[key] == nil && services.count >= Self.limit {
      omittedCount &+= 1
      return
    }
    var service =
      services[key] ?? Service(first: connection.start, last: connection.end)
    service.first = min(service.first, connection.start)
    service.last = max(service.last, connection.end)
    if connection.failure == .refused {
      service.refused &+= 1
    } else if connection.serverToClient.packets > 0 {
      service.accepted &+= 1
    } else {
      service.unanswered &+= 1
    }
    services[key] = service
  }

  /// Whether nobody was seen.
  public var isEmpty: Bool { rows.isEmpty }

  /// The services that accepted or refused something, in order of address and port.
  private var rows: [(key: Key, value: Service)] {
    services.filter { $0.value.accepted + $0.value.refused > 0 }.sorted {
      (order($0.key.endpoint.address), $0.key.endpoint.port, $0.key.transport.rawValue)
        < (order($1.key.endpoint.address), $1.key.endpoint.port, $1.key.transport.rawValue)
    }
  }

  /// IPv4 before IPv6, each by its number.
  private func order(_ address: IPAddress) -> UInt128 {
    switch address {
    case .v4(let address): UInt128(address.rawValue)
    case .v6(let address): address.rawValue
    }
  }

  /// Appends a table for people.
  public func appendTable(style: TableStyle, to line: inout TextBuffer) {
    if services.isEmpty { return }
    line.append(
      TableText.left("ADDRESS", 40) + TableText.right("PORT", 6) + "  "
        + TableText.left("PROT", 6) + TableText.left("NAME", 16)
        + TableText.right("ACCEPTED", 10) + TableText.right("REFUSED", 10) + "\n")
    for (key, service) in rows {
      let name = style.portName?(key.endpoint.port, key.transport) ?? ""
      line.append(
        TableText.left(key.endpoint.address.text, 40) + TableText.right("\(key.endpoint.port)", 6)
          + "  "
          + TableText.left(key.transport == .udp ? "udp" : "tcp", 6)
          + TableText.left(name, 16) + TableText.right("\(service.accepted)", 10)
          + TableText.right("\(service.refused)", 10) + "\n")
    }
  }

  /// Appends records, one a line.
  public func appendNDJSON(precision: TimePrecision, to line: inout TextBuffer) {
    appendRecords(format: .ndjson, precision: precision, to: &line)
  }

  /// Appends comma-separated values below their names.
  public func appendCSV(precision: TimePrecision, to line: inout TextBuffer) {
    appendRecords(format: .csv, precision: precision, to: &line)
  }

  private func appendRecords(
    format: RecordFormat, precision: TimePrecision, to line: inout TextBuffer
  ) {
    var writer = RecordWriter(
      fields: RecordField.service, format: format, precision: precision)
    line.append(writer.header)
    let type = RecordWriter.name("service", in: format)
    for (key, service) in rows {
      writer.begin()
      writer.name(type, &line)
      writer.address(key.endpoint.address, &line)
      writer.number(key.endpoint.port, &line)
      writer.protocolName(key.transport, isQUIC: false, &line)
      writer.number(service.accepted, &line)
      writer.number(service.refused, &line)
      writer.number(service.unanswered, &line)
      writer.time(service.first, &line)
      writer.time(service.last, &line)
      writer.end(&line)
    }
  }
}
