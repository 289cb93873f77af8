/// An attribute of an element: a constant name, and a value that is escaped.
struct Attribute: Sendable {
  let name: StaticString
  let value: String

  static func id(_ value: String) -> Attribute { Attribute(name: "id", value: value) }
  static func `class`(_ value: String) -> Attribute { Attribute(name: "class", value: value) }
  static func lang(_ value: String) -> Attribute { Attribute(name: "lang", value: value) }
  static func role(_ value: String) -> Attribute { Attribute(name: "role", value: value) }
  static func label(_ value: String) -> Attribute { Attribute(name: "aria-label", value: value) }
  static func scope(_ value: String) -> Attribute { Attribute(name: "scope", value: value) }
  static let tabStop = Attribute(name: "tabindex", value: "0")
  static let isOpen = Attribute(name: "open", value: "")
  static let isHidden = Attribute(name: "aria-hidden", value: "true")

  /// A reference to an element of the page; there are no others.
  static func reference(_ id: String) -> Attribute { Attribute(name: "href", value: "#" + id) }

  /// Attributes of `meta`.
  static let utf8 = Attribute(name: "charset", value: "utf-8")
  static func metaName(_ value: String) -> Attribute { Attribute(name: "name", value: value) }
  static func equivalent(_ value: String) -> Attribute {
    Attribute(name: "http-equiv", value: value)
  }
  static func content(_ value: String) -> Attribute { Attribute(name: "content", value: value) }
}

/// What the records of the other subcommands call a cell, a mark or a curve.
extension Attribute {
  static func field(_ value: String) -> Attribute { Attribute(name: "data-field", value: value) }
  static func connection(_ index: UInt64) -> Attribute {
    Attribute(name: "data-connection", value: "\(index)")
  }
  static func value(_ value: String) -> Attribute { Attribute(name: "data-value", value: value) }
  static func picture(_ value: String) -> Attribute {
    Attribute(name: "data-picture", value: value)
  }
  static func event(_ value: String) -> Attribute { Attribute(name: "data-event", value: value) }
  static func packet(_ value: UInt64) -> Attribute {
    Attribute(name: "data-packet", value: "\(value)")
  }
  static func series(_ value: String) -> Attribute { Attribute(name: "data-series", value: value) }
  static func direction(_ value: String) -> Attribute {
    Attribute(name: "data-direction", value: value)
  }
  static func finding(_ value: String) -> Attribute {
    Attribute(name: "data-finding", value: value)
  }
  /// What the script needs to read a curve: its unit, and the values at the bottom and the top of the picture.
  static func unit(_ value: String) -> Attribute { Attribute(name: "data-unit", value: value) }
  static func bottom(_ value: String) -> Attribute { Attribute(name: "data-bottom", value: value) }
  static func top(_ value: String) -> Attribute { Attribute(name: "data-top", value: value) }
  /// The seconds at the left and at the right edge of a picture.
  static func left(_ value: String) -> Attribute { Attribute(name: "data-left", value: value) }
  static func right(_ value: String) -> Attribute { Attribute(name: "data-right", value: value) }
}

/// The attributes of SVG.
extension Attribute {
  static func viewBox(_ width: Int, _ height: Int) -> Attribute {
    Attribute(name: "viewBox", value: "0 0 \(width) \(height)")
  }
  /// Both axes are stretched to the element's size: only curves are drawn so, no text.
  static let isStretched = Attribute(name: "preserveAspectRatio", value: "none")
  static func x(_ value: String) -> Attribute { Attribute(name: "x", value: value) }
  static func y(_ value: String) -> Attribute { Attribute(name: "y", value: value) }
  static func x1(_ value: String) -> Attribute { Attribute(name: "x1", value: value) }
  static func x2(_ value: String) -> Attribute { Attribute(name: "x2", value: value) }
  static func y1(_ value: String) -> Attribute { Attribute(name: "y1", value: value) }
  static func y2(_ value: String) -> Attribute { Attribute(name: "y2", value: value) }
  static func dx(_ value: String) -> Attribute { Attribute(name: "dx", value: value) }
  static func dy(_ value: String) -> Attribute { Attribute(name: "dy", value: value) }
  static func width(_ value: String) -> Attribute { Attribute(name: "width", value: value) }
  static func height(_ value: String) -> Attribute { Attribute(name: "height", value: value) }
  static func radius(_ value: String) -> Attribute { Attribute(name: "r", value: value) }
  static func outline(_ value: String) -> Attribute { Attribute(name: "d", value: value) }
  static func markerEnd(_ id: String) -> Attribute {
    Attribute(name: "marker-end", value: "url(#\(id))")
  }
  static func patternTransform(_ value: String) -> Attribute {
    Attribute(name: "patternTransform", value: value)
  }
  static let inUserSpace = Attribute(name: "patternUnits", value: "userSpaceOnUse")
  static func markerWidth(_ value: String) -> Attribute {
    Attribute(name: "markerWidth", value: value)
  }
  static func markerHeight(_ value: String) -> Attribute {
    Attribute(name: "markerHeight", value: value)
  }
  static func refX(_ value: String) -> Attribute { Attribute(name: "refX", value: value) }
  static func refY(_ value: String) -> Attribute { Attribute(name: "refY", value: value) }
  static let orientedAutomatically = Attribute(name: "orient", value: "auto-start-reverse")
}
