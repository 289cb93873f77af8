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

  /// Starts a program with one argument; its standard input is empty.
  ///
  /// - Parameters:
  ///   - command: the program, found along `PATH` unless it is a path.
  ///   - argument: its one argument.
  /// - Throws: the system's error with the command as subject.
  public init(_ command: String, argument: String) throws(IOError) {
    var child: pid_t = 0
    // The shim reads the two texts during the call.
    let errorNumber = unsafe csystem_start_command(command, argument, &child)
    if errorNumber != 0 { throw IOError(errorNumber: errorNumber, subject: command) }
    identifier = child
  }

  /// Starts a program without arguments that reads the given bytes on its standard input.
  ///
  /// - Parameters:
  ///   - command: the program, found along `PATH` unless it is a path.
  ///   - input: 1 byte to as many as a pipe holds (64 KiB on Linux).
  /// - Throws: the system's error with the command as subject.
  public init(_ command: String, input: [UInt8]) throws(IOError) {
    var child: pid_t = 0
    // The shim reads the text and the bytes during the call.
    let errorNumber = unsafe input.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return EINVAL }
      return unsafe csystem_start_command_with_input(command, start, bytes.count, &child)
    }
    if errorNumber != 0 { throw IOError(errorNumber: errorNumber, subject: command) }
    identifier = child
  }

  /// Whether the program has ended; does not block.
  public var hasEnded: Bool { csystem_has_ended(identifier, false) }

  /// Blocks until the program has ended.
  ///
  /// - Returns: false if a second signal requested the end of this process first, see ``Interruption``.
  public func waitForEnd() -> Bool { csystem_has_ended(identifier, true) }
}
