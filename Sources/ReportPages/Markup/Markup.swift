/// HTML and SVG under construction.
///
/// Elements and attributes have constant names, and every text and value is escaped, so that no text of a capture can
/// become markup. There is no way to append text as it is, except the constants of this target: ``style`` and
/// ``script``.
struct Markup {
  private(set) var bytes: [UInt8] = []

  /// The number of bytes so far.
  var count: Int { bytes.count }

  /// Appends an element; `content` appends what is in it.
  mutating func element(
    _ element: Element, _ attributes: [Attribute] = [], _ content: (inout Markup) -> Void
  ) {
    open(element, attributes)
    content(&self)
    close(element)
  }

  /// Appends an element with a text.
  mutating func element(_ element: Element, _ attributes: [Attribute] = [], text: String) {
    self.element(element, attributes) { $0.text(text) }
  }

  /// Appends an element without content.
  mutating func empty(_ element: Element, _ attributes: [Attribute] = []) {
    open(element, attributes)
    if element.isShape {
      // Elements of SVG may close themselves (HTML, section 13.1.2.1).
      bytes.removeLast()
      append(constant: "/>")
    } else if !element.isVoid {
      close(element)
    }
  }

  /// Appends a text of this program.
  mutating func text(_ text: String) { escape(text) }

  /// Appends a text from a capture: its direction does not affect its surroundings, and what would be invisible in it
  /// is shown.
  mutating func foreign(_ text: String) { element(.bdi, text: text.disclosed) }

  /// Appends a constant style sheet.
  mutating func style(_ sheet: StaticString) {
    element(.style) { $0.append(constant: sheet) }
  }

  /// Appends a constant script.
  mutating func script(_ script: StaticString) {
    element(.script) { $0.append(constant: script) }
  }

  /// Appends the document type of HTML.
  mutating func doctype() { append(constant: "<!DOCTYPE html>\n") }

  /// Appends a line end, so that the page is readable as text.
  mutating func lineEnd() { bytes.append(UInt8(ascii: "\n")) }

  /// Appends markup that was made before.
  mutating func append(_ other: Markup) { bytes += other.bytes }

  private mutating func open(_ element: Element, _ attributes: [Attribute]) {
    bytes.append(UInt8(ascii: "<"))
    append(constant: element.name)
    for attribute in attributes {
      bytes.append(UInt8(ascii: " "))
      append(constant: attribute.name)
      bytes += [UInt8(ascii: "="), UInt8(ascii: "\"")]
      escape(attribute.value)
      bytes.append(UInt8(ascii: "\""))
    }
    bytes.append(UInt8(ascii: ">"))
  }

  private mutating func close(_ element: Element) {
    bytes += [UInt8(ascii: "<"), UInt8(ascii: "/")]
    append(constant: element.name)
    bytes.append(UInt8(ascii: ">"))
  }

  private mutating func append(constant: StaticString) { bytes += Array(constant.description.utf8) }

  /// Appends a text in a form that is right in content and in quoted values.
  private mutating func escape(_ text: String) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "<"): append(constant: "&lt;")
      case UInt8(ascii: ">"): append(constant: "&gt;")
      case UInt8(ascii: "&"): append(constant: "&amp;")
      case UInt8(ascii: "\""): append(constant: "&quot;")
      case UInt8(ascii: "'"): append(constant: "&#39;")
      // HTML allows no other control characters, and browsers drop 0.
      case 0..<0x09, 0x0b..<0x20, 0x7f: append(constant: "\u{fffd}")
      default: bytes.append(byte)
      }
    }
  }
}

/// An element of HTML or SVG.
struct Element: Sendable {
  let name: StaticString
  /// Whether it has no content and no end tag (HTML, section 13.1.2).
  var isVoid = false
  /// Whether it is an element of SVG that mostly has no content.
  var isShape = false

  static let html = Element(name: "html")
  static let head = Element(name: "head")
  static let body = Element(name: "body")
  static let meta = Element(name: "meta", isVoid: true)
  static let title = Element(name: "title")
  static let style = Element(name: "style")
  static let script = Element(name: "script")
  static let header = Element(name: "header")
  static let footer = Element(name: "footer")
  static let main = Element(name: "main")
  static let nav = Element(name: "nav")
  static let section = Element(name: "section")
  static let div = Element(name: "div")
  static let span = Element(name: "span")
  static let p = Element(name: "p")
  static let h1 = Element(name: "h1")
  static let h2 = Element(name: "h2")
  static let h3 = Element(name: "h3")
  static let a = Element(name: "a")
  static let b = Element(name: "b")
  static let bdi = Element(name: "bdi")
  static let code = Element(name: "code")
  static let pre = Element(name: "pre")
  static let ul = Element(name: "ul")
  static let ol = Element(name: "ol")
  static let li = Element(name: "li")
  static let dl = Element(name: "dl")
  static let dt = Element(name: "dt")
  static let dd = Element(name: "dd")
  static let table = Element(name: "table")
  static let caption = Element(name: "caption")
  static let thead = Element(name: "thead")
  static let tbody = Element(name: "tbody")
  static let tr = Element(name: "tr")
  static let th = Element(name: "th")
  static let td = Element(name: "td")
  static let figure = Element(name: "figure")
  static let figcaption = Element(name: "figcaption")
  static let details = Element(name: "details")
  static let summary = Element(name: "summary")
}

/// The elements of SVG.
extension Element {
  static let svg = Element(name: "svg")
  static let desc = Element(name: "desc")
  static let defs = Element(name: "defs")
  static let pattern = Element(name: "pattern")
  static let symbol = Element(name: "symbol")
  static let marker = Element(name: "marker")
  static let g = Element(name: "g")
  static let path = Element(name: "path", isShape: true)
  static let line = Element(name: "line", isShape: true)
  static let rect = Element(name: "rect", isShape: true)
  static let circle = Element(name: "circle", isShape: true)
  static let svgText = Element(name: "text")
  static let use = Element(name: "use", isShape: true)
}
