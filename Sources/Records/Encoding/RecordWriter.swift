import InternetTypes
import TextOutput

/// A sink that appends records as lines of NDJSON or rows of CSV to a buffer of its own.
///
/// It is the program's only writer of JSON and CSV records. The formats differ in the constant texts of the layout, and
/// in the form of texts and arrays.
struct RecordWriter: ~Copyable {
  /// The lines that were appended.
  var text = TextBuffer()
  var layout: RecordLayout
  /// Whether unknown values are `null` and texts have quotes.
  let isJSON: Bool
  private let isMicroseconds: Bool
  private let times: TimeNotation
  /// Whether the blank record is being written to prepare its groups.
  private(set) var isPreparing = false
  /// The next column and the next group.
  var nextColumn = 0
  var nextGroup = 0

  /// A writer of records of a schema.
  init<Schema: RecordSchema>(
    _ schema: Schema.Type, format: RecordFormat, precision: TimePrecision, times: TimeNotation
  ) {
    layout = RecordLayout(RecordColumns(of: schema), format)
    isJSON = format == .ndjson
    isMicroseconds = precision == .microseconds
    self.times = times
    isPreparing = true
    schema.write(schema.blank, to: &self)
    isPreparing = false
    text.withBytes { bytes in layout.keepBlank(bytes) }
    text.removeAll()
  }

  /// Begins a record.
  @inline(__always)
  mutating func begin() {
    nextColumn = 0
    nextGroup = 0
  }

  /// Ends a record.
  @inline(__always)
  mutating func end() { text.append(layout.ending) }

  /// Appends the text before the next value.
  @inline(__always)
  mutating func key() {
    text.append(layout.keys[nextColumn])
    nextColumn &+= 1
  }

  /// Appends an unknown value.
  @inline(__always)
  mutating func null() { text.append(word: 0x6c6c_756e, count: isJSON ? 4 : 0) }

  /// Appends the quote before or after a text, in JSON.
  @inline(__always)
  mutating func quote() { text.append(word: 0x22, count: isJSON ? 1 : 0) }

  /// Appends an instant without its key.
  @inline(__always)
  mutating func append(_ time: Timestamp) {
    if times == .seconds {
      text.append(seconds: time.rawValue, isMicroseconds: isMicroseconds)
    } else {
      append(textOf: time)
    }
  }

  /// Appends an instant as a text.
  @inline(never)
  private mutating func append(textOf time: Timestamp) {
    quote()
    if times == .rfc3339 {
      text.append(time.rfc3339(isMicroseconds ? .microseconds : .nanoseconds))
    } else {
      text.append("\(time.rawValue)")
    }
    quote()
  }
}
