import CPcap
public import InternetTypes
public import SystemServices

/// A savefile that is read: pcap in either byte order, with micro- or nanoseconds, or pcapng.
///
/// Records of a pcap file in this machine's byte order are lent straight from a read buffer of a few hundred
/// kilobytes; all others are read by libpcap. A file that was cut yields all its whole packets, then the error.
public struct CaptureFile: PacketSource, ~Copyable {
  private var reader: PacketReader

  /// The path as it was given; `-` for standard input.
  public var path: String { reader.subject }

  /// Opens a savefile.
  ///
  /// - Parameters:
  ///   - path: the file, a pipe, or `-` for standard input.
  ///   - precision: what time stamps are given in; a file's other precision is converted.
  /// - Throws: when it cannot be opened or does not begin as a savefile.
  public init(path: String, precision: TimestampPrecision = .microseconds) throws(CaptureError) {
    var errorNumber: Int32 = 0
    // The shim reads the path and writes the text and the number during the call only.
    let (source, reason) = unsafe withTextBuffer { text in
      unsafe cpcap_open_savefile(path, precision == .nanoseconds, text, &errorNumber)
    }
    guard let source = unsafe source else {
      throw errorNumber == 0
        ? CaptureError(savefileReason: reason, subject: path)
        : CaptureError(errorNumber: errorNumber, subject: path)
    }
    // The source is new and has no other owner.
    unsafe reader = PacketReader(owning: source, subject: path, precision: precision)
  }

  /// Has the system allow that many savefiles to be open at once, as far as that is up to the process.
  ///
  /// - Parameter count: how many are to be read as one capture.
  /// - Throws: when the system allows fewer.
  public static func allowOpen(_ count: Int) throws(CaptureError) {
    // Standard input, output and error, the savefile that is written, and what a name look-up opens.
    let others = 16
    let allowed = SystemFiles.allowOpen(count + others)
    guard allowed < count + others else { return }
    throw CaptureError(
      .system,
      reason:
        "\(count) savefiles cannot be read as one capture: the system allows \(allowed) open files",
      advice: "raise that with ulimit -n, or join some of them into one with -w first")
  }

  /// Goes on where the file ends, as another program writes to it: the loop comes back quiet instead of at the end.
  ///
  /// - Throws: when the file is pcapng, or was written in the other byte order.
  public mutating func follow() throws(CaptureError) {
    guard reader.follow() else {
      throw CaptureError(
        .malformed, subject: path,
        reason: "only a pcap file in this machine's byte order can be followed as it grows")
    }
  }

  /// Whether the file was written on a machine of the other byte order.
  public var isByteSwapped: Bool { reader.isByteSwapped }

  /// The version that the file states, 2.4 for today's pcap files.
  public var version: (major: Int, minor: Int) {
    // libpcap only reads its handle.
    unsafe reader.withHandle { handle in
      (unsafe Int(pcap_major_version(handle)), unsafe Int(pcap_minor_version(handle)))
    }
  }

  /// What every frame begins with.
  public var linkType: LinkType { reader.linkType }

  /// How many bytes of a packet the file keeps at most, as it states.
  public var snapshotLength: Int { reader.snapshotLength }

  /// The precision in which time stamps are given, whatever the file's is.
  public var precision: TimestampPrecision { reader.precision }

  /// Whether the file's own time stamps may be finer than microseconds.
  public var hasFineTimestamps: Bool { reader.hasFineTimestamps }

  /// How libpcap would begin a copy of this file.
  public var savefileHeader: SavefileHeader {
    get throws(CaptureError) { try reader.savefileHeader }
  }

  /// The packet that `advance()` came to.
  public var current: CapturedPacket { reader.header }

  /// Goes to the next packet.
  public mutating func advance() throws(CaptureError) -> PacketStep { try reader.advance() }

  /// Lends the bytes of the packet that `advance()` came to; none before the first one.
  @inlinable
  public func withBytes<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try lendCurrent(body)
  }

  /// Calls `body` for one packet after another until it returns false or nothing is at hand.
  @inlinable
  public mutating func forEachPacket<Failure: Error>(
    _ body: (CapturedPacket, Span<UInt8>) throws(Failure) -> Bool
  ) throws(Failure) -> PacketLoopEnd {
    try lendEach(body)
  }

  /// Compiles a filter expression for this file's frames.
  public func compileFilter(
    _ expression: String, isOptimized: Bool = true, netmask: UInt32 = 0
  ) throws(CaptureError) -> CaptureFilter {
    try reader.compileFilter(expression, isOptimized: isOptimized, netmask: netmask)
  }

  /// Delivers only packets that pass the filter from now on.
  public mutating func attach(_ filter: borrowing CaptureFilter) throws(CaptureError) {
    try reader.attach(filter)
  }
}

extension CaptureFile: LendingSource {
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
