/// A key that was pressed.
package enum Key: Hashable, Sendable {
  case character(Character)
  case up, down, left, right
  case pageUp, pageDown, home, end
  case enter, escape, backspace, tab, backTab
  /// F1.
  case help
  /// Ctrl-L.
  case repaint
  /// Ctrl-C.
  case interrupt
  /// Ctrl-Z.
  case suspend
  /// The first button of the mouse on a cell.
  case click(row: Int, column: Int)
  /// The wheel of the mouse, towards the first row or away from it.
  case wheel(isUp: Bool)
  /// The size of the terminal changed.
  case resize
  /// The terminal is no more.
  case gone
  /// A key without a meaning here.
  case other

  /// The key of a character's number.
  package init(character number: UInt32) {
    switch number {
    case 3: self = .interrupt
    case 12: self = .repaint
    case 26: self = .suspend
    case 2: self = .pageUp
    case 6: self = .pageDown
    default:
      guard number >= 32, let scalar = Unicode.Scalar(number) else {
        self = .other
        return
      }
      self = .character(Character(scalar))
    }
  }
}
