import CaptureFormats
import InternetTypes
import PacketCapture
import SystemServices

/// A consumer of packets, one by one: a subcommand's session.
protocol PacketConsumer: ~Copyable {
  /// How many packets were processed so far.
  var count: UInt64 { get }

  /// Processes the next packet; returns false if it was the last one wanted.
  ///
  /// - Throws: if output fails.
  mutating func take(
    _ captured: CapturedPacket, _ frame: Span<UInt8>, _ linkType: LinkType
  ) throws(CaptureError) -> Bool

  /// Processes the next packet with the pcapng block that contains it; returns false if it was the last one wanted.
  ///
  /// - Parameters:
  ///   - captured: the packet.
  ///   - frame: its bytes.
  ///   - block: the whole block; empty if the source is no pcapng file.
  ///   - order: the block's byte order.
  ///   - source: the index of the source.
  /// - Returns: whether further packets are wanted.
  /// - Throws: if output fails.
  mutating func take(
    _ captured: CapturedPacket, _ frame: Span<UInt8>, block: Span<UInt8>, order: ByteOrder?,
    of source: Int
  ) throws(CaptureError) -> Bool

  /// Receives the index of the source of the next packets, if several are read.
  mutating func begin(source: Int)

  /// Receives the descriptions in a source, before the packet that follows them.
  ///
  /// - Throws: if output fails.
  mutating func take(
    _ descriptions: CaptureFile.Descriptions, of source: Int
  ) throws(CaptureError)

  /// Receives the counters of an interface at the end of a live capture.
  ///
  /// - Throws: if output fails.
  mutating func take(_ statistics: CaptureStatistics, of interface: Int) throws(CaptureError)

  /// Whether a finished savefile waits for the counters of the interfaces.
  var needsStatistics: Bool { get }

  /// Completes that savefile, once the counters of all interfaces were taken.
  ///
  /// - Throws: if output fails.
  mutating func completeFile() throws(CaptureError)

  /// Writes pending output and checks the clock, because no packet is available right now.
  ///
  /// - Throws: if output fails.
  mutating func flush() throws(CaptureError)

  /// Writes out everything consumed so far, also into savefiles (SIGUSR2).
  ///
  /// - Throws: if output fails.
  mutating func flushFiles() throws(CaptureError)

  /// Writes the remaining output, and returns the notes of the run.
  ///
  /// - Throws: if output fails.
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

  mutating func begin(source: Int) {}

  mutating func take(_ statistics: CaptureStatistics, of interface: Int) throws(CaptureError) {}

  var needsStatistics: Bool { false }

  mutating func completeFile() throws(CaptureError) {}
}

/// The report of a run besides its output.
struct RunReport {
  /// Lines for standard error.
  var notes: [String] = []
  /// Whether an attack was found.
  var hasAlert = false
  /// Whether a rule does not hold.
  var isRuleBroken = false
  /// How much of the files was read before a signal ended the run; nil if all of them were read.
  var interruption: String?
  /// What the command line names and the input does not have, a failure after all output.
  var missing: String?
}
