import ConnectionTracking
import InternetTypes
import TextOutput

extension ConnectionPage {
  /// Appends a connection's application and its data; nothing if it is unknown.
  func appendApplication(_ connection: ConnectionSummary, to line: inout TextBuffer) {
    guard let application = connection.application else { return }
    line.append("  application \(application.name)")
    switch application {
    case .ssh: break
    case .tls(let tls):
      line.append(": \(tls.versionName)")
      if let name = tls.serverName { line.append(", server name \(name.visible)") }
      if let name = tls.applicationProtocol { line.append(", ALPN \(name.visible)") }
      if let time = tls.handshakeTime { line.append(", handshake \(Quantity.duration(time))") }
      if let ja4 = tls.ja4 { line.append("\n  JA4 \(ja4)") }
    case .http(let http):
      line.append(": \(http.requests.counted("request"))")
      if let host = http.host { line.append(" to \(host.visible)") }
      if let status = http.status { line.append(", last status \(status)") }
    case .dns(let dns):
      line.append(": \(dns.queries) \(dns.queries == 1 ? "query" : "queries")")
      line.append(", \(dns.answered) answered, \(dns.failed) failed")
      if let mean = dns.responseTimeMean, let longest = dns.responseTimeMaximum {
        line.append(", answer after \(Quantity.duration(mean)) on average")
        line.append(", \(Quantity.duration(longest)) at most")
      }
    }
    line.append("\n")
  }
}
