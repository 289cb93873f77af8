import ConnectionTracking
import InternetTypes
import PacketPrinting

/// Writes the fields of one kind of record, one after the other in the order of their names.
///
/// The two formats differ in what stands around the values only. All of it is prepared: between two values is one constant
/// text, which holds the braces of nested objects as well.
struct RecordWriter {
  /// What is before each field's value.
  private let keys: [Phrase]
  /// What is after the last one.
  private let ending: Phrase
  private let null: Phrase
  private let quote: Phrase
  private let yes = Phrase("true")
  private let no = Phrase("false")
  private let isMicroseconds: Bool
  /// The record in which nothing was captured, and where each field begins in it.
  private let idle: [UInt8]
  private let idleOffsets: [Int]
  /// The field that comes next.
  private var next = 0

  /// The first line of a CSV file.
  let header: String

  /// A writer of records with these fields; a name with dots is that of a field in nested objects.
  init(fields: [RecordField], format: RecordFormat, precision: TimePrecision) {
    isMicroseconds = precision == .microseconds
    let names = fields.map(\.name)
    var idle: [UInt8] = []
    var idleOffsets: [Int] = []
    switch format {
    case .ndjson:
      let (texts, end) = Self.objectKeys(names)
      for (text, field) in zip(texts, fields) {
        idleOffsets.append(idle.count)
        idle += Array((text + (field.isCount ? "0" : "null")).utf8)
      }
      keys = texts.map { Phrase($0) }
      ending = Phrase(end)
      null = Phrase("null")
      quote = Phrase("\"")
      header = ""
    case .csv:
      for (index, field) in fields.enumerated() {
        idleOffsets.append(idle.count)
        idle += Array(((index == 0 ? "" : ",") + (field.isCount ? "0" : "")).utf8)
      }
      keys = fields.indices.map { Phrase($0 == 0 ? "" : ",") }
      ending = Phrase("\n")
      null = Phrase("")
      quote = Phrase("")
      header = names.joined(separator: ",") + "\n"
    }
    self.idle = idle
    self.idleOffsets = idleOffsets + [idle.count]
  }

  /// What is between the values of a JSON object, and what is behind the last one.
  private static func objectKeys(_ fields: [String]) -> (keys: [String], ending: String) {
    var keys: [String] = []
    var open: [Substring] = []
    for (index, field) in fields.enumerated() {
      let path = field.split(separator: ".").dropLast()
      let common = zip(open, path).prefix { $0 == $1 }.count
      var text = String(repeating: "}", count: open.count - common) + (index == 0 ? "{" : ",")
      for object in path.dropFirst(common) { text += "\"\(object)\":{" }
      let name = field.split(separator: ".").last ?? ""
      keys.append(text + "\"\(name)\":")
      open = Array(path)
    }
    return (keys, String(repeating: "}", count: open.count + 1) + "\n")
  }

  /// Begins a record.
  mutating func begin() { next = 0 }

  /// Ends a record.
  func end(_ line: inout LineBuffer) { line.append(ending) }

  /// Appends what is before the next value.
  @inline(__always)
  private mutating func key(_ line: inout LineBuffer) {
    line.append(keys[next])
    next &+= 1
  }

  /// Appends the next `count` fields as they are where nothing was captured.
  mutating func idle(_ count: Int, _ line: inout LineBuffer) {
    line.append(bytes: idle.span.extracting(idleOffsets[next]..<idleOffsets[next &+ count]))
    next &+= count
  }

  /// Appends an unknown value.
  @inline(__always)
  mutating func null(_ line: inout LineBuffer) {
    key(&line)
    line.append(null)
  }

  /// Appends a count.
  @inline(__always)
  mutating func number(_ value: UInt64, _ line: inout LineBuffer) {
    key(&line)
    if value < 10 {
      line.append(byte: UInt8(truncatingIfNeeded: value | 0x30))
    } else {
      line.append(decimal: value)
    }
  }

  /// Appends a count that may be unknown.
  @inline(__always)
  mutating func number<Number: FixedWidthInteger & UnsignedInteger>(
    _ value: Number?, _ line: inout LineBuffer
  ) {
    key(&line)
    if let value {
      line.append(decimal: UInt64(truncatingIfNeeded: value))
    } else {
      line.append(null)
    }
  }

  /// Appends a number that may be negative or unknown.
  @inline(__always)
  mutating func signed(_ value: Int?, _ line: inout LineBuffer) {
    key(&line)
    if let value { line.append(decimal: value) } else { line.append(null) }
  }

  /// Appends a truth value that may be unknown.
  @inline(__always)
  mutating func flag(_ value: Bool?, _ line: inout LineBuffer) {
    key(&line)
    if let value { line.append(value ? yes : no) } else { line.append(null) }
  }

  /// Appends a name that needs no escapes.
  @inline(__always)
  mutating func name(_ value: Phrase?, _ line: inout LineBuffer) {
    key(&line)
    guard let value else {
      line.append(null)
      return
    }
    line.append(quote)
    line.append(value)
    line.append(quote)
  }

  /// Appends a word that needs no escapes.
  mutating func word(_ value: StaticString?, _ line: inout LineBuffer) {
    key(&line)
    guard let value else {
      line.append(null)
      return
    }
    line.append(quote)
    line.append(value.description)
    line.append(quote)
  }

  /// Appends the name of a transport protocol, or its number as text.
  mutating func protocolName(_ value: IPProtocol, _ line: inout LineBuffer) {
    key(&line)
    line.append(quote)
    line.append(protocolName: value)
    line.append(quote)
  }

  /// Appends the letters of a history.
  mutating func history(_ history: History, _ line: inout LineBuffer) {
    key(&line)
    line.append(quote)
    for index in 0..<Int(history.count) { line.append(byte: history[index]) }
    line.append(quote)
  }

  /// Appends an address in the form of RFC 5952.
  @inline(__always)
  mutating func address(_ address: IPAddress, _ line: inout LineBuffer) {
    key(&line)
    line.append(quote)
    switch address {
    case .v4(let address): line.append(address)
    case .v6(let address): line.append(address)
    }
    line.append(quote)
  }

  /// Appends an instant as seconds with all decimals of the capture.
  @inline(__always)
  mutating func time(_ time: PacketTime, _ line: inout LineBuffer) {
    key(&line)
    line.append(
      seconds: time.rawValue, isMicroseconds: isMicroseconds)
  }

  /// Appends nanoseconds as seconds with as many decimals as they need.
  @inline(__always)
  mutating func duration(_ nanoseconds: Int64?, _ line: inout LineBuffer) {
    key(&line)
    if let nanoseconds { line.append(duration: nanoseconds) } else { line.append(null) }
  }

  /// Appends a number with up to three decimals.
  mutating func rate(_ value: Double?, _ line: inout LineBuffer) {
    key(&line)
    if let value, value.isFinite { line.append(thousandths: value) } else { line.append(null) }
  }
}
