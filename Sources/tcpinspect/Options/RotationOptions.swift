import ArgumentParser
import PacketCapture
import SystemServices

/// Options that split a capture into several savefiles.
struct RotationOptions: ParsableArguments {
  @Option(
    name: .customShort("C"), parsing: .unconditional,
    help: ArgumentHelp(
      "With -w, start another file after this many millions of bytes; with k, m or g: KiB, MiB or GiB.",
      valueName: "size"))
  var size: String?

  @Option(
    name: .customShort("G"), parsing: .unconditional,
    help: ArgumentHelp(
      "With -w, start another file after this many seconds; the name is a strftime(3) pattern.",
      valueName: "seconds"))
  var seconds: Int64?

  @Option(
    name: .customShort("W"), parsing: .unconditional,
    help: ArgumentHelp(
      "Keep this many files with -C; stop after this many with -G alone.", valueName: "count"))
  var fileLimit: Int?

  @Option(
    name: .customShort("z"), parsing: .unconditional,
    help: ArgumentHelp(
      "Run this command with each finished file as its last argument; without a shell.",
      valueName: "command"))
  var command: String?

  /// Checks everything that can be checked before files or interfaces are opened.
  func validate() throws {
    if let command { try CommandCheck.validate(command, option: "-z") }
    if let size, Self.byteCount(size) == nil {
      throw ValidationError(
        "-C \(size): must be more than 0, with k, m or g if it is not millions of bytes")
    }
    if let seconds, seconds <= 0 {
      throw ValidationError("-G \(seconds): must be more than 0 seconds")
    }
    if let fileLimit, fileLimit <= 0 {
      throw ValidationError("-W \(fileLimit): must be at least 1")
    }
  }

  /// The options that were given and have no effect without a savefile.
  var options: [String] {
    [
      (size != nil, "-C"), (seconds != nil, "-G"), (fileLimit != nil, "-W"), (command != nil, "-z"),
    ].filter(\.0).map(\.1)
  }

  /// Whether the number of files has no effect, because there is one.
  var hasIdleLimit: Bool { fileLimit != nil && size == nil && seconds == nil }

  /// The rotation: when the next file starts, and the command for a finished one.
  var rotation: Rotation {
    var rotation = Rotation()
    rotation.byteLimit = size.flatMap(Self.byteCount)
    rotation.seconds = seconds
    rotation.fileLimit = hasIdleLimit ? nil : fileLimit
    rotation.command = command.flatMap { CommandWords($0) }
    return rotation
  }

  /// The bytes of a `-C` size: millions without a letter, as in tcpdump; powers of 1,024 with one.
  static func byteCount(_ text: String) -> Int? {
    let units: [Character: Int] = ["k": 1 << 10, "m": 1 << 20, "g": 1 << 30]
    let unit = text.last.flatMap { units[Character($0.lowercased())] }
    let digits = unit == nil ? text[...] : text.dropLast()
    guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }),
      let number = Int(digits), number > 0
    else { return nil }
    let (bytes, isTooLarge) = number.multipliedReportingOverflow(by: unit ?? 1_000_000)
    return isTooLarge ? nil : bytes
  }
}
