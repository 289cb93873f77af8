import FloodDetection
import Foundation
import InternetTypes
import Testing

@testable import Records

/// The JSON Schemas against the records that they describe, checked by a small validator of the keywords that they use.
@Suite struct JSONSchemaTests {
  private static func object(_ text: String) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  private static func schema(
    _ name: String, _ times: TimeNotation = .seconds
  ) throws -> [String: Any] {
    let columns = try #require(JSONSchema.all.first { $0.name == name }).columns
    return try object(JSONSchema(name: name, columns: columns, times: times).text)
  }

  /// What is wrong with a value by a schema, and by the schema that no property may be missing in.
  static func faults(_ value: Any, _ schema: [String: Any], at path: String) -> [String] {
    var faults: [String] = []
    if let constant = schema["const"] as? String {
      return value as? String == constant ? [] : ["\(path) is not \(constant)"]
    }
    let types = (schema["type"] as? [String]) ?? [(schema["type"] as? String) ?? ""]
    if !types.contains(where: { isOf($0, value) }) { faults.append("\(path) is no \(types)") }
    if let names = schema["enum"] as? [Any], let text = value as? String,
      !names.contains(where: { $0 as? String == text })
    {
      faults.append("\(path): \(text) is not listed")
    }
    if let values = value as? [Any], let items = schema["items"] as? [String: Any] {
      for item in values { faults += Self.faults(item, items, at: path + "[]") }
    }
    if let object = value as? [String: Any], let known = schema["properties"] as? [String: Any] {
      for name in (schema["required"] as? [String]) ?? [] where object[name] == nil {
        faults.append("\(path).\(name) is missing")
      }
      for (name, value) in object {
        guard let property = known[name] as? [String: Any] else {
          faults.append("\(path).\(name) is not in the schema")
          continue
        }
        faults += Self.faults(value, property, at: path + "." + name)
      }
    }
    return faults
  }

  private static func isOf(_ type: String, _ value: Any) -> Bool {
    switch (type, value) {
    case ("null", _ as NSNull): true
    case ("string", _ as String): true
    case ("array", _ as [Any]): true
    case ("object", _ as [String: Any]): true
    // Foundation has one class for both, in which true is 1.
    case ("boolean", let number as NSNumber): [0, 1].contains(number.doubleValue)
    case ("integer", let number as NSNumber): number.doubleValue == number.doubleValue.rounded()
    case ("number", _ as NSNumber): true
    default: false
    }
  }

  @Test(arguments: RecordSchemaTests.schemas)
  func `a blank record follows its schema`(derived: RecordSchemaTests.Derived) throws {
    let value = try Self.object(derived.json)
    #expect(Self.faults(value, try Self.schema(derived.name), at: derived.name) == [])
  }

  @Test func `full records follow their schemas`() throws {
    let full = [
      ("connection", record(ConnectionSchema.self, Samples.full)),
      ("connection", record(ConnectionSchema.self, Samples.halfOpen)),
      ("transition", record(TransitionSchema.self, Samples.transition)),
      ("event", record(EventSchema.self, Samples.event)),
    ]
    for (name, json) in full {
      #expect(Self.faults(try Self.object(json), try Self.schema(name), at: name) == [])
    }
  }

  @Test func `the validator finds faults`() throws {
    let schema = try Self.schema("transition")
    var value = try Self.object(record(TransitionSchema.self, Samples.transition))
    value["packet"] = "7"
    value["to"] = "NOWHERE"
    value["new"] = 1
    value["time"] = nil
    let faults = Self.faults(value, schema, at: "t").sorted()
    #expect(
      faults.map { $0.prefix(8) }.map(String.init) == [
        "t.new is", "t.packet", "t.time i", "t.to: NO",
      ])
  }

  @Test(arguments: TimeNotation.allCases)
  func `times have the type of their notation`(times: TimeNotation) throws {
    let properties = try Self.schema("event", times)["properties"] as? [String: Any]
    let time = (properties?["time"] as? [String: Any])?["type"] as? [String]
    #expect(time == [times == .seconds ? "number" : "string", "null"])
    var encoder = RecordEncoder<EventSchema>(
      format: .ndjson, precision: .microseconds, times: times)
    encoder.append(Samples.event)
    var json = ""
    encoder.take { bytes in
      json = String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
    }
    #expect(Self.faults(try Self.object(json), try Self.schema("event", times), at: "event") == [])
  }

  @Test func `each schema has its version and its record's name`() throws {
    for (name, columns) in JSONSchema.all {
      let schema = try Self.object(JSONSchema(name: name, columns: columns).text)
      #expect(schema["$id"] as? String == "urn:tcpinspect:record:\(name):1")
      #expect(schema["title"] as? String == name)
    }
  }
}
