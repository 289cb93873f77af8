import CPcap

#if canImport(Glibc)
  private import Glibc
#elseif canImport(Darwin)
  private import Darwin
#endif

extension CaptureError {
  /// The error that the system calls by this number.
  init(errorNumber: Int32, subject: String, advice: String? = nil) {
    let kind: Kind =
      switch errorNumber {
      case ENOENT: .notFound
      case EACCES, EPERM: .permission
      case ENOSPC, EDQUOT, EFBIG: .outOfSpace
      case EPIPE: .closedPipe
      case EINTR: .interrupted
      default: .system
      }
    // The shim writes a terminated text of at most that size.
    let reason = unsafe withTextBuffer { text in
      unsafe cpcap_error_text(errorNumber, text, CPCAP_TEXT_SIZE)
    }
    self.init(kind, subject: subject, reason: reason.text, advice: advice)
  }

  /// The error of reading a savefile that libpcap describes so.
  init(savefileReason reason: String, subject: String) {
    let kind: Kind =
      reason.hasPrefix("truncated")
      ? .truncated
      : reason.hasPrefix("error reading dump file") ? .system : .malformed
    self.init(kind, subject: subject, reason: reason)
  }
}

/// Lends a buffer to a function that leaves a terminated text in it, and returns both.
func withTextBuffer<Result>(
  _ fill: (UnsafeMutablePointer<CChar>) -> Result
) -> (result: Result, text: String) {
  let size = CPCAP_TEXT_SIZE
  let buffer = UnsafeMutablePointer<CChar>.allocate(capacity: size)
  // All bytes are zero before the shim writes, so that the text is terminated whatever it does.
  unsafe buffer.initialize(repeating: 0, count: size)
  defer { unsafe buffer.deallocate() }
  let result = unsafe fill(buffer)
  return (result, unsafe String(cString: buffer))
}
