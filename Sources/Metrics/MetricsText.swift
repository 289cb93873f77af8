import TextOutput

/// Writes families of metrics as text: their descriptions, and a line for each number.
struct MetricsText: ~Copyable {
  /// What a family's numbers are.
  enum Kind {
    case counter, gauge, histogram, info
  }

  /// A family of metrics: one name, one meaning.
  struct Family {
    /// The name without the suffix that its kind has.
    var name: String
    var kind: Kind
    /// The unit, which ends the name; nil for a number of things.
    var unit: String?
    /// The meaning, one sentence; it must hold no backslash and no quote.
    var help: String
  }

  /// A label and its value.
  typealias Label = (name: String, value: String)

  private let form: MetricsForm
  private var text = TextBuffer(capacity: 1 << 16)
  private var name: String = ""
  private var suffix: String = ""

  init(_ form: MetricsForm) { self.form = form }

  /// Begins a family: the following numbers belong to it.
  mutating func begin(_ family: Family) {
    name = family.name
    suffix =
      switch family.kind {
      case .counter: "_total"
      case .info: "_info"
      case .gauge, .histogram: ""
      }
    let type: String =
      switch family.kind {
      case .counter: "counter"
      case .gauge: "gauge"
      case .histogram: "histogram"
      // The older format has no such type.
      case .info: form == .openMetrics ? "info" : "gauge"
      }
    describe("TYPE", type)
    // A comment in the older format, which has no units.
    if let unit = family.unit { describe("UNIT", unit) }
    describe("HELP", family.help)
  }

  /// In OpenMetrics a family's name is without the suffix of its numbers, in the older format it is theirs.
  private mutating func describe(_ word: String, _ value: String) {
    text.append("# ")
    text.append(word)
    text.append(" ")
    text.append(name)
    if form == .prometheus { text.append(suffix) }
    text.append(" ")
    text.append(value)
    text.append("\n")
  }

  /// Appends a whole number of the family.
  mutating func append(_ value: UInt64, _ labels: Label...) {
    append(labels, suffix)
    text.append(decimal: value)
    text.append("\n")
  }

  /// Appends a number of seconds of the family.
  mutating func append(seconds nanoseconds: Int64, _ labels: Label...) {
    append(labels, suffix)
    text.append(duration: nanoseconds)
    text.append("\n")
  }

  /// Appends a histogram of the family; one without times is left out.
  mutating func append(_ histogram: Histogram, _ labels: Label...) {
    guard histogram.count > 0 else { return }
    var count: UInt64 = 0
    for (place, number) in histogram.counts.enumerated() {
      count &+= number
      let isLast = place == Histogram.bounds.count
      let bound = isLast ? "+Inf" : Histogram.bounds[place].text
      append(labels + [("le", bound)], "_bucket")
      text.append(decimal: count)
      text.append("\n")
    }
    append(labels, "_sum")
    text.append(duration: Int64(clamping: histogram.sum))
    text.append("\n")
    append(labels, "_count")
    text.append(decimal: count)
    text.append("\n")
  }

  private mutating func append(_ labels: [Label], _ suffix: String) {
    text.append(name)
    text.append(suffix)
    for (place, label) in labels.enumerated() {
      text.append(place == 0 ? "{" : ",")
      text.append(label.name)
      text.append("=\"")
      for byte in label.value.utf8 {
        switch byte {
        case UInt8(ascii: "\\"): text.append("\\\\")
        case UInt8(ascii: "\""): text.append("\\\"")
        case UInt8(ascii: "\n"): text.append("\\n")
        default: text.append(byte: byte)
        }
      }
      text.append("\"")
    }
    text.append(labels.isEmpty ? " " : "} ")
  }

  /// Ends the text, and returns its bytes.
  consuming func finish() -> [UInt8] {
    // A comment in the older format.
    text.append("# EOF\n")
    return text.withBytes { bytes in bytes.indices.map { bytes[$0] } }
  }
}
