import CPcap

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file descriptor that lines are written to.
public struct OutputDescriptor: Hashable, Sendable {
  /// The number that the system knows it by.
  public let number: Int32

  /// What errors call it.
  public let name: String

  /// A descriptor that is open for writing; it is not closed here.
  public init(number: Int32, name: String) {
    self.number = number
    self.name = name
  }

  /// Descriptor 1.
  public static let standardOutput = OutputDescriptor(number: 1, name: "standard output")

  /// Descriptor 2.
  public static let standardError = OutputDescriptor(number: 2, name: "standard error")

  /// Keeps what is opened from now on from taking the place of a standard descriptor that is closed.
  ///
  /// To be called before anything else is opened; reading or writing the closed one goes on failing.
  public static func holdStandardDescriptors() { cpcap_hold_standard_descriptors() }

  /// Writes all bytes, however many calls that takes.
  ///
  /// - Throws: ``CaptureError/Kind/closedPipe`` when nobody reads any more (and SIGPIPE does not end the
  ///   process, see ``Interruption/reportBrokenPipes()``), or what else the system says.
  public func write(_ bytes: Span<UInt8>) throws(CaptureError) {
    var errorNumber: Int32 = 0
    let written = unsafe bytes.withUnsafeBufferPointer { source in
      // The shim reads the bytes during the call.
      unsafe cpcap_write(number, source.baseAddress, source.count, &errorNumber)
    }
    if written < bytes.count {
      throw CaptureError(errorNumber: errorNumber, subject: name)
    }
  }
}

extension OutputDescriptor {
  /// Whether a person watches: the descriptor is a terminal.
  public var isTerminal: Bool { isatty(number) == 1 }
}
