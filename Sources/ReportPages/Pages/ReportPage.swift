import ConnectionTracking
import Crypto
import InternetTypes

/// The page: a capture, then the connections that are worth a look, in one file without references out of it.
package struct ReportPage {
  /// The most bytes of a page.
  package static var byteLimit: Int { 5_000_000 }
  /// What is left for the end of the page.
  private static var reserve: Int { 30_000 }

  let input: ReportInput
  let overview: OverviewRecording
  let recordings: [ConnectionRecording]

  /// A page of these recordings.
  package init(
    _ input: ReportInput, overview: OverviewRecording, recordings: [ConnectionRecording]
  ) {
    self.input = input
    self.overview = overview
    self.recordings = recordings
  }

  /// The page as HTML.
  package var html: [UInt8] {
    var sections: [Markup] = []
    var shown: [ConnectionRecording] = []
    var size = 0
    let entries = Dictionary(
      overview.ranking.shown.map { ($0.connection.index, $0) },
      uniquingKeysWith: { first, _ in first })
    // Links need the connections that are shown, which depend on the size of the sections.
    for recording in recordings {
      guard let entry = entries[recording.connection.index] else { continue }
      var section = Markup()
      ConnectionSection(entry: entry, recording: recording, input: input, zero: zero)
        .append(to: &section)
      guard size + section.count < Self.byteLimit - 700_000 else { continue }
      size += section.count
      sections.append(section)
      shown.append(recording)
    }
    let capture = CaptureSections(
      input: input, overview: overview, shown: shown, omitted: recordings.count - shown.count)
    var page = Markup()
    page.doctype()
    page.element(.html, [.lang("en")]) { html in
      html.element(.head) { head(&$0) }
      html.element(.body) { body in
        EventGlyph.appendDefinitions(to: &body)
        capture.appendHeader(to: &body)
        body.element(.main) { main in
          capture.append(to: &main)
          for section in sections { main.append(section) }
        }
        body.element(.footer) { $0.element(.p, text: "Made by \(input.generator).") }
        body.script(PageScript.text)
      }
    }
    page.lineEnd()
    return page.bytes
  }

  /// When the capture begins.
  private var zero: Int64 { overview.traffic.start ?? 0 }

  private func head(_ head: inout Markup) {
    head.empty(.meta, [.utf8])
    head.empty(
      .meta, [.equivalent("Content-Security-Policy"), .content(Self.policy)])
    head.empty(
      .meta, [.metaName("viewport"), .content("width=device-width, initial-scale=1")])
    head.empty(.meta, [.metaName("color-scheme"), .content("light dark")])
    head.empty(.meta, [.metaName("referrer"), .content("no-referrer")])
    let name = input.files.first.map { String($0.split(separator: "/").last ?? "") } ?? "capture"
    head.element(.title, text: "\(name.isolated): tcpinspect report")
    head.style(PageStyle.sheet)
  }

  /// The policy of the page: nothing is loaded, and only its own style sheet and script count.
  static var policy: String {
    "default-src 'none'; style-src '\(hash(PageStyle.sheet))'; "
      + "script-src '\(hash(PageScript.text))'; base-uri 'none'; form-action 'none'"
  }

  /// The source expression of a constant text (Content Security Policy Level 3, section 2.3.1).
  private static func hash(_ text: StaticString) -> String {
    var hash = SHA256()
    hash.update(data: Array(text.description.utf8))
    return "sha256-" + Base64.text(Array(hash.finalize()))
  }
}

/// Base64 (RFC 4648, section 4).
enum Base64 {
  private static let digits = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")

  static func text(_ bytes: [UInt8]) -> String {
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var word = group.reduce(0) { $0 << 8 | Int($1) }
      word <<= 8 * (3 - group.count)
      for place in 0..<4 {
        text.append(place <= group.count ? digits[word >> (18 - 6 * place) & 63] : "=")
      }
    }
    return text
  }
}
