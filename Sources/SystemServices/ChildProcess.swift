internal import CSystem

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A program that runs beside this process, started without a shell.
public struct ChildProcess: Hashable, Sendable {
  private let identifier: pid_t

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - command: the program and its first arguments.
  ///   - arguments: further arguments.
  ///   - input: its standard input, from 1 byte to the capacity of a pipe (64 KiB on Linux); nil for an empty one.
  /// - Throws: the system's error with the program as subject.
  public init(
    _ command: CommandWords, arguments: [String] = [], input: [UInt8]? = nil
  ) throws(IOError) {
    var child: pid_t = 0
    var words: [UInt8] = []
    for word in command.words + arguments { words += SystemText.bytes(word) + [0] }
    // The shim reads the words and the input during the call.
    let errorNumber = unsafe words.withUnsafeBufferPointer { words in
      unsafe (input ?? []).withUnsafeBufferPointer { bytes in
        guard let start = words.baseAddress else { return EINVAL }
        return unsafe csystem_start_command(
          start, words.count, input == nil ? nil : bytes.baseAddress, bytes.count, &child)
      }
    }
    if errorNumber != 0 { throw IOError(errorNumber: errorNumber, subject: command.program) }
    identifier = child
  }

  /// Whether the program has ended; does not block.
  public var hasEnded: Bool { csystem_has_ended(identifier, false) }

  /// Blocks until the program has ended.
  ///
  /// - Returns: false if a second signal requested the end of this process first, see ``Interruption``.
  public func waitForEnd() -> Bool { csystem_has_ended(identifier, true) }
}
