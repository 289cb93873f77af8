/// The answers of the server, as bytes.
enum ScrapeResponse {
  /// Why a request gets no metrics.
  enum Refusal: Hashable, Sendable {
    case malformed, notFound, method, headTooLong

    private var status: String {
      switch self {
      case .malformed: "400 Bad Request"
      case .notFound: "404 Not Found"
      case .method: "405 Method Not Allowed"
      case .headTooLong: "431 Request Header Fields Too Large"
      }
    }

    private var text: String {
      switch self {
      case .malformed: "this is no request of HTTP/1\n"
      case .notFound: "the metrics are at /metrics\n"
      case .method: "only GET and HEAD are answered\n"
      case .headTooLong: "the head of the request is longer than 8192 bytes\n"
      }
    }

    /// The whole answer.
    var bytes: [UInt8] {
      let fields = self == .method ? ["Allow: GET, HEAD"] : []
      return head(status, "text/plain; charset=utf-8", text.utf8.count, fields) + Array(text.utf8)
    }
  }

  /// The answer to a request with a page of metrics.
  static func bytes(_ page: [UInt8], for request: ScrapeRequest) -> [UInt8] {
    head("200 OK", request.form.contentType.description, page.count, ["Vary: Accept"])
      + (request.isHead ? [] : page)
  }

  private static func head(
    _ status: String, _ type: String, _ length: Int, _ fields: [String]
  ) -> [UInt8] {
    let lines =
      ["HTTP/1.1 \(status)", "Content-Type: \(type)", "Content-Length: \(length)"] + fields
      + ["Cache-Control: no-store", "Connection: close", "", ""]
    return Array(lines.joined(separator: "\r\n").utf8)
  }
}
