import ConnectionTracking
import PacketPrinting

/// The names in records about a data sender, as values of one format.
struct SenderNames {
  private let client: Phrase
  private let server: Phrase
  private let classes: [Phrase]
  private let growths: [Phrase]
  private let phases: [Phrase]
  private let limits: [Phrase]

  init(in format: RecordFormat) {
    let name = { (text: StaticString) in RecordWriter.name(text.description, in: format) }
    (client, server) = (name("client"), name("server"))
    classes = WindowClass.allCases.map { name($0.name) }
    growths = WindowGrowth.allCases.map { name($0.name) }
    phases = SenderPhase.allCases.map { name($0.name) }
    limits = SendingLimit.allCases.map { name($0.name) }
  }

  subscript(_ side: Side) -> Phrase { side == .client ? client : server }
  subscript(_ windowClass: WindowClass) -> Phrase { classes[Int(windowClass.rawValue)] }
  subscript(_ growth: WindowGrowth) -> Phrase { growths[Int(growth.rawValue)] }
  subscript(_ phase: SenderPhase) -> Phrase { phases[Int(phase.rawValue)] }
  subscript(_ limit: SendingLimit) -> Phrase { limits[Int(limit.rawValue)] }
}
