import ConnectionTracking
import InternetTypes
import TextOutput

/// Writes the fields of one kind of record, one after the other in the order of their names.
///
/// The two formats differ in what stands around the values only. All of it is prepared: between two values is one constant
/// text, which holds the braces of nested objects as well.
struct RecordWriter {
  /// What is before each field's value.
  private let keys: [ConstantText]
  /// What is after the last one.
  private let ending: ConstantText
  /// Whether values that are unknown are `null` and texts have quotes.
  private let isJSON: Bool
  private let tcp: ConstantText
  private let quicName: ConstantText
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
    isJSON = format == .ndjson
    tcp = Self.name("tcp", in: format)
    quicName = Self.name("quic", in: format)
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
      keys = texts.map { ConstantText($0) }
      ending = ConstantText(end)
      header = ""
    case .csv:
      for (index, field) in fields.enumerated() {
        idleOffsets.append(idle.count)
        idle += Array(((index == 0 ? "" : ",") + (field.isCount ? "0" : "")).utf8)
      }
      keys = fields.indices.map { ConstantText($0 == 0 ? "" : ",") }
      ending = ConstantText("\n")
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

  /// A name that needs no escapes as the value of a field.
  static func name(_ text: String, in format: RecordFormat) -> ConstantText {
    ConstantText(format == .ndjson ? "\"\(text)\"" : text)
  }

  /// Appends an unknown value without its key.
  @inline(__always)
  private func appendNull(to line: inout TextBuffer) {
    line.append(word: 0x6c6c_756e, count: isJSON ? 4 : 0)
  }

  /// Appends what is around a text.
  @inline(__always)
  private func appendQuote(to line: inout TextBuffer) {
    line.append(word: 0x22, count: isJSON ? 1 : 0)
  }

  /// Appends `true` or `false`.
  @inline(__always)
  private func appendFlag(_ value: Bool, to line: inout TextBuffer) {
    line.append(word: value ? 0x6575_7274 : 0x65_736c_6166, count: value ? 4 : 5)
  }

  /// Begins a record.
  mutating func begin() { next = 0 }

  /// Ends a record.
  func end(_ line: inout TextBuffer) { line.append(ending) }

  /// Appends what is before the next value.
  @inline(__always)
  private mutating func key(_ line: inout TextBuffer) {
    line.append(keys[next])
    next &+= 1
  }

  /// Appends the next `count` fields as they are where nothing was captured.
  mutating func idle(_ count: Int, _ line: inout TextBuffer) {
    line.append(bytes: idle.span.extracting(idleOffsets[next]..<idleOffsets[next &+ count]))
    next &+= count
  }

  /// Appends an unknown value.
  @inline(never)
  mutating func null(_ line: inout TextBuffer) {
    key(&line)
    appendNull(to: &line)
  }

  /// Appends a count.
  ///
  /// One call a field, with key and value put together inside: inlined, a hundred fields would fill the cache of
  /// instructions; in smaller pieces, most of the time would go into calls.
  @inline(never)
  mutating func number(_ value: UInt64, _ line: inout TextBuffer) {
    key(&line)
    append(value, to: &line)
  }

  /// Appends a number without its key.
  @inline(__always)
  private func append(_ value: UInt64, to line: inout TextBuffer) {
    if value < 100_000_000 {
      line.append(decimal: UInt32(truncatingIfNeeded: value))
    } else {
      line.append(decimal: value)
    }
  }

  /// Appends a count that may be unknown.
  @inline(__always)
  mutating func number<Number: FixedWidthInteger & UnsignedInteger>(
    _ value: Number?, _ line: inout TextBuffer
  ) {
    if let value { number(UInt64(truncatingIfNeeded: value), &line) } else { null(&line) }
  }

  /// Appends a number that may be negative or unknown.
  @inline(never)
  mutating func signed(_ value: Int?, _ line: inout TextBuffer) {
    key(&line)
    if let value { line.append(decimal: value) } else { appendNull(to: &line) }
  }

  /// Appends a truth value that may be unknown.
  @inline(never)
  mutating func flag(_ value: Bool?, _ line: inout TextBuffer) {
    key(&line)
    if let value { appendFlag(value, to: &line) } else { appendNull(to: &line) }
  }

  /// Appends a name, which has its quotes.
  @inline(__always)
  mutating func name(_ value: ConstantText?, _ line: inout TextBuffer) {
    if let value { name(value, &line) } else { null(&line) }
  }

  /// Appends a name that is known.
  @inline(never)
  mutating func name(_ value: ConstantText, _ line: inout TextBuffer) {
    key(&line)
    line.append(value)
  }

  /// Appends a text, escaped where it has to be: it is a word nearly always.
  mutating func word(_ value: StaticString?, _ line: inout TextBuffer) {
    key(&line)
    guard let value else {
      appendNull(to: &line)
      return
    }
    let text = value.description
    let isPlain = text.utf8.allSatisfy {
      $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
        && $0 != UInt8(ascii: ",")
    }
    if isPlain {
      appendQuote(to: &line)
      line.append(text)
      appendQuote(to: &line)
    } else {
      appendEscaped(text, to: &line)
    }
  }

  /// Appends a text in quotes, with the escapes of JSON (RFC 8259, section 7) or of CSV (RFC 4180, section 2).
  private func appendEscaped(_ text: String, to line: inout TextBuffer) {
    line.append(byte: UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""):
        line.append(byte: isJSON ? UInt8(ascii: "\\") : byte)
        line.append(byte: byte)
      case UInt8(ascii: "\\") where isJSON:
        line.append(byte: byte)
        line.append(byte: byte)
      case ..<0x20 where isJSON:
        line.append("\\u00")
        line.append(byte: 0x30 | byte >> 4)
        line.append(byte: byte & 15 < 10 ? 0x30 | byte & 15 : 0x57 + (byte & 15))
      default: line.append(byte: byte)
      }
    }
    line.append(byte: UInt8(ascii: "\""))
  }

  /// Appends a text of the wire, which may have anything in it; nil is unknown.
  mutating func text(_ value: String?, _ line: inout TextBuffer) {
    key(&line)
    if let value { appendEscaped(value, to: &line) } else { appendNull(to: &line) }
  }

  /// Appends the name of a transport protocol, or its number as text.
  mutating func protocolName(
    _ value: IPProtocol, isQUIC: Bool, _ line: inout TextBuffer
  ) {
    if isQUIC {
      name(quicName, &line)
      return
    }
    if value == .tcp {
      name(tcp, &line)
      return
    }
    key(&line)
    appendQuote(to: &line)
    line.append(value.name)
    appendQuote(to: &line)
  }

  /// Appends the letters of a history.
  mutating func history(_ history: History, _ line: inout TextBuffer) {
    key(&line)
    appendQuote(to: &line)
    let letters = history.characters
    line.append(words: letters.0, letters.1, letters.2, 0, count: Int(history.count))
    appendQuote(to: &line)
  }

  /// Appends the Community ID of a connection.
  mutating func communityID(
    _ connection: borrowing ConnectionSummary, _ communityID: CommunityID,
    _ line: inout TextBuffer
  ) {
    key(&line)
    appendQuote(to: &line)
    communityID.append(connection, into: &line)
    appendQuote(to: &line)
  }

  /// Appends an address in the form of RFC 5952.
  @inline(never)
  mutating func address(_ address: IPAddress, _ line: inout TextBuffer) {
    key(&line)
    appendQuote(to: &line)
    switch address {
    case .v4(let address): line.append(address)
    case .v6(let address):
      // Lines for people show these few as `inet_ntop` does, with dots; here dots mean a mapped address only.
      if address.rawValue >> 32 == 0 { line.append(address.text) } else { line.append(address) }
    }
    appendQuote(to: &line)
  }

  /// Appends an instant as seconds with all decimals of the capture.
  @inline(never)
  mutating func time(_ time: PacketTime, _ line: inout TextBuffer) {
    key(&line)
    line.append(
      seconds: time.rawValue, isMicroseconds: isMicroseconds)
  }

  /// Appends nanoseconds as seconds with as many decimals as they need.
  @inline(__always)
  mutating func duration(_ nanoseconds: Int64?, _ line: inout TextBuffer) {
    if let nanoseconds { duration(nanoseconds, &line) } else { null(&line) }
  }

  /// Appends nanoseconds that are known as seconds.
  @inline(never)
  mutating func duration(_ nanoseconds: Int64, _ line: inout TextBuffer) {
    key(&line)
    line.append(duration: nanoseconds)
  }

  /// Appends a number with up to three decimals.
  mutating func rate(_ value: Double?, _ line: inout TextBuffer) {
    key(&line)
    if let value, value.isFinite { line.append(thousandths: value) } else { appendNull(to: &line) }
  }
}
