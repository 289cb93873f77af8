public import InternetTypes

/// Options of tables: colours, port names, time zone, width.
public struct TableStyle {
  /// Whether failures and losses are in colour.
  public var isColored: Bool
  /// The name of a port of a transport protocol, or nil where it has none; nil leaves all ports numbers.
  public var portName: ((UInt16, IPProtocol) -> String?)?
  /// The seconds that the time zone of shown times is ahead of UTC at a second since the epoch: daylight saving changes it.
  public var utcOffset: (Int64) -> Int
  /// The width of lines; nil where they are not broken.
  public var columns: Int?

  /// A style; by default without colours and port names, with times in UTC.
  public init(
    isColored: Bool = false, portName: ((UInt16, IPProtocol) -> String?)? = nil,
    utcOffset: @escaping (Int64) -> Int = { _ in 0 }, columns: Int? = nil
  ) {
    self.isColored = isColored
    self.portName = portName
    self.utcOffset = utcOffset
    self.columns = columns
  }

  /// The formatter of cells.
  var text: TableText {
    TableText(isColored: isColored, portName: portName, utcOffset: utcOffset)
  }
}
