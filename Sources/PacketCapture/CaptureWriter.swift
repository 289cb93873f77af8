internal import InternetTypes
public import SystemServices

/// A pcap savefile open for writing: a file, a pipe, or standard output.
///
/// Records are buffered and written in large pieces, always whole, so that the savefile ends between two records after
/// every `flush()`. If the disk is full, an incomplete record is removed.
@safe
public struct CaptureWriter: ~Copyable {
  /// The path as given; `-` for standard output.
  public let path: String

  /// The header of the file.
  public let header: SavefileHeader

  /// How many packets were appended; after an error, how many of them the savefile holds.
  public private(set) var packetCount = 0

  /// The length of the file in bytes, with the header and what is not written yet.
  public private(set) var byteCount = 0

  private let descriptor: OutputDescriptor
  private let capacity = 262_144
  /// `capacity` bytes, of which the first `used` are not written yet.
  private let buffer: UnsafeMutableRawPointer
  private var used = 0
  private var failure: CaptureError?
  private var isOpen = true

  private static let recordHeaderLength = 16

  /// Creates a savefile, or empties it, and writes its header.
  ///
  /// - Parameters:
  ///   - path: the file, a pipe, or `-` for standard output.
  ///   - header: its header; see ``PacketSource/savefileHeader``.
  ///   - owner: the owner of a file that did not exist before; nil keeps the user of this process.
  /// - Throws: if it cannot be created or written.
  public init(
    path: String, header: SavefileHeader, owner: SystemUser? = nil
  ) throws(CaptureError) {
    try self.init(
      writingTo: path == "-" ? .standardOutput : .create(path: path, owner: owner), path: path,
      header: header)
  }

  /// Writes the header to a descriptor that the writer owns from now on.
  private init(
    writingTo descriptor: OutputDescriptor, path: String, header: SavefileHeader
  ) throws(CaptureError) {
    self.path = path
    self.header = header
    self.descriptor = descriptor
    // Freed in `deinit`; every byte is written before it is read.
    unsafe buffer = .allocate(byteCount: capacity, alignment: 16)
    try writeOut(header.bytes.span, isCounted: false)
    byteCount = header.bytes.count
  }

  deinit {
    // Errors are dropped here; callers that need them call `close()`.
    if isOpen {
      if failure == nil { try? unsafe descriptor.write(pending.span) }
      try? descriptor.close()
    }
    // No other owner has the buffer.
    unsafe buffer.deallocate()
  }

  /// Appends a packet.
  ///
  /// - Throws: if earlier packets cannot be written. The savefile then holds the packets that the error names, and nothing
  ///   more is written.
  public mutating func append(_ packet: CapturedPacket, _ bytes: Span<UInt8>) throws(CaptureError) {
    guard packet.linkType == header.linkType else {
      throw CaptureError(
        .malformed, subject: path,
        reason: "packet \(packet.number) has another link-layer type than the savefile, "
          + "and a pcap file can have one only")
    }
    let length = Self.recordHeaderLength + bytes.count
    if length > capacity - used {
      try flush()
      if length > capacity { return try appendLarge(packet, bytes) }
    }
    storeHeader(of: packet, captured: bytes.count)
    // `length` bytes are free behind `used`, the header's included.
    let target = unsafe buffer + (used + Self.recordHeaderLength)
    unsafe bytes.withUnsafeBytes { source in
      if let start = source.baseAddress {
        unsafe target.copyMemory(from: start, byteCount: source.count)
      }
    }
    used += length
    byteCount += length
    packetCount += 1
  }

  /// Writes out everything that was appended.
  public mutating func flush() throws(CaptureError) {
    if let failure { throw failure }
    guard used > 0 else { return }
    let records = unsafe pending
    used = 0
    // The records stay in the buffer until the next append.
    try unsafe writeOut(records.span)
  }

  /// Writes out everything and closes the file; standard output stays open.
  public consuming func close() throws(CaptureError) {
    try flush()
    isOpen = false
    try descriptor.close()
  }

  /// The records that are not written yet.
  private var pending: UnsafeBufferPointer<UInt8> {
    // The first `used` bytes of the buffer are initialized.
    unsafe UnsafeBufferPointer(
      start: buffer.assumingMemoryBound(to: UInt8.self), count: used)
  }

  /// Writes a record that does not fit into the buffer.
  private mutating func appendLarge(
    _ packet: CapturedPacket, _ bytes: Span<UInt8>
  ) throws(CaptureError) {
    storeHeader(of: packet, captured: bytes.count)
    let start = unsafe UnsafeRawBufferPointer(start: buffer, count: Self.recordHeaderLength)
    // The header was just stored there.
    try unsafe writeOut(start.bindMemory(to: UInt8.self).span, isCounted: false)
    try writeOut(bytes, isCounted: false, unfinished: Self.recordHeaderLength)
    packetCount += 1
    byteCount += Self.recordHeaderLength + bytes.count
  }

  /// Stores a record header after the buffered records; there must be room.
  private mutating func storeHeader(of packet: CapturedPacket, captured: Int) {
    let (seconds, nanoseconds) = (packet.recordedTime.seconds, packet.recordedTime.nanoseconds)
    let fraction = header.precision == .nanoseconds ? nanoseconds : nanoseconds / 1000
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
    let (written, refusal) = descriptor.writePrefix(of: bytes)
    guard var error = refusal else { return }
    let (whole, missing) = isCounted ? wholeRecords(of: bytes, within: written) : (0, 0)
    let excess = written - whole + unfinished
    let isWhole = descriptor.removeLast(excess)
    if isCounted {
      packetCount -= missing
      byteCount -= bytes.count - whole
    }
    let hasHeader = byteCount > 0
    let kept = packetCount == 1 ? "1 packet" : "\(packetCount) packets"
    error.advice = !hasHeader ? nil : isWhole ? "the savefile holds \(kept)" : "after \(kept)"
    failure = error
    throw error
  }

  /// How many of the first `written` bytes are whole records, and how many records follow them.
  private func wholeRecords(of bytes: Span<UInt8>, within written: Int) -> (Int, Int) {
    var (offset, whole, missing) = (0, 0, 0)
    while offset + Self.recordHeaderLength <= bytes.count {
      var captured: UInt32 = 0
      for index in 8..<12 {
        #if _endian(little)
          captured |= UInt32(bytes[offset + index]) << (8 * UInt32(index - 8))
        #else
          captured = captured << 8 | UInt32(bytes[offset + index])
        #endif
      }
      offset += Self.recordHeaderLength + Int(captured)
      if offset <= written { whole = offset } else { missing += 1 }
    }
    return (whole, missing)
  }
}
