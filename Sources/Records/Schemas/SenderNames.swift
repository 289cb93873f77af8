import CongestionInference
import ConnectionTracking
import InternetTypes
import TextOutput

/// The names in records about a data sender, as values of one format.
struct SenderNames {
  private let client: ConstantText
  private let server: ConstantText
  private let classes: [ConstantText]
  private let growths: [ConstantText]
  private let phases: [ConstantText]
  private let limits: [ConstantText]

  init(in format: RecordFormat) {
    let name = { (text: StaticString) in RecordWriter.name(text.description, in: format) }
    (client, server) = (name("client"), name("server"))
    classes = WindowClass.allCases.map { name($0.name) }
    growths = WindowGrowth.allCases.map { name($0.name) }
    phases = SenderPhase.allCases.map { name($0.name) }
    limits = SendingLimit.allCases.map { name($0.name) }
  }

  subscript(_ side: Side) -> ConstantText { side == .client ? client : server }
  subscript(_ windowClass: WindowClass) -> ConstantText { classes[Int(windowClass.rawValue)] }
  subscript(_ growth: WindowGrowth) -> ConstantText { growths[Int(growth.rawValue)] }
  subscript(_ phase: SenderPhase) -> ConstantText { phases[Int(phase.rawValue)] }
  subscript(_ limit: SendingLimit) -> ConstantText { limits[Int(limit.rawValue)] }
}
