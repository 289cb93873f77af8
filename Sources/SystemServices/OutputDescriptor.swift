internal import CSystem

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// An open file descriptor to write to.
public struct OutputDescriptor: Hashable, Sendable {
  /// The number of the descriptor.
  public let number: Int32

  /// The subject of errors.
  public let name: String

  /// Names a descriptor that is open for writing; the value does not own it.
  public init(number: Int32, name: String) {
    self.number = number
    self.name = name
  }

  /// Descriptor 1.
  public static let standardOutput = OutputDescriptor(number: 1, name: "standard output")

  /// Descriptor 2.
  public static let standardError = OutputDescriptor(number: 2, name: "standard error")

  /// Opens a file for writing: creates it, or truncates it to no bytes.
  ///
  /// - Parameters:
  ///   - path: the file or pipe.
  ///   - owner: the owner of a file that did not exist before; nil keeps the user of this process.
  /// - Returns: the descriptor; the caller closes it.
  /// - Throws: the system's error with the path as subject.
  public static func create(path: String, owner: SystemUser? = nil) throws(IOError)
    -> OutputDescriptor
  {
    var errorNumber: Int32 = 0
    // The shim reads the path and the owner during the call.
    let number =
      if var entry = owner?.entry {
        unsafe csystem_create_file(path, &entry, &errorNumber)
      } else {
        unsafe csystem_create_file(path, nil, &errorNumber)
      }
    if number < 0 { throw IOError(errorNumber: errorNumber, subject: path) }
    return OutputDescriptor(number: number, name: path)
  }

  /// Reserves the numbers of standard descriptors that are closed, so that no file opened later gets them.
  ///
  /// Call it before anything else is opened. Reading or writing the closed descriptor fails as before.
  public static func holdStandardDescriptors() { csystem_hold_standard_descriptors() }

  /// Whether the descriptor is a terminal.
  public var isTerminal: Bool { isatty(number) == 1 }

  /// The characters of a terminal's line; nil if this is no terminal or its size is unknown.
  public var terminalColumns: Int? {
    let columns = csystem_terminal_columns(number)
    return columns > 0 ? Int(columns) : nil
  }

  /// The lines of a terminal; nil if this is no terminal or its size is unknown.
  public var terminalLines: Int? {
    let lines = csystem_terminal_lines(number)
    return lines > 0 ? Int(lines) : nil
  }

  /// Writes all bytes, with as many system calls as necessary.
  ///
  /// - Throws: ``IOError/Kind/closedPipe`` if the reader closed its end and SIGPIPE is ignored, or another error of the
  ///   system.
  public func write(_ bytes: Span<UInt8>) throws(IOError) {
    if let error = writePrefix(of: bytes).error { throw error }
  }

  /// Writes as many of the bytes as the system accepts.
  ///
  /// After a signal that requests the end, writing stops once the reader has read nothing for a second.
  ///
  /// - Returns: how many were written; with fewer than all, the system's error.
  public func writePrefix(of bytes: Span<UInt8>) -> (count: Int, error: IOError?) {
    var errorNumber: Int32 = 0
    let written = unsafe bytes.withUnsafeBufferPointer { source in
      // The shim reads the bytes during the call.
      unsafe csystem_write(number, source.baseAddress, source.count, &errorNumber)
    }
    if written == bytes.count { return (written, nil) }
    var error = IOError(errorNumber: errorNumber, subject: name)
    if error.kind == .interrupted {
      // Unlike an interrupted read, an interrupted write loses output.
      error.kind = .system
      error.advice = "nothing reads it, and the rest of the output is lost"
    }
    return (written, error)
  }

  /// Removes the last bytes that were written to a regular file.
  ///
  /// - Parameter count: how many.
  /// - Returns: false if this is no regular file or the system refuses.
  public func removeLast(_ count: Int) -> Bool { csystem_cut_back(number, count) }

  /// Closes the descriptor; standard input, output and error stay open.
  ///
  /// - Throws: an error of the system that occurs only now, such as a full quota on a network file system.
  public func close() throws(IOError) {
    let errorNumber = number > 2 ? csystem_close_descriptor(number) : 0
    if errorNumber != 0 { throw IOError(errorNumber: errorNumber, subject: name) }
  }
}
