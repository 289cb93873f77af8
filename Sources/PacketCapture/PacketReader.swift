import CPcap
import InternetTypes
import SystemServices

/// Owns the shim's packet source, for ``LiveCapture``.
@safe
struct PacketReader: ~Copyable {
  /// The shim's source, valid until `deinit`.
  private let source: OpaquePointer
  /// The shim's latest answer.
  private var answer = CPCAP_QUIET
  /// The subject of errors: the interface.
  let subject: String
  let precision: TimestampPrecision

  /// The latest packets of the shim: `count` of them, of which `position` were used.
  private let batch: UnsafeMutablePointer<LentPacket>
  private var count = 0
  private var position = 0

  private static let batchCapacity = 1

  /// Takes over a source that the shim opened.
  init(owning source: OpaquePointer, subject: String, precision: TimestampPrecision) {
    unsafe precondition(
      MemoryLayout<LentPacket>.size == MemoryLayout<cpcap_packet>.size
        && MemoryLayout<LentPacket>.offset(of: \.start)
          == MemoryLayout<cpcap_packet>.offset(of: \.data),
      "the shim's packets are read as LentPacket")
    unsafe self.source = source
    self.subject = subject
    self.precision = precision
    // Freed in `deinit`; an element is read only after the shim wrote it.
    unsafe batch = .allocate(capacity: Self.batchCapacity)
  }

  deinit {
    // This value owns both, and nothing lent from them outlives it.
    unsafe cpcap_source_close(source)
    unsafe batch.deallocate()
  }

  /// libpcap's handle, for a call that ends before this value does.
  func withHandle<Result>(_ body: (OpaquePointer) -> Result) -> Result {
    // The handle lives as long as the source.
    unsafe body(cpcap_source_handle(source))
  }

  // The source is alive here as in every method.
  var errorText: String { unsafe String(cString: cpcap_source_error(source)) }

  /// Packets that were read and not used; if there are none, see `end`.
  ///
  /// They stay in place until the next call, and count as unused until `use(_:)`.
  mutating func packetsAtHand() -> UnsafeBufferPointer<LentPacket> {
    if position == count {
      position = 0
      // The memory is the shim's to write, and the layouts are the same.
      answer = unsafe batch.withMemoryRebound(to: cpcap_packet.self, capacity: Self.batchCapacity) {
        unsafe Int(cpcap_source_next(source, $0))
      }
      count = max(0, answer)
    }
    return unsafe UnsafeBufferPointer(start: batch + position, count: count - position)
  }

  /// Marks the first packets as used.
  mutating func use(_ used: Int) { position += used }

  /// The packet used last; an empty one numbered 0 before the first and after the last one.
  var header: CapturedPacket {
    // The shim wrote the elements before `position`.
    position > 0 ? unsafe batch[position - 1].header : .none
  }

  /// The bytes of the packet used last, valid until more is read.
  var bytes: UnsafeBufferPointer<UInt8> {
    // The shim wrote the elements before `position`.
    unsafe position > 0 ? batch[position - 1].bytes : UnsafeBufferPointer(start: nil, count: 0)
  }

  /// Why no packets are available.
  var end: PacketLoopEnd {
    switch answer {
    case CPCAP_QUIET: .quiet
    case CPCAP_INTERRUPTED: .interrupted
    default: .failed(CaptureError(.interface, subject: subject, reason: errorText))
    }
  }

  mutating func advance() throws(CaptureError) -> PacketStep {
    if unsafe !packetsAtHand().isEmpty {
      use(1)
      return .packet
    }
    switch end {
    case .quiet: return .quiet
    case .interrupted: return .interrupted
    case .failed(let error): throw error
    case .endOfInput, .stopped: return .endOfInput
    }
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
