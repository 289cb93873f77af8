/// What a click does on a cell of the last picture.
enum ClickTarget: Hashable, Sendable {
  case page(ScreenState.Page)
  /// Sorts by a column; in reverse if it is sorted by that one.
  case column(ConnectionColumn)
}

/// Cells of a row that a click can hit.
struct ClickArea: Hashable, Sendable {
  var row: Int
  var columns: Range<Int>
  var target: ClickTarget
}

extension ScreenState {
  /// Handles a click on a cell of the last picture: on a page's name, a title, or a row, which a second click opens.
  mutating func click(row: Int, column: Int) -> ScreenAction? {
    guard opened == nil else { return nil }
    if let area = clickAreas.first(where: { $0.row == row && $0.columns.contains(column) }) {
      switch area.target {
      case .page(let page): show(page)
      case .column(let column): sort(by: column)
      }
      return nil
    }
    let index = selection.top + row - Self.listRow - 1
    guard row > Self.listRow, row <= Self.listRow + selection.height, index < rowCount else {
      return nil
    }
    if index == selection.index, page != .interfaces { return open() }
    move(to: index)
    return nil
  }

  /// Turns the wheel: three rows.
  mutating func turnWheel(isUp: Bool) {
    guard opened == nil else { return }
    move(isUp ? -3 : 3)
  }

  private mutating func sort(by column: ConnectionColumn) {
    isReversed = column == self.column && !isReversed
    self.column = column
    heldOrder = nil
  }
}
