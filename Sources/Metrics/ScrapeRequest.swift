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
    let takesOpenMetrics = lines.dropFirst().contains { accepts(openMetricsIn: $0) }
    return .request(
      ScrapeRequest(
        form: takesOpenMetrics ? .openMetrics : .prometheus, isHead: words[0] == "HEAD"))
  }

  /// Whether a line of the head is one that accepts OpenMetrics (RFC 9110, section 12.5.1): with a weight above 0.
  private static func accepts(openMetricsIn line: Substring) -> Bool {
    let line = line.lowercased()
    guard line.hasPrefix("accept:") else { return false }
    return line.dropFirst(7).split(separator: ",").contains { range in
      let parts = range.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
      guard parts.first == "application/openmetrics-text" else { return false }
      return !parts.dropFirst().contains {
        $0.hasPrefix("q=") && $0.dropFirst(2).allSatisfy { $0 == "0" || $0 == "." }
      }
    }
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
