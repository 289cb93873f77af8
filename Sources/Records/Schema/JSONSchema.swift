/// A JSON Schema (draft 2020-12) of a kind of record, made from its columns; a new kind is added to `all`.
///
/// Unknown properties are allowed, because later versions can add fields. `x-unit` is the unit of a number.
public struct JSONSchema {
  /// The version of all schemas: it changes when a field is renamed or removed, or gets another type.
  public static var version: Int { 1 }

  /// The kinds of records, by name.
  public static var all: [(name: String, columns: RecordColumns)] {
    [
      ("connection", RecordColumns(of: ConnectionSchema.self)),
      ("transition", RecordColumns(of: TransitionSchema.self)),
      ("event", RecordColumns(of: EventSchema.self)),
      ("window", RecordColumns(of: WindowSchema.self)),
      ("round_trip", RecordColumns(of: RoundTripSchema.self)),
      ("kernel", RecordColumns(of: KernelWindowSchema.self)),
      ("congestion", RecordColumns(of: CongestionSchema.self)),
      ("service", RecordColumns(of: ServiceSchema.self)),
      ("alert", RecordColumns(of: AlertSchema.self)),
    ]
  }

  private let name: String
  private let times: TimeNotation
  private let root: Node

  /// An object, or an array of objects, with its properties in order.
  private struct Node {
    var name: String
    var summary: String
    var isList = false
    var isNullable = false
    var properties: [Property] = []
  }

  private enum Property {
    case column(RecordColumn, isRequired: Bool)
    case node(Node, isRequired: Bool)
  }

  /// The schema of a record with these columns, whose times are in this notation.
  public init(name: String, columns: RecordColumns, times: TimeNotation = .seconds) {
    self.name = name
    self.times = times
    var rest = columns.elements[...]
    root = Node(
      name: name, summary: "A record of tcpinspect.",
      properties: Self.properties(&rest, isRequired: true))
  }

  /// The properties up to the end of the group that `rest` is in.
  private static func properties(
    _ rest: inout ArraySlice<RecordColumns.Element>, isRequired: Bool
  ) -> [Property] {
    var properties: [Property] = []
    while let element = rest.popFirst() {
      switch element {
      case .end, .endList: return properties
      case .column(let column): properties.append(.column(column, isRequired: isRequired))
      case .beginList(let column):
        var node = Node(name: String(column.name), summary: column.summary, isList: true)
        node.properties = Self.properties(&rest, isRequired: true)
        properties.append(.node(node, isRequired: isRequired))
      case .begin(let group):
        guard let name = group.name else {
          // Columns that JSON omits are not required; those of other unnamed groups are treated as if there were no
          // group.
          let isOmitted = if case .optionalColumns = group { true } else { false }
          properties += Self.properties(&rest, isRequired: isRequired && !isOmitted)
          continue
        }
        var node = Node(name: name, summary: group.summary)
        var isOmitted = false
        switch group {
        case .nullableObject: node.isNullable = true
        case .optionalObject: isOmitted = true
        default: break
        }
        node.properties = Self.properties(&rest, isRequired: true)
        properties.append(.node(node, isRequired: isRequired && !isOmitted))
      }
    }
    return properties
  }

  /// The schema as JSON, one property per line.
  public var text: String {
    let head = [
      Self.pair("$schema", Self.quoted("https://json-schema.org/draft/2020-12/schema")),
      Self.pair("$id", Self.quoted("urn:tcpinspect:record:\(name):\(Self.version)")),
      Self.pair("title", Self.quoted(name)),
    ]
    return object(root, indent: "", head: head) + "\n"
  }

  private func object(_ node: Node, indent: String, head: [String]) -> String {
    let inner = indent + "    "
    var required: [String] = []
    let properties = node.properties.map { property in
      let (name, value, isRequired) =
        switch property {
        case .column(let column, let isRequired):
          (String(column.name), schema(of: column), isRequired)
        case .node(let node, let isRequired):
          (node.name, schema(of: node, indent: inner), isRequired)
        }
      if isRequired { required.append(Self.quoted(name)) }
      return inner + Self.pair(name, value)
    }
    var lines = head
    lines.append(Self.pair("description", Self.quoted(node.summary)))
    lines.append(
      Self.pair("type", node.isNullable ? "[\"object\",\"null\"]" : Self.quoted("object")))
    lines.append(
      Self.pair("properties", "{\n\(properties.joined(separator: ",\n"))\n\(indent)  }"))
    lines.append(Self.pair("required", "[\(required.joined(separator: ","))]"))
    return "{\n" + lines.map { indent + "  " + $0 }.joined(separator: ",\n") + "\n\(indent)}"
  }

  private func schema(of node: Node, indent: String) -> String {
    guard node.isList else { return object(node, indent: indent, head: []) }
    var items = node
    items.summary = "One of them."
    return "{" + Self.pair("description", Self.quoted(node.summary)) + ","
      + Self.pair("type", Self.quoted("array")) + ","
      + Self.pair("items", object(items, indent: indent, head: [])) + "}"
  }

  private func schema(of column: RecordColumn) -> String {
    var pairs = [Self.pair("description", Self.quoted(column.summary))]
    switch column.kind {
    case .texts:
      pairs += [Self.pair("type", Self.quoted("array")), Self.pair("items", Self.type("string"))]
    case .integers:
      pairs += [Self.pair("type", Self.quoted("array")), Self.pair("items", Self.type("integer"))]
    case .durations:
      let names = column.names.map { Self.pair($0, Self.type("number")) }.joined(separator: ",")
      pairs += [Self.pair("type", Self.quoted("object")), Self.pair("properties", "{\(names)}")]
    default:
      let type = Self.quoted(name(of: column.kind))
      if column.name == "type", column.names.count == 1 {
        pairs.append(Self.pair("const", Self.quoted(column.names[0])))
      } else {
        pairs.append(Self.pair("type", column.isNullable ? "[\(type),\"null\"]" : type))
        if !column.names.isEmpty {
          let names = column.names.map(Self.quoted) + (column.isNullable ? ["null"] : [])
          pairs.append(Self.pair("enum", "[\(names.joined(separator: ","))]"))
        }
      }
    }
    if column.unit != .none { pairs.append(Self.pair("x-unit", Self.quoted(column.unit.rawValue))) }
    return "{\(pairs.joined(separator: ","))}"
  }

  /// The JSON type of a kind of column.
  private func name(of kind: RecordColumn.Kind) -> String {
    switch kind {
    case .flag: "boolean"
    case .integer: "integer"
    case .decimal, .duration: "number"
    case .time: times == .seconds ? "number" : "string"
    case .text, .texts, .integers, .list, .durations: "string"
    }
  }

  private static func type(_ name: String) -> String { "{\(pair("type", quoted(name)))}" }

  private static func pair(_ name: String, _ value: String) -> String {
    "\(quoted(name)):\(value)"
  }

  /// A text of a schema in quotes; no such text has control characters.
  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
