import Records

/// A unit that a number in a rule can have.
struct CheckUnit: Hashable, Sendable {
  /// What it measures.
  enum Quantity: String, Sendable { case share, time, size, rate }

  var name: String
  var quantity: Quantity
  /// The factor to the unit of records: shares of 1, seconds, bytes, bits per second.
  var factor: Double

  /// All units.
  static let all: [CheckUnit] = [
    CheckUnit(name: "%", quantity: .share, factor: 0.01),
    CheckUnit(name: "ns", quantity: .time, factor: 1e-9),
    CheckUnit(name: "us", quantity: .time, factor: 1e-6),
    CheckUnit(name: "ms", quantity: .time, factor: 1e-3),
    CheckUnit(name: "s", quantity: .time, factor: 1),
    CheckUnit(name: "min", quantity: .time, factor: 60),
    CheckUnit(name: "h", quantity: .time, factor: 3600),
    CheckUnit(name: "B", quantity: .size, factor: 1),
    CheckUnit(name: "kB", quantity: .size, factor: 1e3),
    CheckUnit(name: "MB", quantity: .size, factor: 1e6),
    CheckUnit(name: "GB", quantity: .size, factor: 1e9),
    CheckUnit(name: "bit/s", quantity: .rate, factor: 1),
    CheckUnit(name: "kbit/s", quantity: .rate, factor: 1e3),
    CheckUnit(name: "Mbit/s", quantity: .rate, factor: 1e6),
    CheckUnit(name: "Gbit/s", quantity: .rate, factor: 1e9),
    CheckUnit(name: "B/s", quantity: .rate, factor: 8),
    CheckUnit(name: "kB/s", quantity: .rate, factor: 8e3),
    CheckUnit(name: "MB/s", quantity: .rate, factor: 8e6),
    CheckUnit(name: "GB/s", quantity: .rate, factor: 8e9),
  ]

  /// The unit of that name.
  static func named(_ name: String) -> CheckUnit? { all.first { $0.name == name } }
}

/// What a field's values are.
enum CheckType: Hashable, Sendable {
  case number(CheckUnit.Quantity?)
  case text([String])
  case flag

  /// The type of a column.
  init?(_ column: RecordColumn) {
    switch column.kind {
    case .text: self = .text(column.names)
    case .flag: self = .flag
    case .duration: self = .number(.time)
    case .time: self = .number(nil)
    case .integer, .decimal:
      switch column.unit {
      case .bytes: self = .number(.size)
      case .bitsPerSecond: self = .number(.rate)
      case .seconds: self = .number(.time)
      default: self = .number(Self.shares.contains(String(column.name)) ? .share : nil)
      }
    case .texts, .integers, .list, .durations: return nil
    }
  }

  /// Columns that are parts of 1.
  private static var shares: [String] { ["share", "confidence", "limited_share"] }
}
