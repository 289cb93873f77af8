import Testing

@testable import Metrics

/// Requests of HTTP/1 as clients send them, and as hostile ones do.
@Suite struct ScrapeRequestTests {
  private func read(_ text: String) -> ScrapeRequest.Progress {
    ScrapeRequest.read(Array(text.utf8))
  }

  /// What Prometheus 2.42 sends.
  private static let prometheus =
    "GET /metrics HTTP/1.1\r\nHost: 127.0.0.1:9469\r\nUser-Agent: Prometheus/2.42.0\r\n"
    + "Accept: application/openmetrics-text;version=1.0.0,application/openmetrics-text;"
    + "version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1\r\n"
    + "Accept-Encoding: gzip\r\nX-Prometheus-Scrape-Timeout-Seconds: 10\r\n\r\n"

  @Test func `Prometheus gets OpenMetrics, a client that does not ask for it the older form`() {
    #expect(
      read(Self.prometheus) == .request(ScrapeRequest(form: .openMetrics, isHead: false)))
    let plain = ScrapeRequest(form: .prometheus, isHead: false)
    #expect(read("GET /metrics HTTP/1.1\r\nHost: a\r\nAccept: */*\r\n\r\n") == .request(plain))
    let refused = "Accept: application/openmetrics-text; q=0.0, text/plain"
    #expect(read("GET /metrics HTTP/1.1\r\n\(refused)\r\n\r\n") == .request(plain))
    #expect(read("GET /metrics?x=1 HTTP/1.0\n\n") == .request(plain))
    #expect(read("GET http://127.0.0.1:9469/metrics HTTP/1.1\r\n\r\n") == .request(plain))
    #expect(
      read("HEAD /metrics HTTP/1.1\r\n\r\n")
        == .request(ScrapeRequest(form: .prometheus, isHead: true)))
  }

  @Test func `a request is incomplete until its head is whole`() {
    let bytes = Array(Self.prometheus.utf8)
    for count in bytes.indices {
      #expect(ScrapeRequest.read(Array(bytes[..<count])) == .incomplete)
    }
  }

  @Test(arguments: [
    ("GET / HTTP/1.1\r\n\r\n", ScrapeResponse.Refusal.notFound),
    ("GET /metricsX HTTP/1.1\r\n\r\n", .notFound), ("GET /metrics/ HTTP/1.1\r\n\r\n", .notFound),
    ("POST /metrics HTTP/1.1\r\n\r\n", .method), ("get /metrics HTTP/1.1\r\n\r\n", .method),
    ("\r\n\r\n", .malformed), ("GET /metrics\r\n\r\n", .malformed),
    ("GET  HTTP/1.1\r\n\r\n", .malformed), ("\u{16}\u{3}\u{1}\n\n", .malformed),
    ("PRI * HTTP/2.0\r\n\r\n", .malformed), (String(repeating: "a", count: 8192), .headTooLong),
  ])
  func `all other requests are refused`(text: String, refusal: ScrapeResponse.Refusal) {
    #expect(read(text) == .refused(refusal))
  }

  @Test func `any bytes are answered`() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      var bytes = (0..<Int.random(in: 0...60, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      bytes += [13, 10, 13, 10]
      switch ScrapeRequest.read(bytes) {
      case .incomplete: Issue.record("\(bytes)")
      case .refused, .request: break
      }
    }
  }
}
