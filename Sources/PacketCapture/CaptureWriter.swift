public import CaptureFormats
internal import InternetTypes
public import SystemServices

/// A savefile open for writing, pcap or pcapng, perhaps compressed: a file, a pipe, or standard output.
///
/// Records are buffered and written in large pieces, always whole, so that the savefile ends between two records after
/// every `flush()`. If the disk is full, an incomplete record is removed, unless the file is compressed.
@safe
public struct CaptureWriter: ~Copyable {
  /// The path as given; `-` for standard output.
  public let path: String

  /// The header of a pcap file; nil in pcapng.
  public let header: SavefileHeader?

  /// How many packets were appended; after an error, how many of them the savefile holds.
  public private(set) var packetCount = 0

  /// The length of the file in bytes, with the header and what is not written yet; of a compressed file, the bytes
  /// written.
  public var byteCount: Int { compressed?.byteCount ?? plainByteCount }

  /// The length without compression.
  private var plainByteCount = 0

  private let descriptor: OutputDescriptor
  private var compressed: CompressedOutput?
  private let capacity = 262_144
  /// `capacity` bytes, of which the first `used` are not written yet.
  private let buffer: UnsafeMutableRawPointer
  private var used = 0
  private var failure: CaptureError?
  private var isOpen = true

  /// Creates a pcap savefile, or empties it, and writes its header.
  ///
  /// - Parameters:
  ///   - path: the file, a pipe, or `-` for standard output.
  ///   - header: its header; see ``PacketSource/savefileHeader``.
  ///   - compression: its compression; nil for none.
  ///   - owner: the owner of a file that did not exist before; nil keeps the user of this process.
  /// - Throws: if it cannot be created or written.
  public init(
    path: String, header: SavefileHeader, compression: CompressionFormat? = nil,
    owner: SystemUser? = nil
  ) throws(CaptureError) {
    try self.init(
      writingTo: Self.open(path, owner), path: path, header: header, start: header.bytes,
      compression: compression)
  }

  /// Creates a pcapng savefile, or empties it, and writes its first blocks.
  ///
  /// - Parameters:
  ///   - path: the file, a pipe, or `-` for standard output.
  ///   - blocks: a section header and the blocks after it.
  ///   - compression: its compression; nil for none.
  ///   - owner: the owner of a file that did not exist before; nil keeps the user of this process.
  /// - Throws: if it cannot be created or written.
  public init(
    path: String, blocks: [UInt8], compression: CompressionFormat? = nil,
    owner: SystemUser? = nil
  ) throws(CaptureError) {
    try self.init(
      writingTo: Self.open(path, owner), path: path, header: nil, start: blocks,
      compression: compression)
  }

  private static func open(
    _ path: String, _ owner: SystemUser?
  ) throws(CaptureError) -> OutputDescriptor {
    try path == "-" ? .standardOutput : .create(path: path, owner: owner)
  }

  /// Writes the first bytes to a descriptor that the writer owns from now on.
  private init(
    writingTo descriptor: OutputDescriptor, path: String, header: SavefileHeader?,
    start: [UInt8], compression: CompressionFormat?
  ) throws(CaptureError) {
    self.path = path
    self.header = header
    self.descriptor = descriptor
    // Freed in `deinit`; every byte is written before it is read.
    unsafe buffer = .allocate(byteCount: capacity, alignment: 16)
    if let compression { compressed = try CompressedOutput(descriptor, compression) }
    try writeOut(start.span, isCounted: false)
    plainByteCount = start.count
  }

  deinit {
    // Errors are dropped here; callers that need them call `close()`.
    if isOpen {
      if failure == nil {
        if compressed == nil {
          try? unsafe descriptor.write(pending.span)
        } else {
          _ = unsafe compressed?.write(pending.span, .finish)
        }
      }
      try? descriptor.close()
    }
    // No other owner has the buffer.
    unsafe buffer.deallocate()
  }

  /// Appends a packet.
  ///
  /// - Throws: if earlier packets cannot be written. The savefile then holds the packets that the error names, and
  ///   nothing more is written.
  public mutating func append(_ packet: CapturedPacket, _ bytes: Span<UInt8>) throws(CaptureError) {
    guard packet.linkType == header?.linkType else {
      throw CaptureError(
        .malformed, subject: path,
        reason: "packet \(packet.number) has another link-layer type than the savefile, "
          + "and a pcap file can have one only",
        advice: "write pcapng: -w FILE.pcapng or --pcapng")
    }
    let length = SavefileRecords.headerByteCount + bytes.count
    if length > capacity - used {
      try drain()
      if length > capacity { return try appendLarge(packet, bytes) }
    }
    storeHeader(of: packet, captured: bytes.count)
    used += SavefileRecords.headerByteCount
    store(bytes)
    plainByteCount += length
    packetCount += 1
  }

  /// Appends blocks of a pcapng file.
  ///
  /// - Parameters:
  ///   - blocks: one or more complete blocks.
  ///   - packets: how many packets they hold.
  /// - Throws: as for a packet.
  public mutating func append(blocks: Span<UInt8>, packets: Int) throws(CaptureError) {
    if blocks.count > capacity - used { try drain() }
    if blocks.count > capacity {
      try writeOut(blocks, isCounted: false)
    } else {
      store(blocks)
    }
    plainByteCount += blocks.count
    packetCount += packets
  }

  /// Writes out everything that was appended; a compressed file can be read up to there.
  public mutating func flush() throws(CaptureError) {
    try drain()
    if let error = compressed?.write(Span(), .flush) { throw fail(error) }
  }

  /// Writes out the buffer.
  private mutating func drain() throws(CaptureError) {
    if let failure { throw failure }
    guard used > 0 else { return }
    let records = unsafe pending
    used = 0
    // The records stay in the buffer until the next append.
    try unsafe writeOut(records.span)
  }

  /// Writes out everything and closes the file; standard output stays open.
  public consuming func close() throws(CaptureError) {
    try drain()
    if let error = compressed?.write(Span(), .finish) { throw fail(error) }
    isOpen = false
    try descriptor.close()
  }

  /// The records that are not written yet.
  private var pending: UnsafeBufferPointer<UInt8> {
    // The first `used` bytes of the buffer are initialized.
    unsafe UnsafeBufferPointer(
      start: buffer.assumingMemoryBound(to: UInt8.self), count: used)
  }

  /// Copies bytes after the buffered ones; there must be room.
  private mutating func store(_ bytes: Span<UInt8>) {
    // The caller checked that as many bytes are free after `used`.
    let target = unsafe buffer + used
    unsafe bytes.withUnsafeBytes { source in
      if let start = source.baseAddress {
        unsafe target.copyMemory(from: start, byteCount: source.count)
      }
    }
    used += bytes.count
  }

  /// Writes a record that does not fit into the buffer.
  private mutating func appendLarge(
    _ packet: CapturedPacket, _ bytes: Span<UInt8>
  ) throws(CaptureError) {
    storeHeader(of: packet, captured: bytes.count)
    let start = unsafe UnsafeRawBufferPointer(start: buffer, count: SavefileRecords.headerByteCount)
    // The header was just stored there.
    try unsafe writeOut(start.bindMemory(to: UInt8.self).span, isCounted: false)
    try writeOut(bytes, isCounted: false, unfinished: SavefileRecords.headerByteCount)
    packetCount += 1
    plainByteCount += SavefileRecords.headerByteCount + bytes.count
  }

  /// Stores a record header after the buffered records; there must be room.
  private mutating func storeHeader(of packet: CapturedPacket, captured: Int) {
    let (seconds, nanoseconds) = (packet.recordedTime.seconds, packet.recordedTime.nanoseconds)
    let fraction = header?.precision == .nanoseconds ? nanoseconds : nanoseconds / 1000
    // The fields have 32 bits; the upper bits are dropped, as libpcap does.
    let record = (
      UInt32(truncatingIfNeeded: seconds), UInt32(truncatingIfNeeded: fraction),
      UInt32(truncatingIfNeeded: captured), UInt32(truncatingIfNeeded: packet.originalLength)
    )
    // The caller made sure that the 16 bytes are free.
    unsafe buffer.storeBytes(
      of: record, toByteOffset: used, as: (UInt32, UInt32, UInt32, UInt32).self)
  }

  /// Writes bytes, or as many whole records of them as the system accepts.
  ///
  /// - Parameters:
  ///   - bytes: what to write.
  ///   - isCounted: whether they are records that `packetCount` and `byteCount` include.
  ///   - unfinished: how many bytes of the record that `bytes` completes were written before.
  /// - Throws: the system's error, after an incomplete record was removed.
  private mutating func writeOut(
    _ bytes: Span<UInt8>, isCounted: Bool = true, unfinished: Int = 0
  ) throws(CaptureError) {
    if compressed != nil {
      if let error = compressed?.write(bytes, .more) { throw fail(error) }
      return
    }
    let (written, refusal) = descriptor.writePrefix(of: bytes)
    guard var error = refusal else { return }
    let (whole, missing) =
      !isCounted
      ? (0, 0)
      : header == nil
        ? SavefileRecords.wholeBlocks(of: bytes, within: written)
        : SavefileRecords.wholeRecords(of: bytes, within: written)
    let excess = written - whole + unfinished
    let isWhole = descriptor.removeLast(excess)
    if isCounted {
      packetCount -= missing
      plainByteCount -= bytes.count - whole
    }
    let hasHeader = plainByteCount > 0
    let kept = packetCount == 1 ? "1 packet" : "\(packetCount) packets"
    error.advice = !hasHeader ? nil : isWhole ? "the savefile holds \(kept)" : "after \(kept)"
    failure = error
    throw error
  }

  /// Records an error of a compressed file: nothing more is written.
  private mutating func fail(_ error: CaptureError) -> CaptureError {
    var error = error
    error.advice = plainByteCount > 0 ? "the compressed savefile ends in the middle" : nil
    failure = error
    return error
  }
}
