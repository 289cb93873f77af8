import ConnectionTracking
import InternetTypes
import TextOutput

/// Formats cells of tables: padding, cutting, colours, endpoints, times.
struct TableText {
  /// Whether colours may be used.
  var isColored: Bool
  /// Returns the name of a port; nil if ports are shown as numbers.
  var portName: ((UInt16, IPProtocol) -> String?)?
  /// Returns how many seconds local time is ahead of UTC at a second since the epoch.
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

  /// A text on the left of a field, cut at its end if it is too long.
  static func left(_ text: String, _ width: Int) -> String {
    let excess = Self.width(text) - width
    if excess <= 0 { return text + String(repeating: " ", count: -excess) }
    return String(String.UnicodeScalarView(text.unicodeScalars.prefix(max(width - 1, 0)))) + "…"
  }

  /// A text on the left of a field; it is never cut and moves what follows.
  static func whole(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(width - Self.width(text), 0))
  }

  /// A text on the right of a field; a long one is not cut and moves the cells after it.
  static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(width - Self.width(text), 0)) + text
  }

  /// A sentence in lines of at most this width, if it has one; further lines begin with two blanks.
  static func wrapped(_ text: String, _ width: Int?) -> [String] {
    guard let width, Self.width(text) > width else { return [text] }
    var lines: [String] = []
    for word in text.split(separator: " ").map(String.init) {
      if let last = lines.last, Self.width(last) + 1 + Self.width(word) <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(lines.isEmpty ? word : "  " + word)
      }
    }
    return lines
  }

  /// A colon and the number of a port or its name; empty for protocols without ports.
  func port(_ port: UInt16, _ transport: IPProtocol, isShown: Bool) -> String {
    guard isShown else { return "" }
    return ":" + (portName?(port, transport) ?? "\(port)")
  }

  /// An address; an IPv6 address is in brackets if a port follows.
  static func host(_ address: IPAddress, hasPort: Bool) -> String {
    if case .v6 = address, hasPort { return "[\(address.text)]" }
    return address.text
  }

  /// An endpoint: address and port.
  func endpoint(_ endpoint: Endpoint, _ transport: IPProtocol, hasPort: Bool) -> String {
    Self.host(endpoint.address, hasPort: hasPort)
      + port(endpoint.port, transport, isShown: hasPort)
  }

  /// Both endpoints of a connection; the server's with the name that the client requested, at most 40 characters of it.
  func endpoints(_ connection: borrowing ConnectionSummary) -> (client: String, server: String) {
    let (transport, hasPort) = (connection.protocol, connection.hasPorts)
    let client = endpoint(connection.client, transport, hasPort: hasPort)
    let server = endpoint(connection.server, transport, hasPort: hasPort)
    guard let name = connection.serverName else { return (client, server) }
    return (client, server + " " + String(name.prefix(40)).visible)
  }

  /// The time of day with this many decimals, 0 to 9.
  func timeOfDay(_ time: Timestamp, decimals: Int) -> String {
    let nanosecondsOfDay: Int64 = 86_400_000_000_000
    let offset = Int64(shift(at: time) % 86_400) * 1_000_000_000
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

  /// The seconds that the time zone is ahead of UTC at a time.
  private func shift(at time: Timestamp) -> Int { utcOffset(Self.second(of: time)) }

  /// The second of a time; one before the epoch is in the second before.
  private static func second(of time: Timestamp) -> Int64 {
    let (seconds, rest) = time.rawValue.quotientAndRemainder(dividingBy: 1_000_000_000)
    return rest < 0 ? seconds - 1 : seconds
  }

  /// The day of a time, counted from 1970-01-01.
  func day(_ time: Timestamp) -> Int64 {
    let second = Self.second(of: time)
    // A time zone is less than a day off.
    let local = second + Int64(max(min(utcOffset(second), 86_399), -86_399))
    return (local >= 0 ? local : local - 86_399) / 86_400
  }

  /// A day as `2026-11-30`.
  func date(day: Int64) -> String { CalendarDate(day: day).text }

  /// Date and time of day, with this many decimals.
  func dateAndTime(_ time: Timestamp, decimals: Int) -> String {
    date(day: day(time)) + " " + timeOfDay(time, decimals: decimals)
  }
}
