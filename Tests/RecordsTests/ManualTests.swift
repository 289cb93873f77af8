import Diagnosis
import Foundation
import Testing

@testable import Records

/// The field tables of the manual against the schemas.
@Suite struct ManualTests {
  static let manual = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../man/tcpinspect.1").standardizedFileURL

  static let tables =
    JSONSchema.all + [(name: "finding", columns: RecordColumns(of: FindingSchema.self))]

  private static func beginning(_ name: String) -> String {
    ".\\\" Fields of \(name): written from Sources/Records/Schemas by ManualTests.\n"
  }
  private static let ending = ".\\\" End of fields.\n"

  /// To write the tables anew, set TCPINSPECT_WRITE_MANUAL.
  @Test(arguments: tables.map(\.name))
  func `the manual's table of a record is that of its schema: names, order and units`(
    name: String
  ) throws {
    let columns = try #require(Self.tables.first { $0.name == name }).columns
    var manual = try String(contentsOf: Self.manual, encoding: .utf8)
    let start = try #require(manual.range(of: Self.beginning(name)), "no table of \(name)")
    let end = try #require(
      manual.range(of: Self.ending, range: start.upperBound..<manual.endIndex))
    let range = start.upperBound..<end.lowerBound
    let expected = ManualTable(columns).text
    if ProcessInfo.processInfo.environment["TCPINSPECT_WRITE_MANUAL"] != nil {
      manual.replaceSubrange(range, with: expected)
      try manual.write(to: Self.manual, atomically: true, encoding: .utf8)
    } else {
      #expect(String(manual[range]) == expected)
    }
  }
}

/// A list of fields in mdoc(7), as it is in the manual.
struct ManualTable {
  private(set) var text = ""

  /// A column, or an object with its columns.
  private indirect enum Node: Equatable {
    case column(RecordColumn)
    case object(names: [String], summary: String, nodes: [Node])

    static func == (left: Node, right: Node) -> Bool {
      switch (left, right) {
      case (.column(let left), .column(let right)):
        left.name == right.name && left.unit == right.unit && left.summary == right.summary
      case (.object(let leftNames, _, let leftNodes), .object(let rightNames, _, let rightNodes)):
        leftNames == rightNames && leftNodes == rightNodes
      default: false
      }
    }
  }

  init(_ columns: RecordColumns) {
    var elements = columns.elements[...]
    append(Self.merged(Self.nodes(&elements)), depth: 0)
  }

  /// The nodes up to the end of the group that they are in.
  private static func nodes(_ elements: inout ArraySlice<RecordColumns.Element>) -> [Node] {
    var nodes: [Node] = []
    while let element = elements.popFirst() {
      switch element {
      case .column(let column): nodes.append(.column(column))
      case .begin(let group):
        let inner = Self.nodes(&elements)
        if let name = group.name {
          nodes.append(.object(names: [name], summary: group.summary, nodes: inner))
        } else {
          nodes += inner
        }
      case .beginList(let column):
        let inner = Self.nodes(&elements)
        nodes.append(.object(names: [String(column.name)], summary: column.summary, nodes: inner))
      case .end, .endList: return nodes
      }
    }
    return nodes
  }

  /// Neighbours with the same columns become one: both directions, both endpoints.
  private static func merged(_ nodes: [Node]) -> [Node] {
    var merged: [Node] = []
    for node in nodes {
      guard case .object(let names, let summary, let inner) = node else {
        merged.append(node)
        continue
      }
      let columns = Self.merged(inner)
      if case .object(let before, let text, let same)? = merged.last, same == columns {
        merged[merged.count - 1] = .object(names: before + names, summary: text, nodes: same)
      } else {
        merged.append(.object(names: names, summary: summary, nodes: columns))
      }
    }
    return merged
  }

  private mutating func append(_ nodes: [Node], depth: Int) {
    text += ".Bl -tag -width Ds\n"
    for node in nodes {
      switch node {
      case .column(let column):
        text += ".It Cm \(column.name)"
        if column.unit != .none { text += " Pq \(column.unit.rawValue)" }
        text += "\n"
        appendText(column.summary)
        let isListed = column.names.count > 1 && column.names.count <= 6
        if isListed && !column.summary.contains("see below") {
          text += ".Cm " + column.names.dropLast().joined(separator: " , ")
          text += "\nor\n.Cm \(column.names.last ?? "") .\n"
        }
      case .object(let names, let summary, let inner):
        text += ".It Cm \(names.joined(separator: " , "))\n"
        appendText(summary)
        append(inner, depth: depth + 1)
      }
    }
    text += ".El\n"
  }

  /// Appends sentences in lines of at most 79 columns; each sentence begins a line, as mandoc wants it.
  private mutating func appendText(_ sentences: String) {
    var line = ""
    for word in sentences.split(separator: " ") {
      if line.utf8.count + word.utf8.count + 1 > 79 {
        text += line + "\n"
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
      if word.hasSuffix(".") {
        text += line + "\n"
        line = ""
      }
    }
    if !line.isEmpty { text += line + "\n" }
  }
}
