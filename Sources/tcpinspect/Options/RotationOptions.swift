import ArgumentParser
import PacketCapture

/// How a long capture is written into several files.
struct RotationOptions: ParsableArguments {
  @Option(
    name: .customShort("C"), parsing: .unconditional,
    help: ArgumentHelp(
      "With -w, begin another file after this many millions of bytes, or with k, m or g KiB, MiB, GiB.",
      valueName: "size"))
  var size: String?

  @Option(
    name: .customShort("G"), parsing: .unconditional,
    help: ArgumentHelp(
      "With -w, begin another file after this many seconds; the name is a pattern of strftime(3).",
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
      "Run this command, without a shell, with each finished file.", valueName: "command"))
  var command: String?

  /// Checks what can be checked without opening anything.
  func validate() throws {
    if let size, Self.byteCount(size) == nil {
      throw ValidationError("-C \(size): a number above 0 is needed, perhaps with k, m or g")
    }
    if let seconds, seconds <= 0 {
      throw ValidationError("-G \(seconds): a number of seconds above 0 is needed")
    }
    if let fileLimit {
      if fileLimit <= 0 { throw ValidationError("-W \(fileLimit): the count starts at 1") }
      if size == nil && seconds == nil { throw ValidationError("-W goes with -C or -G") }
    }
  }

  /// When the next file is begun, and what becomes of the finished one.
  var rotation: Rotation {
    var rotation = Rotation()
    rotation.byteLimit = size.flatMap(Self.byteCount)
    rotation.seconds = seconds
    rotation.fileLimit = fileLimit
    rotation.command = command
    return rotation
  }

  /// The bytes that a size of `-C` means: millions without a letter, as in tcpdump; else powers of 1024.
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
