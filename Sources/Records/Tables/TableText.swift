import ConnectionTracking
import InternetTypes

/// Formats cells of tables: padding, cutting, colours, endpoints, times.
struct TableText {
  /// Whether colours may be used.
  var isColored: Bool
  /// The name of a port; nil where ports are numbers.
  var portName: ((UInt16, IPProtocol) -> String?)?
  /// The seconds that the time zone is ahead of UTC at a second since the epoch.
  var utcOffset: (Int64) -> Int

  /// A colour of a cell by its meaning.
  enum Color: String {
    case failure = "31"
    case attention = "33"
    case faint = "2"
  }

  /// A text in a colour.
  func colored(_ text: String, _ color: Color?) -> String {
    guard isColored, let color else { return text }
    return "\u{1b}[\(color.rawValue)m\(text)\u{1b}[0m"
  }

  /// The width of a text: all characters of tables are one column wide.
  static func width(_ text: String) -> Int { text.unicodeScalars.count }

  /// A text on the left of a field, cut at its end where it is too long.
  static func left(_ text: String, _ width: Int) -> String {
    let excess = Self.width(text) - width
    if excess <= 0 { return text + String(repeating: " ", count: -excess) }
    return String(String.UnicodeScalarView(text.unicodeScalars.prefix(max(width - 1, 0)))) + "…"
  }

  /// A text on the right of a field; it is never cut and moves what follows.
  static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(width - Self.width(text), 0)) + text
  }

  /// A colon and the number of a port or its name; empty for protocols without ports.
  func port(_ port: UInt16, _ transport: IPProtocol, isShown: Bool) -> String {
    guard isShown else { return "" }
    return ":" + (portName?(port, transport) ?? "\(port)")
  }

  /// An address, in brackets where a port follows an IPv6 address.
  static func host(_ address: IPAddress, hasPort: Bool) -> String {
    if case .v6 = address, hasPort { return "[\(address.text)]" }
    return address.text
  }

  /// An endpoint in at most `width` characters: a long one loses the middle of its address, never its port.
  func endpoint(
    _ endpoint: Endpoint, _ transport: IPProtocol, hasPort: Bool, width: Int
  ) -> String {
    let port = port(endpoint.port, transport, isShown: hasPort)
    let host = Self.host(endpoint.address, hasPort: hasPort)
    return Self.cutMiddle(host, to: width - Self.width(port)) + port
  }

  /// Both endpoints with an arrow in exactly `width` characters; the longer one is cut first.
  func flow(_ connection: borrowing ConnectionSummary, width: Int) -> String {
    let room = width - 3
    let transport = connection.protocol
    let hasPort = connection.hasPorts
    let client = endpoint(connection.client, transport, hasPort: hasPort, width: .max)
    let server = endpoint(connection.server, transport, hasPort: hasPort, width: .max)
    let (clientWidth, serverWidth) = (Self.width(client), Self.width(server))
    guard clientWidth + serverWidth > room else {
      return Self.left("\(client) → \(server)", width)
    }
    let half = room / 2
    let clientRoom = clientWidth <= half ? clientWidth : max(room - serverWidth, half)
    let shortClient = endpoint(
      connection.client, transport, hasPort: hasPort, width: clientRoom)
    let shortServer = endpoint(
      connection.server, transport, hasPort: hasPort,
      width: max(room - Self.width(shortClient), 0))
    let text = "\(shortClient) → \(shortServer)"
    return text + String(repeating: " ", count: max(width - Self.width(text), 0))
  }

  /// A text of at most `width` columns, at least one, with an ellipsis in the middle where it is longer.
  static func cutMiddle(_ text: String, to width: Int) -> String {
    let scalars = text.unicodeScalars
    guard scalars.count > width else { return text }
    let kept = max(width - 1, 0)
    let head = String.UnicodeScalarView(scalars.prefix((kept + 1) / 2))
    let tail = String.UnicodeScalarView(scalars.suffix(kept / 2))
    return "\(String(head))…\(String(tail))"
  }

  /// The time of day with this many decimals, 0 to 9.
  func timeOfDay(_ time: PacketTime, decimals: Int) -> String {
    let nanosecondsOfDay: Int64 = 86_400_000_000_000
    let (seconds, rest) = time.rawValue.quotientAndRemainder(dividingBy: 1_000_000_000)
    // A time before the epoch is in the second before.
    let shift = utcOffset(rest < 0 ? seconds - 1 : seconds)
    let offset = Int64(shift % 86_400) * 1_000_000_000
    let within = time.rawValue % nanosecondsOfDay + offset
    let ofDay = (within % nanosecondsOfDay + nanosecondsOfDay) % nanosecondsOfDay
    let (second, fraction) = ofDay.quotientAndRemainder(dividingBy: 1_000_000_000)
    let clock = [second / 3600, second / 60 % 60, second % 60]
      .map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    guard decimals > 0 else { return clock }
    let digits = String(fraction)
    let all = String(repeating: "0", count: 9 - digits.utf8.count) + digits
    return clock + "." + all.prefix(min(decimals, 9))
  }
}
