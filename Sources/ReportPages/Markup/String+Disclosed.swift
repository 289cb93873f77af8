extension String {
  /// The text of a capture with control characters and the marks that change the direction of text shown as escapes:
  /// a name could otherwise look like another one (Unicode Technical Report 36, section 2.4).
  var disclosed: String {
    // Most texts are plain ASCII, which needs no look at Unicode's tables.
    if utf8.allSatisfy({ (0x20..<0x7f).contains($0) }) { return self }
    guard unicodeScalars.contains(where: \.isDeceptive) else { return self }
    return unicodeScalars.reduce(into: "") { shown, scalar in
      shown += scalar.isDeceptive ? scalar.escaped(asASCII: true) : String(scalar)
    }
  }

  /// The text in a Unicode isolate, for places that take no element: titles, values of attributes.
  var isolated: String { "\u{2068}\(disclosed)\u{2069}" }
}

extension Unicode.Scalar {
  /// Whether it is a control character, or an invisible mark that changes how the text around it is shown.
  fileprivate var isDeceptive: Bool {
    switch value {
    case 0x200b...0x200f, 0x202a...0x202e, 0x2060...0x206f, 0xfeff, 0x061c: true
    default: properties.generalCategory == .control
    }
  }
}
