/// Lines of a protocol whose messages are text: HTTP, RTSP, SIP, FTP, SMTP, WHOIS.
///
/// A walk over the bytes; nothing is copied.
public struct TextLines: Sendable {
  /// The terminator of a line.
  public enum Ending: Hashable, Sendable {
    /// A line feed, or carriage return and line feed.
    case lineFeed
    /// The end of the message: the rest of the line is in another one.
    case message
  }

  /// The offset where the next line begins.
  private var offset: Int
  /// The offset where the message ends, as the headers state it.
  private let end: Int
  /// The protocol as `[|name]` names it.
  private let name: String

  /// The lines of the message of `length` bytes at `start`.
  public init(start: Int, length: Int, name: String) {
    offset = start
    end = start + max(length, 0)
    self.name = name
  }

  /// The next line, without its line end; nil at the end, or if bytes follow that are no text.
  ///
  /// Text is printable ASCII and tabs. A carriage return without a line feed is no text either.
  ///
  /// - Throws: `EarlyEnd` if the capture ends before the line does.
  public mutating func next(
    in bytes: Span<UInt8>
  ) throws(EarlyEnd) -> (text: Range<Int>, ending: Ending)? {
    let start = offset
    guard start < end else { return nil }
    let stop = min(end, bytes.count)
    var index = start
    while index < stop {
      let byte = bytes[index]
      if byte >= 0x20 && byte < 0x7f || byte == 0x09 {
        index &+= 1
        continue
      }
      if byte == 0x0a {
        offset = index + 1
        return (start..<index, .lineFeed)
      }
      guard byte == 0x0d, index + 1 < end,
        try bytes.byte(at: index + 1, in: name) == 0x0a
      else {
        offset = end
        return nil
      }
      offset = index + 2
      return (start..<index, .lineFeed)
    }
    guard index == end else { throw EarlyEnd(name: name) }
    offset = end
    return (start..<end, .message)
  }
}

/// The first words by which the beginning of a text message is recognized.
public struct TextGrammar: Sendable {
  /// The longest token that is looked at, in bytes.
  private static var longestToken: Int { 128 }

  /// The first words of requests, in capitals, first byte in the lowest.
  private let methods: [UInt128]

  /// A grammar of these requests; a response's second word is a code of three digits.
  private init(_ methods: String) {
    self.methods = methods.split(separator: " ").map { method in
      method.utf8.reversed().reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
    }
  }

  /// Whether the bytes from `start` to `end` begin as a request or a response does.
  public func isMessage(_ bytes: Span<UInt8>, start: Int, end: Int) -> Bool {
    guard let token = Self.token(bytes, start: start, end: end) else { return false }
    if token.text.count <= 16, methods.contains(Self.capitals(bytes, token.text)) { return true }
    guard let code = Self.token(bytes, start: token.next, end: end)?.text else { return false }
    return code.count == 3 && code.allSatisfy { bytes[$0] >= 0x30 && bytes[$0] <= 0x39 }
  }

  /// The word at `start` and the offset of the next one; nil if it is no word, too long or cut.
  private static func token(
    _ bytes: Span<UInt8>, start: Int, end: Int
  ) -> (text: Range<Int>, next: Int)? {
    var index = start
    while index < end {
      guard index < bytes.count else { return nil }
      let byte = bytes[index]
      if byte == 0x20 || (0x09...0x0d).contains(byte) { break }
      guard byte > 0x20, byte < 0x7f, index - start < longestToken else { return nil }
      index += 1
    }
    guard index > start else { return nil }
    let text = start..<index
    while index < end, index < bytes.count, bytes[index] == 0x20 { index += 1 }
    return (text, index)
  }

  /// The bytes of a word of at most 16 in capitals, first in the lowest.
  private static func capitals(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt128 {
    var word: UInt128 = 0
    for index in range.reversed() {
      let byte = bytes[index]
      let isSmall = byte >= 0x61 && byte <= 0x7a
      word = word << 8 | UInt128(isSmall ? byte & ~0x20 : byte)
    }
    return word
  }

  /// HTTP (RFC 9110) with the methods of WebDAV (RFC 4918), its versioning (RFC 3253) and Microsoft's.
  public static let http = TextGrammar(
    """
    GET PUT COPY HEAD LOCK MOVE POLL POST BCOPY BMOVE MKCOL TRACE LABEL MERGE DELETE SEARCH UNLOCK \
    REPORT UPDATE NOTIFY BDELETE CONNECT OPTIONS CHECKIN PROPFIND CHECKOUT CCM_POST SUBSCRIBE \
    PROPPATCH BPROPFIND BPROPPATCH UNCHECKOUT MKACTIVITY MKWORKSPACE UNSUBSCRIBE RPC_CONNECT \
    VERSION-CONTROL BASELINE-CONTROL
    """)

  /// RTSP (RFC 2326).
  public static let rtsp = TextGrammar(
    """
    OPTIONS DESCRIBE ANNOUNCE GET_PARAMETER SET_PARAMETER SETUP PLAY RECORD PAUSE REDIRECT TEARDOWN
    """)

  /// SIP (RFC 3261) and its extensions.
  public static let sip = TextGrammar(
    """
    ACK BYE CANCEL DO INFO INVITE MESSAGE NOTIFY OPTIONS PRACK PUBLISH QAUTH REFER REGISTER SPRACK \
    SUBSCRIBE UPDATE
    """)
}

/// The identification that begins an SSH connection (RFC 4253, section 4.2).
public enum SSHIdentification {
  /// `SSH-`, first byte in the lowest.
  private static var prefix: UInt32 { 0x2d48_5353 }

  /// The range of its text, without the line end; nil if the bytes are no line of printable ASCII.
  ///
  /// - Throws: `EarlyEnd` if the capture ends before that is known.
  public static func text(
    _ bytes: Span<UInt8>, start: Int, length: Int
  ) throws(EarlyEnd) -> Range<Int>? {
    var index = start
    let end = start + length
    while index < end {
      let byte = try bytes.byte(at: index, in: "ssh")
      let shift = UInt32((index - start) * 8)
      guard shift >= 32 || byte == UInt8(truncatingIfNeeded: prefix >> shift) else { return nil }
      if byte == 0x0a { return start..<index }
      if byte == 0x0d {
        guard index + 1 < end, try bytes.byte(at: index + 1, in: "ssh") == 0x0a else { return nil }
        return start..<index
      }
      guard byte >= 0x20, byte < 0x7f else { return nil }
      index += 1
    }
    return nil
  }
}
