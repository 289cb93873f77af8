import ArgumentParser

/// `save`: the records of a capture into an SQLite file.
struct SaveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "save",
    abstract: "Save all records of a capture into an SQLite file, for questions in SQL.",
    discussion: """
      The first word that is no option is the file; others are a filter. It is created, or gets another capture; the \
      same capture again is noticed. Questions: tcpinspect query FILE.db SQL, or any program that reads SQLite. \
      Records again: tcpinspect connections --from FILE.db.

      EXAMPLES:
        tcpinspect save -r FILE FILE.db                  records of one pass
        tcpinspect save -r MONDAY -r TUESDAY FILE.db     two savefiles as one capture
        tcpinspect save -i eth0 FILE.db tcp              live; can be read meanwhile
        tcpinspect query FILE.db 'SELECT * FROM problems'
      """)

  @OptionGroup(title: "Input")
  var capture: CaptureOptions

  @OptionGroup(title: "Connections")
  var report: ReportOptions

  @OptionGroup var statistics: StatisticsOptions

  @OptionGroup(title: "Privileges")
  var privileges: PrivilegeOptions

  func validate() throws {
    guard let path = capture.filter.first else {
      throw ValidationError("save needs a file: tcpinspect save -r FILE FILE.db")
    }
    if path == "-" || path.isEmpty {
      throw ValidationError("save needs the name of a file: a database cannot be a pipe")
    }
    if !report.connections.isEmpty {
      throw ValidationError("save keeps all connections: omit --connection")
    }
  }

  mutating func run() throws {
    var run = SaveRun(self)
    try run.run()
  }
}
