import Foundation
import InternetTypes
import TextOutput

@testable import Records

/// What `body` writes, as text.
func text(_ body: (inout TextBuffer) -> Void) -> String {
  var line = TextBuffer()
  body(&line)
  return line.withBytes { bytes in
    String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
  }
}

/// The header and the records of values, as an encoder appends them.
func records<Schema: RecordSchema>(
  _ schema: Schema.Type, _ values: [Schema.Value], _ format: RecordFormat = .ndjson,
  _ precision: TimePrecision = .microseconds
) -> String {
  var encoder = RecordEncoder<Schema>(format: format, precision: precision)
  encoder.appendHeader()
  for value in values { encoder.encode(value) }
  var text = ""
  encoder.take { bytes in text = String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self) }
  return text
}

/// The record of a value, without the header.
func record<Schema: RecordSchema>(
  _ schema: Schema.Type, _ value: Schema.Value, _ format: RecordFormat = .ndjson,
  _ precision: TimePrecision = .microseconds
) -> String {
  let text = records(schema, [value], format, precision)
  return format == .csv ? String(text.drop { $0 != "\n" }.dropFirst()) : text
}

/// An address from its text: with dots, or with colons and perhaps `::`.
func address(_ text: String) -> IPAddress {
  guard text.contains(":") else {
    let number = text.split(separator: ".").reduce(UInt32(0)) { $0 << 8 | (UInt32($1) ?? 0) }
    return .v4(IPv4Address(rawValue: number))
  }
  let halves = text.components(separatedBy: "::").map { half in
    half.split(separator: ":").map { UInt16($0, radix: 16) ?? 0 }
  }
  let (head, tail) = (halves.first ?? [], halves.count > 1 ? halves[1] : [])
  let zeros = Array(repeating: UInt16(0), count: 8 - head.count - tail.count)
  let number = (head + zeros + tail).reduce(UInt128(0)) { $0 << 16 | UInt128($1) }
  return .v6(IPv6Address(rawValue: number))
}

/// The fields of a JSON object, the names of nested ones joined by dots, all as text; `null` as empty text.
///
/// A number keeps the digits that it is written with: parsed as `Decimal`, which holds 38 of them.
func flattened(_ json: Substring) throws -> [String: String] {
  let value = try JSONDecoder().decode(Value.self, from: Data(json.utf8))
  return value.flattened(prefix: "")
}

/// Any JSON value.
private enum Value: Decodable {
  case object([String: Value])
  case array([Value])
  case text(String)
  case number(Decimal)
  case flag(Bool)
  case null

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let flag = try? container.decode(Bool.self) {
      self = .flag(flag)
    } else if let number = try? container.decode(Decimal.self) {
      self = .number(number)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let values = try? container.decode([Value].self) {
      self = .array(values)
    } else {
      self = .object(try container.decode([String: Value].self))
    }
  }

  func flattened(prefix: String) -> [String: String] {
    switch self {
    case .object(let fields):
      var all: [String: String] = [:]
      for (name, value) in fields {
        all.merge(value.flattened(prefix: prefix.isEmpty ? name : "\(prefix).\(name)")) { $1 }
      }
      return all
    case .array(let values):
      // As in a row of a table: the elements with a blank between them.
      let texts = values.map { $0.flattened(prefix: prefix)[prefix] ?? "" }
      return [prefix: texts.joined(separator: " ")]
    case .text(let text): return [prefix: text]
    case .number(let number): return [prefix: "\(number)"]
    case .flag(let flag): return [prefix: flag ? "true" : "false"]
    case .null: return [prefix: ""]
    }
  }
}
