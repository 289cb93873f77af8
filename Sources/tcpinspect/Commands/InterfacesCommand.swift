import ArgumentParser
import PacketCapture
import SystemServices

/// `interfaces`: the interfaces that packets can be captured on.
struct InterfacesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "interfaces",
    abstract: "List the interfaces that packets can be captured on.",
    discussion: """
      One line for each: its number for -i, its name, its description and its state.

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
