import InternetTypes

/// A finding in words, as a page shows it.
package struct ReportFinding: Sendable {
  /// How much it matters.
  package enum Severity: String, Sendable {
    case problem, notice, info
  }

  /// A packet that shows it.
  package struct Evidence: Sendable {
    /// Its position in the input.
    package var packet: UInt64
    /// What it shows.
    package var words: String

    /// Evidence in words.
    package init(packet: UInt64, words: String) {
      self.packet = packet
      self.words = words
    }
  }

  /// The name of its kind in records.
  package var kind: String
  /// How much it matters.
  package var severity: Severity
  /// How certain it is, from 0 to 1.
  package var confidence: Double
  /// The connection's index; nil if it concerns the whole capture.
  package var connection: UInt64?
  /// What was found, in a sentence.
  package var summary: String
  /// What it cost, in nanoseconds.
  package var timeLost: Int64?
  /// The packets that show it.
  package var evidence: [Evidence] = []
  /// What it is not.
  package var exclusions: [String] = []
  /// What can be done.
  package var advice: [String] = []
  /// Commands that show more.
  package var commands: [String] = []
  /// What the capture cannot tell.
  package var caveats: [String] = []

  /// A finding without evidence.
  package init(
    kind: String, severity: Severity, confidence: Double, connection: UInt64?, summary: String,
    timeLost: Int64?
  ) {
    self.kind = kind
    self.severity = severity
    self.confidence = confidence
    self.connection = connection
    self.summary = summary
    self.timeLost = timeLost
  }

  /// Appends it as an item of a list, with a link to its connection if that has a page.
  ///
  /// Without `linked` the connection is not named.
  func append(to list: inout Markup, linked: Set<UInt64>? = nil) {
    list.element(.li, [.class("finding \(severity.rawValue)"), .finding(kind)]) { item in
      item.element(.p) {
        $0.element(.span, [.class("severity")], text: severity.rawValue)
        $0.text(" ")
        $0.element(.b) { $0.foreign(summary) }
        if let connection, let linked {
          $0.text(" ")
          if linked.contains(connection) {
            $0.element(
              .a, [.reference("connection-\(connection)")], text: "connection \(connection)")
          } else {
            $0.text("(connection \(connection))")
          }
        }
        $0.element(
          .span, [.class("faint")], text: " \(kind), \(Int((confidence * 100).rounded())) % sure")
      }
      appendDetails(to: &item)
    }
  }

  private func appendDetails(to item: inout Markup) {
    let lists = [("Not", exclusions), ("Do", advice), ("The capture cannot tell", caveats)]
    guard !evidence.isEmpty || !commands.isEmpty || lists.contains(where: { !$0.1.isEmpty }) else {
      return
    }
    item.element(.details) { details in
      details.element(.summary, text: "Evidence")
      details.element(.dl) { list in
        for packet in evidence {
          list.element(.dt, text: "#\(packet.packet)")
          list.element(.dd) { $0.foreign(packet.words) }
        }
        for (title, sentences) in lists {
          for sentence in sentences {
            list.element(.dt, text: title)
            list.element(.dd) { $0.foreign(sentence) }
          }
        }
        for command in commands {
          list.element(.dt, text: "More")
          list.element(.dd) { $0.element(.code, text: command.disclosed) }
        }
      }
    }
  }
}
