/// What a connection's application was and did, as far as the beginnings of its messages show.
///
/// It is `indirect`, one reference in the summary: floods have millions of summaries, and most of them have none.
public indirect enum ApplicationSummary: Equatable, Sendable {
  /// A TLS connection, whatever is inside.
  case tls(TLSSummary)
  /// HTTP of version 1.
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

/// A TLS connection, from its hellos.
public struct TLSSummary: Equatable, Sendable {
  /// The version that the server chose; the highest that the client offers where its answer is not known.
  public var version: UInt16
  /// The name that the client asks for; at most 255 characters, none but printable ones.
  public var serverName: String?
  /// The application protocol that the server chose, or that the client prefers.
  public var applicationProtocol: String?
  /// The client's JA4 fingerprint; nil without its hello.
  public var ja4: String?
  /// From the ClientHello to the later of both sides' changes of keys, in nanoseconds; nil without both.
  public var handshakeTime: Int64?
}

/// Requests and answers of HTTP that begin with a segment.
public struct HTTPSummary: Equatable, Sendable {
  /// Requests of the client.
  public var requests: UInt64 = 0
  /// The host of the first request that names one, at most 255 characters, none but printable ones.
  public var host: String?
  /// The status of the last answer.
  public var status: UInt16?
}

/// Queries and answers of DNS.
public struct DNSSummary: Equatable, Sendable {
  /// Queries, retransmissions included.
  public var queries: UInt64 = 0
  /// Queries that were answered.
  public var answered: UInt64 = 0
  /// Answers with an error: a response code other than 0.
  public var failed: UInt64 = 0
  /// The mean time from a query to its answer, in nanoseconds.
  public var responseTimeMean: Int64?
  /// The longest time from a query to its answer, in nanoseconds.
  public var responseTimeMaximum: Int64?
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
    application?.name ?? (quic != nil ? "quic" : tftp != nil ? "tftp" : nil)
  }

  /// The name of the server as its client gave it, in TLS or HTTP.
  public var serverName: String? { tls?.serverName ?? http?.host }
}
