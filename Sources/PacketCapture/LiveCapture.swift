import CPcap
public import InternetTypes
public import SystemServices

/// A capture on an interface.
///
/// The loop over the packets ends with ``PacketLoopEnd/quiet`` when the kernel has none ready; the next loop waits for
/// one, for `timeoutMilliseconds` at most. After a signal that `Interruption` catches, packets that the kernel captured
/// before the signal are still delivered.
public struct LiveCapture: PacketSource, ~Copyable {
  private var reader: PacketReader

  /// Since when the interface is down, and whether that was reported.
  private var downSince: ContinuousClock.Instant?
  private var isKnownToBeDown = false

  /// Warnings of libpcap, one line each.
  public let warnings: [String]

  /// How the interface was opened, with its name if a number was given.
  public let configuration: LiveConfiguration

  /// Opens an interface.
  ///
  /// - Parameter configuration: which one and how.
  /// - Throws: libpcap's error, with advice if a permission is missing.
  public init(_ configuration: LiveConfiguration) throws(CaptureError) {
    var configuration = configuration
    // The source is new and has no other owner.
    let (source, warnings) = try unsafe configuration.openSource()
    unsafe reader = PacketReader(
      owning: source, subject: configuration.interface, precision: configuration.precision)
    self.warnings = warnings
    self.configuration = configuration
  }

  /// The kernel's counters.
  ///
  /// - Parameter captured: how many packets the program has handled.
  /// - Returns: the counts, for the lines at the end of a capture.
  /// - Throws: if the system does not provide them.
  public func statistics(captured: Int) throws(CaptureError) -> CaptureStatistics {
    var counts = pcap_stat()
    // libpcap writes the counts during the call.
    let status = unsafe reader.withHandle { handle in unsafe pcap_stats(handle, &counts) }
    guard status == 0 else {
      // libpcap's text is valid until its handle's next call.
      let reason = unsafe reader.withHandle { unsafe String(cString: pcap_geterr($0)) }
      throw CaptureError(.system, subject: "pcap_stats", reason: reason)
    }
    return CaptureStatistics(
      captured: captured, received: Int(counts.ps_recv), dropped: Int(counts.ps_drop),
      droppedByInterface: Int(counts.ps_ifdrop))
  }

  /// Checks whether the interface was set down or up; call it when the loop is quiet.
  ///
  /// A capture continues while its interface is down, and gets packets when it is up again. An interface that
  /// disappears ends the loop with an error. It is down just before, so a down state is reported after half a second.
  ///
  /// - Returns: whether it is up now, if that changed; nil if nothing changed or the state is unknown.
  public mutating func interfaceChange() -> Bool? {
    let name = configuration.interface
    // The shim reads the name during the call.
    switch unsafe reader.withHandle({ handle in unsafe cpcap_is_up(handle, name) }) {
    case 0:
      let now = ContinuousClock.now
      let start = downSince ?? now
      downSince = start
      if isKnownToBeDown || now - start < .milliseconds(500) { return nil }
      isKnownToBeDown = true
      return false
    case 1:
      downSince = nil
      if !isKnownToBeDown { return nil }
      isKnownToBeDown = false
      return true
    default: return nil
    }
  }

  /// The link types that this interface offers.
  public var linkTypes: [LinkType] {
    get throws(CaptureError) {
      var list: UnsafeMutablePointer<Int32>?
      // libpcap allocates a list of that many numbers.
      let count = unsafe reader.withHandle { handle in unsafe pcap_list_datalinks(handle, &list) }
      defer { if let list = unsafe list { unsafe pcap_free_datalinks(list) } }
      guard count > 0, let list = unsafe list else {
        throw CaptureError(.interface, subject: reader.subject, reason: "No data link types.")
      }
      return (0..<Int(count)).map { unsafe LinkType(rawValue: list[$0]) }
    }
  }

  /// The link-layer header of every packet.
  public var linkType: LinkType { reader.linkType }

  /// How many bytes of a packet are captured at most.
  public var snapshotLength: Int { reader.snapshotLength }

  /// The precision of the timestamps.
  public var precision: TimestampPrecision { reader.precision }

  /// The header that libpcap would write for a savefile of this capture.
  public var savefileHeader: SavefileHeader {
    get throws(CaptureError) { try reader.savefileHeader }
  }

  /// The packet that `advance()` reached.
  public var current: CapturedPacket { reader.header }

  /// Advances to the next packet.
  public mutating func advance() throws(CaptureError) -> PacketStep { try reader.advance() }

  /// Lends the bytes of the packet that `advance()` reached; none before the first one.
  @inlinable
  public func withBytes<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try lendCurrent(body)
  }

  /// Calls `body` for one packet after another until it returns false or no packet is available.
  @inlinable
  public mutating func forEachPacket<Failure: Error>(
    _ body: (CapturedPacket, Span<UInt8>) throws(Failure) -> Bool
  ) throws(Failure) -> PacketLoopEnd {
    try lendEach(body)
  }

  /// Compiles a filter expression for this interface's frames.
  public func compileFilter(
    _ expression: String, isOptimized: Bool = true, netmask: UInt32 = 0
  ) throws(CaptureError) -> CaptureFilter {
    try reader.compileFilter(expression, isOptimized: isOptimized, netmask: netmask)
  }

  /// Makes the kernel deliver only packets that pass the filter from now on.
  public mutating func attach(_ filter: borrowing CaptureFilter) throws(CaptureError) {
    try reader.attach(filter)
  }
}

extension LiveCapture: LendingSource {
  @usableFromInline
  var currentBytes: UnsafeBufferPointer<UInt8> { unsafe reader.bytes }  // `lendCurrent` lends them.

  @usableFromInline
  var end: PacketLoopEnd { reader.end }

  @usableFromInline
  mutating func packetsAtHand() -> UnsafeBufferPointer<LentPacket> {
    unsafe reader.packetsAtHand()  // `lendEach` lends them.
  }

  @usableFromInline
  mutating func use(_ count: Int) { reader.use(count) }
}
