public import InternetTypes
public import SystemServices

/// A source of packets: a savefile or an interface.
///
/// Use it as a generic constraint, so that the loop over the packets is specialized for each source.
public protocol PacketSource: ~Copyable {
  /// The link type of the first interface, for filters and for a savefile header.
  ///
  /// The link type of a packet is ``CapturedPacket/linkType``.
  var linkType: LinkType { get }

  /// How many bytes of a packet the source captures at most.
  var snapshotLength: Int { get }

  /// The precision of the timestamps.
  var precision: TimestampPrecision { get }

  /// How a savefile of this source's packets begins.
  var savefileHeader: SavefileHeader { get throws(CaptureError) }

  /// The packet that `advance()` reached.
  var current: CapturedPacket { get }

  /// Advances to the next packet.
  ///
  /// - Returns: `.packet` if there is one. After `.quiet` the next call waits for a while, after `.endOfInput` it reads
  ///   the bytes that a growing file has by then.
  /// - Throws: the error of the source; everything before it was delivered.
  mutating func advance() throws(CaptureError) -> PacketStep

  /// Lends the bytes of the packet that `advance()` reached; none before the first one.
  func withBytes<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result

  /// Calls `body` for one packet after another until it returns false or no packet is available.
  ///
  /// No memory is allocated and no reference counted for a packet.
  mutating func forEachPacket<Failure: Error>(
    _ body: (CapturedPacket, Span<UInt8>) throws(Failure) -> Bool
  ) throws(Failure) -> PacketLoopEnd

  /// Compiles a filter expression for this source's frames.
  ///
  /// - Parameters:
  ///   - expression: what pcap-filter(7) describes; an empty one accepts everything.
  ///   - isOptimized: whether libpcap optimizes the program.
  ///   - netmask: the IPv4 netmask of the network, for `ip broadcast`; zero if it is unknown.
  /// - Returns: the program, to be attached to this source or to match packets one by one.
  /// - Throws: libpcap's text if the expression does not compile.
  func compileFilter(
    _ expression: String, isOptimized: Bool, netmask: UInt32
  ) throws(CaptureError) -> CaptureFilter

  /// Delivers only packets that pass the filter from now on.
  mutating func attach(_ filter: borrowing CaptureFilter) throws(CaptureError)
}

/// The result of one step through a source.
public enum PacketStep: Hashable, Sendable {
  /// A packet.
  case packet
  /// No packet is available right now: flush buffered output.
  case quiet
  /// A signal requested the end; see `Interruption` of SystemServices.
  case interrupted
  /// The savefile has no more packets.
  case endOfInput
}

/// Why a loop over packets ended.
public enum PacketLoopEnd: Hashable, Sendable {
  /// The body returned false.
  case stopped
  /// No packet is available right now: flush buffered output, check the clock, and loop again.
  case quiet
  /// A signal requested the end; packets captured before it were delivered.
  case interrupted
  /// The savefile has no more packets.
  case endOfInput
  /// The source failed; everything before the failure was delivered.
  case failed(CaptureError)
}

/// The unit of the fraction of a timestamp.
public enum TimestampPrecision: Hashable, Sendable {
  case microseconds
  case nanoseconds
}
