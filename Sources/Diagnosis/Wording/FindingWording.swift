import InternetTypes
import Records
import TextOutput

/// A finding in sentences: its summary, what it is not, what to do next.
public struct FindingWording {
  let finding: DiagnosedFinding
  let source: CommandSource

  /// The wording of a finding about one input.
  public init(_ finding: DiagnosedFinding, source: CommandSource) {
    self.finding = finding
    self.source = source
  }

  /// What the finding is not, one sentence each.
  public var exclusions: [String] { finding.exclusions.map(Self.words) }

  /// What the capture cannot tell, one sentence each.
  public var caveats: [String] { finding.caveats.map { Self.words($0) } }

  /// The commands that show more; each works as pasted.
  public var commands: [String] {
    finding.steps.compactMap { step in
      switch step {
      case .inspect(let subcommand): command(subcommand.rawValue, selects: subcommand != .flood)
      case .page: command("connections", selects: true)
      case .filter(let filter):
        source.options.isEmpty
          ? nil : "tcpinspect print -n \(source.options) \(CommandSource.quoted(filter))"
      case .capture, .advice: nil
      }
    }
  }

  /// What can be done, one sentence each.
  public var advice: [String] {
    finding.steps.compactMap { step in
      switch step {
      case .advice(let advice): Self.words(advice)
      case .capture(let side): "Capture at the \(side.name) as well: it shows what is lost where."
      case .inspect, .page, .filter: nil
      }
    }
  }

  private func command(_ name: String, selects: Bool) -> String {
    var words = ["tcpinspect \(name) -t"]
    if selects, let connection = finding.connection { words.append("--connection \(connection)") }
    if !source.options.isEmpty { words.append(source.options) }
    if !source.filter.isEmpty { words.append(source.filter) }
    return words.joined(separator: " ")
  }

  // MARK: Quantities

  /// A duration with a space before its unit.
  static func duration(_ nanoseconds: Int64) -> String { spaced(Quantity.duration(nanoseconds)) }

  /// A size with a space before its unit.
  static func bytes(_ count: UInt64) -> String {
    count < 1000 ? count.counted("byte") : spaced(Quantity.bytes(count))
  }

  /// A percentage.
  static func percent(_ share: Double) -> String {
    let tenths = Int((min(max(share, 0), 1) * 1000).rounded())
    if tenths == 0 && share > 0 { return "less than 0.1 %" }
    return tenths < 100 ? "\(tenths / 10).\(tenths % 10) %" : "\((tenths + 5) / 10) %"
  }

  private static func spaced(_ short: String) -> String {
    let digits = short.prefix { $0.isNumber || $0 == "." || $0 == "-" }
    return "\(digits) \(short.dropFirst(digits.count))"
  }
}
