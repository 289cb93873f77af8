package import CaptureFormats
package import SystemServices

/// A descriptor as the source of a savefile's bytes.
final class DescriptorSource: ByteSource, Sendable {
  let input: InputDescriptor

  init(_ input: InputDescriptor) { self.input = input }

  func read(into buffer: inout [UInt8], from offset: Int) -> ReadResult {
    switch input.read(into: &buffer, from: offset) {
    case .bytes(let count): .bytes(count)
    case .end: .end
    case .quiet: .quiet
    case .interrupted: .interrupted
    case .failed(let errorNumber): .failed(FormatError(.system(errorNumber)))
    }
  }
}

extension IOError {
  /// The error of reading a savefile.
  package init(_ error: FormatError, subject: String) {
    switch error.kind {
    case .system(let errorNumber): self.init(errorNumber: errorNumber, subject: subject)
    case .truncated:
      self.init(.truncated, subject: subject, reason: error.reason, advice: error.advice)
    case .malformed, .unsupported:
      self.init(.malformed, subject: subject, reason: error.reason, advice: error.advice)
    case .interrupted:
      self.init(.interrupted, subject: subject, reason: "interrupted")
    }
  }
}
