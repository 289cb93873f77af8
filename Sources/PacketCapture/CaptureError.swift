import CPcap
public import SystemServices

/// The error of capturing, reading or writing packets.
public typealias CaptureError = IOError

/// Lends a buffer to a function that leaves a terminated text in it, and returns both.
func withTextBuffer<Result>(
  _ fill: (UnsafeMutablePointer<CChar>) -> Result
) -> (result: Result, text: String) {
  let size = CPCAP_TEXT_SIZE
  let buffer = UnsafeMutablePointer<CChar>.allocate(capacity: size)
  // All bytes are zero before the shim writes, so that the text is terminated whatever the shim does.
  unsafe buffer.initialize(repeating: 0, count: size)
  defer { unsafe buffer.deallocate() }
  let result = unsafe fill(buffer)
  return (result, unsafe String(cString: buffer))
}
