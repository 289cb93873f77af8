public import InternetTypes

/// How tables for people look.
public struct TableStyle {
  /// Whether what deserves attention is in colour.
  public var isColored: Bool
  /// The name of a port of a transport protocol, or nil where it has none; nil leaves all ports numbers.
  public var portName: ((UInt16, IPProtocol) -> String?)?
  /// What the time zone of shown times adds to UTC at a second since the epoch, in seconds: in winter another than in summer.
  public var utcOffset: (Int64) -> Int
  /// How wide lines may be; nil where nothing has to be broken.
  public var columns: Int?

  /// A style; plain, with numbers and times in UTC unless told otherwise.
  public init(
    isColored: Bool = false, portName: ((UInt16, IPProtocol) -> String?)? = nil,
    utcOffset: @escaping (Int64) -> Int = { _ in 0 }, columns: Int? = nil
  ) {
    self.isColored = isColored
    self.portName = portName
    self.utcOffset = utcOffset
    self.columns = columns
  }

  /// What fills the cells.
  var text: TableText {
    TableText(isColored: isColored, portName: portName, utcOffset: utcOffset)
  }
}
