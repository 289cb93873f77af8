import ConnectionTracking

/// The columns of a connection's application: its name, and the objects `tls`, `http` and `dns`.
enum ApplicationColumns {
  @inline(__always)
  static func write<Sink: RecordSink & ~Copyable>(
    _ connection: borrowing ConnectionSummary, to sink: inout Sink
  ) {
    let (tls, http, dns) = (connection.tls, connection.http, connection.dns)
    sink.object(
      "tls",
      "A TLS connection, from its hellos, where its beginning was captured; JSON omits it for others.",
      omittedUnless: tls != nil
    ) { write(tls, to: &$0) }
    sink.object(
      "http",
      "Messages of HTTP that begin with a segment, where the connection's beginning was captured; JSON omits it for others.",
      omittedUnless: http != nil
    ) {
      $0.number("requests", .none, "Requests of the client.", http?.requests)
      $0.text("host", "The host of the first request that names one.", http?.host)
      $0.number("status", .none, "The status of the last answer.", http?.status)
    }
    sink.object(
      "dns", "Messages of DNS over UDP; JSON omits it for others.", omittedUnless: dns != nil
    ) {
      $0.number("queries", .none, "Queries, retransmissions included.", dns?.queries)
      $0.number("answered", .none, "Queries that were answered.", dns?.answered)
      $0.number("failed", .none, "Answers with an error.", dns?.failed)
      $0.duration(
        "response_time_mean", "From a query to its answer on average, at the capture point.",
        dns?.responseTimeMean)
      $0.duration(
        "response_time_max", "The longest time from a query to its answer.",
        dns?.responseTimeMaximum)
    }
  }

  private static func write<Sink: RecordSink & ~Copyable>(_ tls: TLSSummary?, to sink: inout Sink) {
    sink.text(
      "version", "The version that the server chose, or the client's highest.",
      tls?.versionName)
    sink.text("server_name", "The name that the client asks for (SNI).", tls?.serverName)
    sink.text(
      "alpn", "The application protocol that the server chose, or that the client prefers.",
      tls?.applicationProtocol)
    sink.text("ja4", "The client's fingerprint, JA4.", tls?.ja4)
    sink.duration(
      "handshake_time",
      "From the ClientHello to the later of both sides' ChangeCipherSpec, at the capture point; null without both.",
      tls?.handshakeTime)
  }
}

extension TLSSummary {
  /// The name of the version.
  var versionName: String {
    switch version {
    case 0x0300: "SSLv3"
    case 0x0301: "TLSv1.0"
    case 0x0302: "TLSv1.1"
    case 0x0303: "TLSv1.2"
    case 0x0304: "TLSv1.3"
    default: "0x" + String(version, radix: 16)
    }
  }
}
