import CPcap
import InternetTypes

/// The shim's packet source, owned; what ``CaptureFile`` and ``LiveCapture`` have in common.
@safe
@usableFromInline
struct PacketReader: ~Copyable {
  /// The shim's source, valid until `deinit`.
  private let source: OpaquePointer
  /// What the shim said last.
  private var answer = CPCAP_QUIET
  /// What errors are about: the file or the interface.
  let subject: String
  let precision: TimestampPrecision

  @usableFromInline
  var header = CapturedPacket(
    timestamp: Timestamp(seconds: 0, nanoseconds: 0), number: 0, capturedLength: 0,
    originalLength: 0)

  /// The current packet's bytes; `header.capturedLength` of them are valid until the next `step()`.
  @usableFromInline
  var bytes: UnsafePointer<UInt8>?

  /// Takes over a source that the shim opened.
  init(owning source: OpaquePointer, subject: String, precision: TimestampPrecision) {
    unsafe self.source = source
    self.subject = subject
    self.precision = precision
    unsafe self.bytes = nil
  }

  deinit {
    // The source is ours alone, and nothing lent from it outlives us.
    unsafe cpcap_source_close(source)
  }

  /// libpcap's handle, for a call that ends before this value does.
  func withHandle<Result>(_ body: (OpaquePointer) -> Result) -> Result {
    // The handle lives as long as the source.
    unsafe body(cpcap_source_handle(source))
  }

  // The source is alive here as in every method.
  var isByteSwapped: Bool { unsafe cpcap_source_is_swapped(source) }
  var readsInPlace: Bool { unsafe cpcap_source_is_plain(source) }
  var errorText: String { unsafe String(cString: cpcap_source_error(source)) }

  /// Goes to the next packet; false when there is none, see `end`.
  @usableFromInline
  mutating func step() -> Bool {
    var packet = unsafe cpcap_packet()
    // The shim fills the value when there is a packet.
    answer = unsafe Int(cpcap_source_next(source, &packet))
    guard answer == CPCAP_PACKET else {
      unsafe bytes = nil
      header.capturedLength = 0
      return false
    }
    header = CapturedPacket(
      timestamp: unsafe Timestamp(seconds: packet.seconds, nanoseconds: packet.nanoseconds),
      number: unsafe Int(truncatingIfNeeded: packet.number),
      capturedLength: unsafe Int(packet.captured_length),
      originalLength: unsafe Int(packet.original_length))
    unsafe bytes = packet.data
    return true
  }

  /// Why `step()` found no packet.
  @usableFromInline
  var end: PacketLoopEnd {
    switch answer {
    case CPCAP_QUIET: .quiet
    case CPCAP_INTERRUPTED: .interrupted
    case CPCAP_END: .endOfInput
    default: .failed(CaptureError(savefileReason: errorText, subject: subject))
    }
  }

  @inlinable
  mutating func forEachPacket<Failure: Error>(
    _ body: (CapturedPacket, Span<UInt8>) throws(Failure) -> Bool
  ) throws(Failure) -> PacketLoopEnd {
    while true {
      guard step() else { return end }
      // The source keeps that many bytes there until the next step.
      let lent = unsafe UnsafeBufferPointer(start: bytes, count: header.capturedLength)
      if unsafe try !body(header, lent.span) { return .stopped }
    }
  }

  mutating func advance() throws(CaptureError) -> PacketStep {
    if step() { return .packet }
    switch end {
    case .quiet: return .quiet
    case .interrupted: return .interrupted
    case .failed(let error): throw error
    case .endOfInput, .stopped: return .endOfInput
    }
  }

  @inlinable
  func withBytes<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // Nobody can step while the body borrows this reader.
    let lent = unsafe UnsafeBufferPointer(start: bytes, count: header.capturedLength)
    return unsafe try body(lent.span)
  }

  mutating func attach(_ filter: borrowing CaptureFilter) throws(CaptureError) {
    // The shim copies the program.
    let status = unsafe filter.withProgram { program in
      unsafe cpcap_source_set_filter(source, program)
    }
    if status != 0 {
      throw CaptureError(.filter, subject: subject, reason: errorText)
    }
  }
}
