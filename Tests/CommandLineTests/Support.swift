import Foundation

/// Where this package's files are.
enum Package {
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let fixtures = root.appending(path: "Fixtures")

  static func fixture(_ name: String) -> String {
    fixtures.appending(path: name).path(percentEncoded: false)
  }

  /// The command under test: the release build where it is up to date, otherwise what was built with these tests.
  ///
  /// The release build is what users run, and is 10 to 50 times as fast.
  static let command: String = {
    let release = root.appending(path: ".build/release/tcpinspect")
    if let built = modified(release), let changed = lastChange, built > changed {
      return release.path(percentEncoded: false)
    }
    let products = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    let built = products.appending(path: "tcpinspect").path(percentEncoded: false)
    print("*** SLOW: \(built) is tested; `swift build -c release` makes the tests faster")
    return built
  }()

  private static func modified(_ file: URL) -> Date? {
    try? file.resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate
  }

  /// When the newest of the files that the command is built from was changed; a folder changes with each file that is
  /// added or removed.
  private static let lastChange: Date? = {
    let sources = root.appending(path: "Sources")
    let files = FileManager.default.enumerator(
      at: sources, includingPropertiesForKeys: [.contentModificationDateKey])
    let manifests = ["Package.swift", "Package.resolved"].map { root.appending(path: $0) }
    var newest = ([sources] + manifests).compactMap(modified).max()
    while let file = files?.nextObject() as? URL {
      // Not part of the command.
      if file.pathExtension == "docc" { files?.skipDescendants() }
      if let date = modified(file), date > newest ?? date { newest = date }
    }
    return newest
  }()
}

/// What a finished program left behind.
struct Outcome {
  var status: Int32
  var signal: Int32?
  var output: String
  var errors: String

  /// The lines on standard error but for those that say what is read.
  var complaints: [String] {
    errors.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("reading from file") }
  }
}

/// Runs a program to its end in UTC and the C locale.
func run(
  _ program: String, _ arguments: [String], input: Data? = nil, timeout: Duration = .seconds(60)
) throws -> Outcome {
  let process = Process()
  process.executableURL = URL(filePath: program)
  process.arguments = arguments
  process.environment = ProcessInfo.processInfo.environment.merging(
    ["TZ": "UTC", "LC_ALL": "C"]) { $1 }
  let folder = try TemporaryFolder()
  let (outputPath, errorPath) = (folder.path("output"), folder.path("errors"))
  for path in [outputPath, errorPath] { try Data().write(to: URL(filePath: path)) }
  process.standardOutput = FileHandle(forWritingAtPath: outputPath)
  process.standardError = FileHandle(forWritingAtPath: errorPath)
  if let input {
    let path = folder.path("input")
    try input.write(to: URL(filePath: path))
    process.standardInput = FileHandle(forReadingAtPath: path)
  } else {
    process.standardInput = FileHandle.nullDevice
  }
  try process.run()
  process.waitUntilExit()
  func text(_ path: String) -> String {
    String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
  }
  return Outcome(
    status: process.terminationStatus,
    signal: process.terminationReason == .uncaughtSignal ? process.terminationStatus : nil,
    output: text(outputPath), errors: text(errorPath))
}

/// Runs the command under test.
func tcpinspect(_ arguments: String..., input: Data? = nil) throws -> Outcome {
  try run(Package.command, arguments, input: input)
}

/// A folder that is removed with its owner.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "tcpinspect-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  func path(_ name: String) -> String { url.appending(path: name).path(percentEncoded: false) }

  deinit { try? FileManager.default.removeItem(at: url) }
}

/// The path of a program on this machine, or nil.
func program(_ name: String) -> String? {
  let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
  return (folders + ["/usr/sbin", "/usr/bin", "/sbin"]).map { "\($0)/\(name)" }
    .first { FileManager.default.isExecutableFile(atPath: $0) }
}

/// tcpdump, if it is the version that the golden texts come from; says loudly when it is not there.
let tcpdump: String? = {
  guard let path = program("tcpdump"), let version = try? run(path, ["--version"]),
    (version.output + version.errors).contains("tcpdump version 4.99.3")
  else {
    print("*** NOT COMPARED with tcpdump: 4.99.3 is not installed (apt-get install tcpdump)")
    return nil
  }
  return path
}()
