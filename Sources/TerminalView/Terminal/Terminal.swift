internal import CCurses

/// The terminal: the one door to curses.
///
/// One at a time is open, and used by one thread.
package enum Terminal {
  /// Why a terminal cannot be used.
  package enum Failure: Error, Sendable {
    /// Standard output is none, or there is no keyboard.
    case noTerminal
    /// TERM names no known type.
    case unknownType
    /// A terminal of this type cannot place the cursor.
    case noCursor
    /// The curses library gives no reason.
    case other
  }

  /// Takes over the terminal until `close`.
  ///
  /// - Throws: why it cannot be used.
  package static func open() throws(Failure) {
    switch ccurses_open() {
    case Int32(CCURSES_OPEN): return
    case Int32(CCURSES_NO_TERMINAL): throw .noTerminal
    case Int32(CCURSES_UNKNOWN_TYPE): throw .unknownType
    case Int32(CCURSES_NO_CURSOR): throw .noCursor
    default: throw .other
    }
  }

  /// Gives the terminal back.
  package static func close() { ccurses_close() }

  /// What the terminal shows besides ASCII.
  package static var glyphs: Glyphs { ccurses_is_utf8() ? .unicode : .ascii }

  /// Whether it has colours.
  package static var hasColors: Bool { ccurses_has_colors() }

  /// Its size now.
  package static var size: (rows: Int, columns: Int) {
    var (rows, columns) = (Int32(0), Int32(0))
    // The call writes both numbers and keeps neither address.
    unsafe ccurses_size(&rows, &columns)
    return (Int(rows), Int(columns))
  }

  /// Shows a picture of the terminal's size.
  package static func show(_ canvas: Canvas, isColored: Bool) {
    ccurses_begin()
    var bytes: [UInt8] = []
    for row in 0..<canvas.rows {
      canvas.forEachRun(row, &bytes) { column, style, text in
        let (color, attributes) = style.codes(isColored: isColored)
        // The call reads the bytes and does not keep them.
        unsafe text.withUnsafeBufferPointer { text in
          guard let start = text.baseAddress else { return }
          unsafe ccurses_put(Int32(row), Int32(column), start, text.count, color, attributes)
        }
      }
    }
    ccurses_show()
  }

  /// Draws everything again at the next picture, because something else may have written to the terminal.
  package static func repaint() { ccurses_repaint() }

  /// Waits for a key.
  package static func key(within milliseconds: Int) -> Key? {
    let number = Int(ccurses_key(Int32(milliseconds)))
    if number == CCURSES_KEY_NONE { return nil }
    if number == CCURSES_KEY_GONE { return .gone }
    guard number >= 0x20_0000 else { return Key(character: UInt32(number)) }
    return key(named: number)
  }

  private static func key(named number: Int) -> Key {
    switch number {
    case CCURSES_KEY_UP: .up
    case CCURSES_KEY_DOWN: .down
    case CCURSES_KEY_LEFT: .left
    case CCURSES_KEY_RIGHT: .right
    case CCURSES_KEY_PAGE_UP: .pageUp
    case CCURSES_KEY_PAGE_DOWN: .pageDown
    case CCURSES_KEY_HOME: .home
    case CCURSES_KEY_END: .end
    case CCURSES_KEY_ENTER: .enter
    case CCURSES_KEY_ESCAPE: .escape
    case CCURSES_KEY_BACKSPACE, CCURSES_KEY_DELETE: .backspace
    case CCURSES_KEY_TAB: .tab
    case CCURSES_KEY_BACK_TAB: .backTab
    case CCURSES_KEY_RESIZE: .resize
    case CCURSES_KEY_F1: .help
    case CCURSES_KEY_MOUSE: mouse()
    default: .other
    }
  }

  /// What the mouse did.
  private static func mouse() -> Key {
    var (row, column) = (Int32(0), Int32(0))
    // The call writes both numbers and keeps neither address.
    switch Int(unsafe ccurses_mouse(&row, &column)) {
    case CCURSES_MOUSE_PRESS: return .click(row: Int(row), column: Int(column))
    case CCURSES_MOUSE_WHEEL_UP: return .wheel(isUp: true)
    case CCURSES_MOUSE_WHEEL_DOWN: return .wheel(isUp: false)
    default: return .other
    }
  }

  /// Runs this program with other arguments, each as its bytes, in the place of the screen, until Enter is pressed.
  ///
  /// - Returns: whether it could be started.
  package static func run(_ words: [[UInt8]]) -> Bool {
    let bytes = words.reduce(into: [UInt8]()) { $0 += $1 + [0] }
    // The call reads the bytes and does not keep them.
    return unsafe bytes.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return false }
      return unsafe ccurses_run(start, bytes.count) == 0
    }
  }

  /// Stops the process until the shell continues it.
  package static func suspend() { ccurses_suspend() }

  /// Whether another process asked this one to stop.
  package static func takeStopRequest() -> Bool { ccurses_take_stop_request() }
}

extension CellStyle {
  /// The colour and the attributes of curses.
  fileprivate func codes(isColored: Bool) -> (color: Int32, attributes: Int32) {
    let (bold, reverse) = (Int32(CCURSES_BOLD), Int32(CCURSES_REVERSE))
    let (dim, underline) = (Int32(CCURSES_DIM), Int32(CCURSES_UNDERLINE))
    switch self {
    case .plain: return (0, 0)
    case .strong: return (0, bold)
    case .faint: return (0, dim)
    case .bar: return (0, reverse)
    case .selected: return isColored ? (6, reverse) : (0, reverse | bold)
    case .bad: return isColored ? (1, bold) : (0, bold)
    case .warning: return isColored ? (5, 0) : (0, underline)
    case .good: return isColored ? (2, 0) : (0, 0)
    case .accent: return isColored ? (6, bold) : (0, bold)
    case .curve: return isColored ? (4, bold) : (0, 0)
    }
  }
}
