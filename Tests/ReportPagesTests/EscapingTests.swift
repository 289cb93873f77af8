import Testing

@testable import ReportPages

/// Names in captures are hostile: on a page they stay text.
@Suite struct EscapingTests {
  private func text(_ build: (inout Markup) -> Void) -> String {
    var markup = Markup()
    build(&markup)
    return String(decoding: markup.bytes, as: UTF8.self)
  }

  /// Texts that are markup, scripts or data of other languages.
  static let hostile = [
    "<script>alert(1)</script>", "</title></style></script><img src=x onerror=alert(1)>",
    "\" onmouseover=\"alert(1)", "' onmouseover='alert(1)", "<svg/onload=alert(1)>", "]]><!--",
    "{\"a\":\"</script>\"}", "&lt;b&gt;", "\u{0}<a>\u{1b}[31m",
  ]

  @Test(arguments: hostile)
  func `a hostile text has no character that begins or ends markup`(hostile: String) {
    let page = text {
      $0.element(.p, text: hostile)
      $0.element(.b, [.value(hostile), .label(hostile)]) { $0.foreign(hostile) }
    }
    // What is left without the tags and the quotes that were written here.
    var rest = page
    for tag in [
      "<p>", "</p>", "<b data-value=\"", "\" aria-label=\"", "\">", "<bdi>", "</bdi>", "</b>",
    ] {
      rest = rest.replacing(tag, with: "")
    }
    #expect(!rest.contains { "<>\"'\u{0}\u{1b}".contains($0) }, "\(page)")
  }

  @Test func `a text means the same in HTML as before`() {
    // The references are those of HTML, section 13.5.
    #expect(
      text { $0.element(.p, text: "a<b>&\"c'") } == "<p>a&lt;b&gt;&amp;&quot;c&#39;</p>")
  }

  @Test func `a right-to-left name is isolated, and what would reorder its surroundings is shown`()
  {
    let page = text { $0.foreign("abc\u{202e}gpj.exe") }
    #expect(page == "<bdi>abc\\u{202E}gpj.exe</bdi>")
    #expect("שלום".disclosed == "שלום")
    #expect("a\u{2066}b\u{200f}".isolated == "\u{2068}a\\u{2066}b\\u{200F}\u{2069}")
  }

  @Test func `elements without content close as HTML has it`() {
    #expect(text { $0.empty(.meta, [.utf8]) } == "<meta charset=\"utf-8\">")
    #expect(text { $0.empty(.path, [.outline("M0 0")]) } == "<path d=\"M0 0\"/>")
    #expect(text { $0.empty(.td) } == "<td></td>")
  }

  /// The vectors of RFC 4648, section 10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
  func `base64 is that of RFC 4648`(plain: String, coded: String) {
    #expect(Base64.text(Array(plain.utf8)) == coded)
  }

  @Test func `the script has at most 20 kB`() {
    #expect(PageScript.text.utf8CodeUnitCount <= 20_000)
    #expect(PageScript.text.utf8CodeUnitCount > 1000)
  }
}
