public import InternetTypes
public import SystemServices

/// What packets are read from: a savefile or an interface.
///
/// Use it as a generic constraint, so that the loop over the packets is compiled for the source at hand.
public protocol PacketSource: ~Copyable {
  /// What every frame begins with.
  var linkType: LinkType { get }

  /// How many bytes of a packet the source keeps at most.
  var snapshotLength: Int { get }

  /// The precision of the time stamps.
  var precision: TimestampPrecision { get }

  /// How a savefile of this source's packets begins.
  var savefileHeader: SavefileHeader { get throws(CaptureError) }

  /// The packet that `advance()` came to.
  var current: CapturedPacket { get }

  /// Goes to the next packet.
  ///
  /// - Returns: `.packet` when there is one. After `.quiet` the next call waits for a while, after
  ///   `.endOfInput` it finds what a growing file holds by then.
  /// - Throws: what the source says was wrong; everything before it was delivered.
  mutating func advance() throws(CaptureError) -> PacketStep

  /// Lends the bytes of the packet that `advance()` came to; none before the first one.
  func withBytes<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result

  /// Calls `body` for one packet after another until it returns false or nothing is at hand.
  ///
  /// Nothing is allocated or counted by reference for a packet.
  mutating func forEachPacket<Failure: Error>(
    _ body: (CapturedPacket, Span<UInt8>) throws(Failure) -> Bool
  ) throws(Failure) -> PacketLoopEnd

  /// Compiles a filter expression for this source's frames.
  ///
  /// - Parameters:
  ///   - expression: what pcap-filter(7) describes; an empty one lets everything pass.
  ///   - isOptimized: whether libpcap's optimizer works on the program.
  ///   - netmask: the IPv4 netmask of the network, for `ip broadcast`; zero when it is not known.
  /// - Returns: the program, to be attached to this source or to match packets one by one.
  /// - Throws: libpcap's text when the expression does not compile.
  func compileFilter(
    _ expression: String, isOptimized: Bool, netmask: UInt32
  ) throws(CaptureError) -> CaptureFilter

  /// Delivers only packets that pass the filter from now on.
  mutating func attach(_ filter: borrowing CaptureFilter) throws(CaptureError)
}

/// What a source came to.
public enum PacketStep: Hashable, Sendable {
  /// A packet.
  case packet
  /// Nothing is at hand right now: a good moment to write out what was held back.
  case quiet
  /// A signal asked for the end; see `Interruption`.
  case interrupted
  /// The savefile has no more packets.
  case endOfInput
}

/// Why a loop over packets came back.
public enum PacketLoopEnd: Hashable, Sendable {
  /// The body said so.
  case stopped
  /// Nothing is at hand right now: write out what was held back, look at the clock, and loop again.
  case quiet
  /// A signal asked for the end, and what was captured before it was delivered.
  case interrupted
  /// The savefile has no more packets.
  case endOfInput
  /// The source failed; everything before that was delivered.
  case failed(CaptureError)
}

/// What the fraction of a time stamp counts.
public enum TimestampPrecision: Hashable, Sendable {
  case microseconds
  case nanoseconds
}
