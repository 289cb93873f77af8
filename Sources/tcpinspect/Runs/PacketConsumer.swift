import CaptureFormats
import InternetTypes
import PacketCapture
import SystemServices

/// Takes the packets of a run one by one: the session of a subcommand.
protocol PacketConsumer: ~Copyable {
  /// Packets taken so far.
  var count: UInt64 { get }

  /// Takes the next packet; false when it was the last that is wanted.
  ///
  /// - Throws: when output fails.
  mutating func take(
    _ captured: CapturedPacket, _ frame: Span<UInt8>, _ linkType: LinkType
  ) throws(CaptureError) -> Bool

  /// Takes the next packet with the pcapng block that holds it; false when it was the last that is wanted.
  ///
  /// - Parameters:
  ///   - captured: the packet.
  ///   - frame: its bytes.
  ///   - block: the whole block; empty where the source is no pcapng file.
  ///   - order: the block's byte order.
  ///   - source: the index of the source.
  /// - Returns: whether further packets are wanted.
  /// - Throws: when output fails.
  mutating func take(
    _ captured: CapturedPacket, _ frame: Span<UInt8>, block: Span<UInt8>, order: ByteOrder?,
    of source: Int
  ) throws(CaptureError) -> Bool

  /// Takes what a source states beside packets, before the packet that it stands before.
  ///
  /// - Throws: when output fails.
  mutating func take(
    _ descriptions: CaptureFile.Descriptions, of source: Int
  ) throws(CaptureError)

  /// Takes the counters of an interface at the end of a live capture.
  ///
  /// - Throws: when output fails.
  mutating func take(_ statistics: CaptureStatistics, of interface: Int) throws(CaptureError)

  /// Writes out what is pending and looks at the clock: no packet is available right now.
  ///
  /// - Throws: when output fails.
  mutating func flush() throws(CaptureError)

  /// Writes out all that was taken, also into savefiles (SIGUSR2).
  ///
  /// - Throws: when output fails.
  mutating func flushFiles() throws(CaptureError)

  /// Writes out what is left, and returns the notes on the run.
  ///
  /// - Throws: when output fails.
  consuming func finish() throws(CaptureError) -> RunReport
}

extension PacketConsumer where Self: ~Copyable {
  mutating func flushFiles() throws(CaptureError) { try flush() }

  mutating func take(
    _ captured: CapturedPacket, _ frame: Span<UInt8>, block: Span<UInt8>, order: ByteOrder?,
    of source: Int
  ) throws(CaptureError) -> Bool {
    try take(captured, frame, captured.linkType)
  }

  mutating func take(
    _ descriptions: CaptureFile.Descriptions, of source: Int
  ) throws(CaptureError) {}

  mutating func take(_ statistics: CaptureStatistics, of interface: Int) throws(CaptureError) {}
}

/// What a run has to report beside its output.
struct RunReport {
  /// Lines for standard error.
  var notes: [String] = []
  /// Whether an attack was found.
  var hasAlert = false
  /// How far a run over files came before a signal ended it; nil where it came to its end.
  var interruption: String?
  /// Whether something that the command line names does not exist.
  var isIncomplete = false
}
