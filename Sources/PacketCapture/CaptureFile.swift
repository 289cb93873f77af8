public import CaptureFormats
public import InternetTypes
public import SystemServices

/// A savefile open for reading: pcap or pcapng in either byte order, plain or compressed by gzip, zstd, lz4 or xz.
///
/// Packets may be of several interfaces and link types. A truncated file yields all its whole packets, then the error.
public struct CaptureFile: PacketSource, ~Copyable {
  /// The path as given; `-` for standard input.
  public let path: String

  /// The precision of the timestamps; a file of the other precision is converted.
  public let precision: TimestampPrecision

  /// The compression of the file; nil if there is none.
  public let compression: CompressionFormat?

  @usableFromInline
  var reader: CaptureReader

  let input: InputDescriptor

  /// The filters of the interfaces, if there is a filter.
  var filters = InterfaceFilters()

  @usableFromInline
  var hasFilter = false

  /// How many interfaces `takeDescriptions()` returned.
  var describedCount = 0

  /// Whether the loop also ends with `.quiet` if interfaces were described that `takeDescriptions()` has not returned.
  public var reportsInterfaces = false

  /// The packet that `advance()` reached.
  public private(set) var current = CapturedPacket.none

  /// The size from which a file is worth a thread that reads ahead.
  private static var readAheadThreshold: Int { 1 << 21 }

  /// Opens a savefile.
  ///
  /// - Parameters:
  ///   - path: the file, a pipe, or `-` for standard input.
  ///   - precision: the precision of the timestamps; a file of the other precision is converted.
  ///   - keeping: which pcapng blocks without packets are kept for ``takeDescriptions()``.
  ///   - readsAhead: whether a thread reads a long regular file ahead, which then must not be followed.
  /// - Throws: if it cannot be opened or is no savefile.
  public init(
    path: String, precision: TimestampPrecision = .microseconds, keeping: BlockKeeping = .none,
    readsAhead: Bool = false
  ) throws(CaptureError) {
    let input = try InputDescriptor(path: path)
    // The copy out of the page cache takes as long as everything else that a plain copy or count does.
    let isLong = input.isRegular && input.size ?? 0 >= Self.readAheadThreshold
    do throws(FormatError) {
      let unpacked = try InputRecognition.unpacked(
        DescriptorSource(input), readsAhead: readsAhead && isLong)
      reader = try CaptureReader(unpacked.source, keeping: keeping)
      compression = unpacked.format
    } catch {
      throw CaptureError(error, subject: path)
    }
    self.path = path
    self.precision = precision
    self.input = input
  }

  /// Raises the limit of open files, so that many savefiles can be open at once.
  ///
  /// - Parameter count: how many are read as one capture.
  /// - Throws: if the system allows fewer.
  public static func allowOpen(_ count: Int) throws(CaptureError) {
    // Standard input, output and error, the savefile being written, and the files of a name look-up.
    let (wanted, needed) = (16, 8)
    let allowed = SystemFiles.allowOpen(count + wanted)
    guard allowed < count + needed else { return }
    throw CaptureError(
      .system,
      reason: "the system allows \(allowed) open files, too few to read "
        + "\(count.counted("savefile")) as one capture",
      advice: "raise the limit with ulimit -n, or merge savefiles with -w first")
  }

  /// Bytes of the file read so far, counted before decompression.
  public var bytesRead: Int { input.bytesRead }

  /// The current size of a regular file in bytes; nil for pipes and devices.
  public var byteCount: Int? { input.size }

  /// Continues where the file ends, as another program writes to it: the loop reports a pause instead of the end.
  public mutating func follow() { input.follow() }

  /// Whether the file has the other byte order than this machine.
  public var isByteSwapped: Bool { reader.order != .host }

  /// The version that the file states, 2.4 for today's pcap files.
  public var version: (major: Int, minor: Int) { reader.version }

  /// The interfaces that the file has described so far; ``CapturedPacket/interface`` is an index of them.
  public var interfaces: [CaptureInterface] { reader.interfaces }

  /// Savefiles that followed the first one in the same file, as `cat a.pcap b.pcap` makes them.
  public var appendedFileCount: Int { reader.appendedFileCount }

  /// The link type of the first interface; ``CapturedPacket/linkType`` is each packet's own.
  public var linkType: LinkType { reader.interfaces.first?.linkType ?? .ethernet }

  /// The snapshot length that the file states for the first interface.
  public var snapshotLength: Int {
    let stated = reader.interfaces.first?.snapshotLength ?? 0
    return stated == 0 || stated > Int32.max ? 262_144 : stated
  }

  /// Whether the file's own timestamps may be finer than microseconds.
  public var hasFineTimestamps: Bool { reader.hasFineInterface }

  /// The header of a pcap copy of this file.
  public var savefileHeader: SavefileHeader {
    get throws(CaptureError) {
      try SavefileHeader(linkType: linkType, snapshotLength: snapshotLength, precision: precision)
    }
  }

  /// Advances to the next packet.
  public mutating func advance() throws(CaptureError) -> PacketStep {
    while !reader.hasRecord {
      guard let end = nextBatch() else { continue }
      current = .none
      switch end {
      case .quiet: return .quiet
      case .interrupted: return .interrupted
      case .endOfInput, .stopped: return .endOfInput
      case .failed(let error): throw error
      }
    }
    current = packet(reader.takeRecord())
    return .packet
  }

  /// Lends the bytes of the packet that `advance()` reached; none before the first one.
  @inlinable
  public func withBytes<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try reader.withBytes(body)
  }

  /// Calls `body` for one packet after another until it returns false or no packet is available.
  @inlinable
  public mutating func forEachPacket<Failure: Error>(
    _ body: (CapturedPacket, Span<UInt8>) throws(Failure) -> Bool
  ) throws(Failure) -> PacketLoopEnd {
    while true {
      if let end = nextBatch() { return end }
      if reportsInterfaces, hasDescriptions { return .quiet }
      while reader.hasRecord {
        let record = reader.takeRecord()
        if try !body(packet(record), reader.bytes(of: record)) { return .stopped }
      }
    }
  }

  /// Reads the next batch if all packets of the last one were delivered; returns why there is none.
  ///
  /// The batch is empty if none of its packets passes the filter.
  @usableFromInline
  mutating func nextBatch() -> PacketLoopEnd? {
    if Interruption.isRequested { return .interrupted }
    let isNew = !reader.hasRecord
    let end = reader.fillBatch()
    if isNew, hasFilter { filterBatch() }
    return switch end {
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
    var time = record.timestamp
    if precision == .microseconds, reader.hasFineInterface {
      time.nanoseconds -= time.nanoseconds % 1000
    }
    return CapturedPacket(
      recordedTime: time, number: record.number, capturedLength: record.capturedLength,
      originalLength: record.originalLength, linkType: record.linkType,
      interface: UInt32(truncatingIfNeeded: record.interface))
  }

  /// Drops the packets of the batch that do not pass the filter.
  private mutating func filterBatch() {
    reader.keepRecords(&filters) { filters, index, interface in
      filters.select(index, interface)
    } where: { filters, record, bytes in
      filters.passes(bytes, wireLength: record.originalLength)
    }
  }

  /// Compiles a filter expression for this file's frames.
  public func compileFilter(
    _ expression: String, isOptimized: Bool = true, netmask: UInt32 = 0
  ) throws(CaptureError) -> CaptureFilter {
    let interface =
      reader.interfaces.first
      ?? CaptureInterface(linkType: linkType, snapshotLength: 0, resolution: .microseconds)
    return try CaptureFilter(
      expression, of: interface, snapshotLength: snapshotLength, isOptimized: isOptimized,
      netmask: netmask)
  }

  /// Delivers only packets that pass the filter from now on; those of other link types by a program of their own.
  public mutating func attach(_ filter: borrowing CaptureFilter) throws(CaptureError) {
    filters = InterfaceFilters(filter)
    hasFilter = true
    // Packets that were read with the first interface.
    filterBatch()
  }
}
