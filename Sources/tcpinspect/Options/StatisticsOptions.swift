import ArgumentParser

/// The option of the format of a live capture's statistics.
struct StatisticsOptions: ParsableArguments {
  @Option(
    name: .customLong("statistics-format"), parsing: .unconditional,
    help: ArgumentHelp(
      "Write the statistics of a live capture as text or json.", valueName: "format"))
  var format: String?

  /// Checks the name of the format.
  func validate() throws {
    if let format, !["text", "json"].contains(format) {
      throw ValidationError("--statistics-format \(format): must be text or json")
    }
  }
}
