import InternetTypes

/// The record `service`: a service that connections were made to.
public enum ServiceSchema: RecordSchema {
  /// The name of the record.
  public static var name: StaticString { "service" }

  /// The value of a record without findings.
  public static var blank: Service {
    let time = Timestamp(rawValue: 0)
    return Service(
      endpoint: Endpoint(address: .v4(IPv4Address(rawValue: 0)), port: 0), transport: .tcp,
      first: time, last: time)
  }

  /// Passes the columns and their values to a sink.
  @inline(__always)
  public static func write<Sink: RecordSink & ~Copyable>(
    _ service: borrowing Service, to sink: inout Sink
  ) {
    sink.type(Self.self)
    let (endpoint, transport) = (service.endpoint, service.transport)
    sink.plain("address", "The address that it listens on.", isKnown: true) {
      $0.append(canonical: endpoint.address)
    }
    sink.count("port", .none, "The port.", UInt64(endpoint.port))
    sink.plain("protocol", "The transport protocol.", isKnown: true) {
      $0.append(transport, isQUIC: false)
    }
    sink.count("accepted", .none, "Connections that it answered.", service.accepted)
    sink.count("refused", .none, "Connections that it refused.", service.refused)
    sink.count("unanswered", .none, "Connections without an answer.", service.unanswered)
    sink.time("first", "When the first connection began.", service.first)
    sink.time("last", "When the last connection ended.", service.last)
  }
}

extension RecordEncoder<ServiceSchema> {
  /// Appends the record of a service.
  public mutating func append(_ service: Service) { encode(service) }
}
