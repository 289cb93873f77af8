/// A request of HTTP/1.x, as far as a server of one page needs it.
struct ScrapeRequest: Hashable, Sendable {
  /// The most bytes of a request's head.
  static var headLimit: Int { 8192 }

  /// What the bytes of a connection are so far.
  enum Progress: Hashable, Sendable {
    /// The head is not whole.
    case incomplete
    /// The head is too long, or no request.
    case refused(ScrapeResponse.Refusal)
    case request(ScrapeRequest)
  }

  /// The form of the metrics that the client asked for.
  var form: MetricsForm
  /// Whether it wants the head of the answer alone.
  var isHead: Bool

  /// Looks at the bytes that have arrived.
  static func read(_ bytes: [UInt8]) -> Progress {
    guard let end = endOfHead(bytes) else {
      return bytes.count >= headLimit ? .refused(.headTooLong) : .incomplete
    }
    let text = String(decoding: bytes[..<end], as: UTF8.self)
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\r\n" || $0 == "\n" }
    let words = lines[0].split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 3, words[2].hasPrefix("HTTP/1."), !words[1].isEmpty else {
      return .refused(.malformed)
    }
    guard words[0] == "GET" || words[0] == "HEAD" else { return .refused(.method) }
    guard isMetrics(words[1]) else { return .refused(.notFound) }
    let takesOpenMetrics = lines.dropFirst().contains { line in
      let line = line.lowercased()
      return line.hasPrefix("accept:") && line.contains("application/openmetrics-text")
    }
    return .request(
      ScrapeRequest(
        form: takesOpenMetrics ? .openMetrics : .prometheus, isHead: words[0] == "HEAD"))
  }

  /// The position behind the head; nil if it is not whole.
  private static func endOfHead(_ bytes: [UInt8]) -> Int? {
    let (carriage, feed) = (UInt8(ascii: "\r"), UInt8(ascii: "\n"))
    for position in bytes.indices.dropFirst() where bytes[position] == feed {
      if bytes[position - 1] == feed { return position + 1 }
      if position >= 2, bytes[position - 1] == carriage, bytes[position - 2] == feed {
        return position + 1
      }
    }
    return nil
  }

  /// Whether a target is the page, as a path or with a host, whatever follows a question mark.
  private static func isMetrics(_ target: Substring) -> Bool {
    var path = target
    if let scheme = path.range(ofPrefix: "http://") {
      path = path[scheme...].drop { $0 != "/" }
    }
    return path.prefix { $0 != "?" } == "/metrics"
  }
}

extension Substring {
  /// The index behind a prefix; nil without it.
  fileprivate func range(ofPrefix prefix: String) -> Index? {
    hasPrefix(prefix) ? index(startIndex, offsetBy: prefix.count) : nil
  }
}
