/// A table that the script can sort: titles, and rows of cells.
struct DataTable {
  /// A cell.
  struct Cell {
    var content: (inout Markup) -> Void
    var attributes: [Attribute] = []
    var isNumber = false

    /// A text of this program.
    static func text(_ text: String) -> Cell { Cell(content: { $0.text(text) }) }

    /// A text of the capture.
    static func foreign(_ text: String) -> Cell { Cell(content: { $0.foreign(text) }) }

    /// A number as people read it, with the number by which rows are sorted.
    static func number(_ text: String, _ value: Double?) -> Cell {
      Cell(
        content: { $0.text(text) }, attributes: [.value(value.map { "\($0)" } ?? "null")],
        isNumber: true)
    }

    /// A number that is shown as it is.
    static func count(_ value: UInt64) -> Cell { number("\(value)", Double(value)) }

    /// A number of bytes.
    static func bytes(_ value: UInt64) -> Cell {
      number(ValueScale.text(Double(value), .bytes), Double(value))
    }

    /// A duration in nanoseconds.
    static func duration(_ value: Int64?) -> Cell {
      number(
        value.map { ValueScale.text(Double($0) / 1e9, .seconds) } ?? "–",
        value.map { Double($0) / 1e9 })
    }

    /// The cell as that of a record's field, whose value in NDJSON is `value`.
    func field(_ name: String, _ value: String?, of connection: UInt64) -> Cell {
      var cell = self
      cell.attributes = [
        .field(name), .connection(connection), .value(value ?? "null"),
      ]
      return cell
    }
  }

  let titles: [String]
  private(set) var rows: [[Cell]] = []
  /// What the table shows, for those who do not see the heading.
  let label: String

  init(_ label: String, titles: [String]) {
    self.label = label
    self.titles = titles
  }

  mutating func add(_ cells: [Cell]) { rows.append(cells) }

  /// Appends the table, in a box that can be scrolled sideways.
  func append(to page: inout Markup) {
    page.element(.div, [.class("scroll"), .tabStop, .role("region"), .label(label)]) {
      $0.element(.table, [.class("sortable")]) { table in
        table.element(.thead) {
          $0.element(.tr) { row in
            for (index, title) in titles.enumerated() {
              let isNumber = rows.first.map { index < $0.count && $0[index].isNumber } ?? false
              row.element(
                .th, [.scope("col")] + (isNumber ? [.class("number")] : []), text: title)
            }
          }
        }
        table.element(.tbody) { body in
          for row in rows {
            body.element(.tr) {
              for cell in row {
                $0.element(
                  .td, cell.attributes + (cell.isNumber ? [.class("number")] : []), cell.content)
              }
            }
            body.lineEnd()
          }
        }
      }
    }
  }
}
