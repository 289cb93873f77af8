public import InternetTypes

/// Options of tables: colours, port names, time zone, width, header.
public struct TableStyle {
  /// Whether failures and losses are in colour.
  public var isColored: Bool
  /// Returns the name of a port of a transport protocol, or nil if it has none; without it all ports are numbers.
  public var portName: ((UInt16, IPProtocol) -> String?)?
  /// Returns how many seconds local time is ahead of UTC at a second since the epoch: daylight saving changes it.
  public var utcOffset: (Int64) -> Int
  /// The width of lines in characters; nil if they may have any.
  public var columns: Int?
  /// Whether tables begin with their columns' titles.
  public var hasHeader: Bool
  /// The number of lines after which the titles come again; nil if they come once.
  public var headerInterval: Int?
  /// The present in seconds since the epoch.
  ///
  /// Times of another day are shown with their date; nil shows no date before it changes.
  public var now: Int64?
  /// Whether the table of connections has a column of processes.
  public var showsProcesses = false

  /// The narrowest and the widest line that tables are laid out for.
  public static var widths: ClosedRange<Int> { 40...1000 }

  /// A style; by default without colours and port names, with times in UTC.
  public init(
    isColored: Bool = false, portName: ((UInt16, IPProtocol) -> String?)? = nil,
    utcOffset: @escaping (Int64) -> Int = { _ in 0 }, columns: Int? = nil, hasHeader: Bool = true,
    headerInterval: Int? = nil, now: Int64? = nil
  ) {
    self.isColored = isColored
    self.portName = portName
    self.utcOffset = utcOffset
    self.columns = columns
    self.hasHeader = hasHeader
    self.headerInterval = headerInterval
    self.now = now
  }

  /// The formatter of cells.
  var text: TableText {
    TableText(isColored: isColored, portName: portName, utcOffset: utcOffset)
  }

  /// The repeated header of a table.
  var repetition: HeaderRepetition { HeaderRepetition(headerInterval) }

  /// The dates of a table whose rows are in order of time.
  var dates: TableDates { TableDates(text: text, now: now) }
}

/// Counts the lines of a table below its titles, so that these can be repeated.
struct HeaderRepetition {
  private let interval: Int?
  private var count = 0

  init(_ interval: Int?) { self.interval = interval.map { max($0, 2) } }

  /// Counts a line; true if the titles come before it.
  mutating func isDue() -> Bool {
    guard let interval else { return false }
    count += 1
    guard count >= interval else { return false }
    count = 1
    return true
  }
}

/// The dates of a table whose rows have times of day: a line with the date when the day changes.
struct TableDates {
  private let text: TableText
  private var day: Int64?

  init(text: TableText, now: Int64?) {
    self.text = text
    day = now.map { text.day(Timestamp(rawValue: $0 &* 1_000_000_000)) }
  }

  /// The line of a date above the row of a time; nil if it is the day of the row before.
  mutating func line(above time: Timestamp) -> String? {
    let next = text.day(time)
    defer { day = next }
    return day == nil || day == next ? nil : text.colored(text.date(day: next), .faint) + "\n"
  }
}
