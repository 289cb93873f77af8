import ArgumentParser
import PacketCapture
import SystemServices

/// `interfaces`: what can be captured on.
struct InterfacesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "interfaces",
    abstract: "List what can be captured on.",
    discussion: """
      One line for each, with its number for -i, its name, what it is, and its state.

      EXAMPLES:
        tcpinspect interfaces
      """)

  mutating func run() throws {
    do throws(CaptureError) {
      try InterfaceList.printAll()
    } catch {
      throw CommandFailure.runtime(error.description)
    }
  }
}
