/// The characters that the terminal can show.
package enum Glyphs: Sendable {
  /// UTF-8: blocks, braille and arrows.
  case unicode
  case ascii

  /// The character as it is shown: one of a single cell that moves nothing.
  func shown(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if scalar.value >= 0x20, scalar.value < 0x7f { return scalar }
    if self == .unicode { return isSingleCell(scalar) ? scalar : "?" }
    switch scalar {
    case "→": return ">"
    case "←": return "<"
    case "↑", "▲": return "^"
    case "↓", "▼": return "v"
    case "≥": return ">"
    case "µ": return "u"
    case "│": return "|"
    case "─": return "-"
    case "·", "…": return "."
    default: return "?"
    }
  }

  /// Whether every terminal gives the character one cell: letters of alphabetic scripts and what the screens draw.
  private func isSingleCell(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x2190...0x21ff, 0x2500...0x259f, 0x25b2, 0x25bc, 0x2800...0x28ff, 0x2265, 0x2026, 0xb7,
      0xb5, 0x2013:
      return true
    case 0xa1...0x2ff, 0x370...0x52f:
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
        return true
      default: return false
      }
    default: return false
    }
  }

  /// A bar of a height from 0 to 8, in one cell.
  func bar(_ height: Int) -> Unicode.Scalar {
    let height = min(max(height, 0), 8)
    switch self {
    case .unicode:
      let bars: [Unicode.Scalar] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
      return bars[height]
    case .ascii:
      let bars: [Unicode.Scalar] = [" ", ".", ".", ":", ":", "|", "|", "#", "#"]
      return bars[height]
    }
  }
}
