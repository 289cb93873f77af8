public import CaptureFormats
public import InternetTypes
public import SystemServices

/// A savefile that is read: pcap or pcapng in either byte order, plain or packed by gzip, zstd, lz4 or xz.
///
/// Packets may be of several interfaces and link types. A file that was cut yields all its whole packets, then the error.
public struct CaptureFile: PacketSource, ~Copyable {
  /// The path as it was given; `-` for standard input.
  public let path: String

  /// The precision in which time stamps are given, whatever the file's is.
  public let precision: TimestampPrecision

  /// How the file was packed; nil where it was not.
  public let compression: CompressionFormat?

  @usableFromInline
  var reader: CaptureReader

  private let input: InputDescriptor

  /// What packets have to pass; nil where all do.
  private var filters: InterfaceFilters?

  @usableFromInline
  var hasFilter = false

  /// The packet that `advance()` came to.
  public private(set) var current = CapturedPacket.none

  /// Opens a savefile.
  ///
  /// - Parameters:
  ///   - path: the file, a pipe, or `-` for standard input.
  ///   - precision: what time stamps are given in; a file's other precision is converted.
  /// - Throws: when it cannot be opened or does not begin as a savefile.
  public init(path: String, precision: TimestampPrecision = .microseconds) throws(CaptureError) {
    let input = try InputDescriptor(path: path)
    do throws(FormatError) {
      let unpacked = try InputRecognition.unpacked(DescriptorSource(input))
      reader = try CaptureReader(unpacked.source)
      compression = unpacked.format
    } catch {
      throw CaptureError(error, subject: path)
    }
    self.path = path
    self.precision = precision
    self.input = input
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

  /// Continues where the file ends, as another program writes to it: the loop reports a pause instead of the end.
  public mutating func follow() { input.follow() }

  /// Whether the file was written on a machine of the other byte order.
  public var isByteSwapped: Bool { reader.order != .host }

  /// The version that the file states, 2.4 for today's pcap files.
  public var version: (major: Int, minor: Int) { reader.version }

  /// The interfaces that the file has described so far; ``CapturedPacket/interface`` is an index of them.
  public var interfaces: [CaptureInterface] { reader.interfaces }

  /// Savefiles that followed the first one in the same file, as `cat a.pcap b.pcap` makes them.
  public var appendedFileCount: Int { reader.appendedFileCount }

  /// What the first interface's frames begin with; ``CapturedPacket/linkType`` is each packet's own.
  public var linkType: LinkType { reader.interfaces.first?.linkType ?? .ethernet }

  /// How many bytes of a packet the first interface keeps at most, as the file states.
  public var snapshotLength: Int {
    let stated = reader.interfaces.first?.snapshotLength ?? 0
    return stated == 0 || stated > Int32.max ? 262_144 : stated
  }

  /// Whether the file's own time stamps may be finer than microseconds.
  public var hasFineTimestamps: Bool { reader.hasFineInterface }

  /// How a pcap copy of this file begins.
  public var savefileHeader: SavefileHeader {
    get throws(CaptureError) {
      try SavefileHeader(linkType: linkType, snapshotLength: snapshotLength, precision: precision)
    }
  }

  /// Goes to the next packet.
  public mutating func advance() throws(CaptureError) -> PacketStep {
    while true {
      if !reader.hasRecord, let end = nextBatch() {
        current = .none
        switch end {
        case .quiet: return .quiet
        case .interrupted: return .interrupted
        case .endOfInput, .stopped: return .endOfInput
        case .failed(let error): throw error
        }
      }
      current = packet(reader.takeRecord())
      if passes(current) { return .packet }
    }
  }

  /// Lends the bytes of the packet that `advance()` came to; none before the first one.
  @inlinable
  public func withBytes<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try reader.withBytes(body)
  }

  /// Calls `body` for one packet after another until it returns false or nothing is at hand.
  @inlinable
  public mutating func forEachPacket<Failure: Error>(
    _ body: (CapturedPacket, Span<UInt8>) throws(Failure) -> Bool
  ) throws(Failure) -> PacketLoopEnd {
    while true {
      if let end = nextBatch() { return end }
      while reader.hasRecord {
        let packet = self.packet(reader.takeRecord())
        if hasFilter, !passes(packet) { continue }
        if try !reader.withBytes({ bytes throws(Failure) in try body(packet, bytes) }) {
          return .stopped
        }
      }
    }
  }

  /// Reads the next batch where all packets of the last one were delivered; returns why there is none.
  @usableFromInline
  mutating func nextBatch() -> PacketLoopEnd? {
    if Interruption.isRequested { return .interrupted }
    return switch reader.fillBatch() {
    case nil: nil
    case .quiet: .quiet
    case .interrupted: .interrupted
    case .endOfInput: .endOfInput
    case .failed(let error): .failed(CaptureError(error, subject: path))
    }
  }

  /// The description of a record.
  @inlinable @inline(__always)
  func packet(_ record: PacketRecord) -> CapturedPacket {
    var timestamp = record.timestamp
    if precision == .microseconds, reader.hasFineInterface {
      timestamp.nanoseconds -= timestamp.nanoseconds % 1000
    }
    return CapturedPacket(
      timestamp: timestamp, number: record.number, capturedLength: record.capturedLength,
      originalLength: record.originalLength, linkType: record.linkType,
      interface: UInt32(truncatingIfNeeded: record.interface))
  }

  /// Whether the record at hand passes the filter.
  @usableFromInline
  mutating func passes(_ packet: CapturedPacket) -> Bool {
    let interfaces = reader.interfaces
    var filters = self.filters.take()
    defer { self.filters = filters.take() }
    return reader.withBytes { filters?.passes(packet, $0, of: interfaces) ?? true }
  }

  /// Compiles a filter expression for this file's frames.
  public func compileFilter(
    _ expression: String, isOptimized: Bool = true, netmask: UInt32 = 0
  ) throws(CaptureError) -> CaptureFilter {
    try CaptureFilter(
      expression, linkType: linkType, snapshotLength: snapshotLength, isOptimized: isOptimized,
      netmask: netmask)
  }

  /// Delivers only packets that pass the filter from now on; those of other link types by a program of their own.
  public mutating func attach(_ filter: borrowing CaptureFilter) throws(CaptureError) {
    filters = InterfaceFilters(filter)
    hasFilter = true
  }
}
