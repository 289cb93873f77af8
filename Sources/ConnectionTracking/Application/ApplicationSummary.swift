import InternetTypes

/// The application protocol of a connection, and what the beginnings of its messages show about it.
///
/// It is `indirect`, one reference in the summary: floods have millions of summaries, and most of them have none.
public indirect enum ApplicationSummary: Equatable, Sendable {
  /// A TLS connection, whatever it encrypts.
  case tls(TLSSummary)
  /// HTTP/1.x.
  case http(HTTPSummary)
  /// DNS over UDP.
  case dns(DNSSummary)
  /// An SSH connection.
  case ssh

  /// The name in records.
  public var name: String {
    switch self {
    case .tls: "tls"
    case .http: "http"
    case .dns: "dns"
    case .ssh: "ssh"
    }
  }
}

/// A TLS connection, as its hellos describe it.
public struct TLSSummary: Equatable, Sendable {
  /// The version that the server chose; if that is unknown, the highest that the client offers.
  public var version: UInt16
  /// The server name that the client requests (SNI), at most 255 characters, all printable.
  public var serverName: String?
  /// The application protocol that the server chose, or else the client's first choice (ALPN).
  public var applicationProtocol: String?
  /// The client's JA4 fingerprint; nil without its hello.
  public var ja4: String?
  /// The time from the ClientHello to the later key change of both sides, in nanoseconds; nil unless both were seen.
  public var handshakeTime: Int64?
}

/// HTTP requests and responses that begin at the start of a segment.
public struct HTTPSummary: Equatable, Sendable {
  /// Requests of the client.
  public var requests: UInt64 = 0
  /// The host of the first request that names one, at most 255 characters, all printable.
  public var host: String?
  /// The status code of the last response.
  public var status: UInt16?
}

/// DNS queries and responses.
public struct DNSSummary: Equatable, Sendable {
  /// Queries, retransmissions included.
  public var queries: UInt64 = 0
  /// Queries that were answered.
  public var answered: UInt64 = 0
  /// Responses with an error: a response code other than 0.
  public var failed: UInt64 = 0
  /// The mean time from a query to its answer, in nanoseconds.
  public var responseTimeMean: Int64?
  /// The longest time from a query to its answer, in nanoseconds.
  public var responseTimeMaximum: Int64?
  /// The response code of that answer (RFC 1035, section 4.1.1): 0 is no error.
  public var slowestCode: UInt8?
  /// The response code of the last answer with an error.
  public var lastErrorCode: UInt8?
}

extension ConnectionSummary {
  /// The TLS connection.
  public var tls: TLSSummary? { if case .tls(let tls) = application { tls } else { nil } }
  /// The messages of HTTP.
  public var http: HTTPSummary? { if case .http(let http) = application { http } else { nil } }
  /// The messages of DNS.
  public var dns: DNSSummary? { if case .dns(let dns) = application { dns } else { nil } }

  /// The name of its application in records.
  public var applicationName: String? {
    // The protocol first: the details of a datagram flow would be copied to be looked at.
    guard self.protocol == .udp else { return application?.name }
    return application?.name ?? (quic != nil ? "quic" : tftp != nil ? "tftp" : nil)
  }

  /// The server name that the client states, in TLS or HTTP.
  public var serverName: String? { tls?.serverName ?? http?.host }
}
