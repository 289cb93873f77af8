public import BasicContainers

/// Lending of the batch's packets to the caller.
extension CaptureReader {
  /// The interface of a packet.
  @inlinable
  public func interface(of record: PacketRecord) -> CaptureInterface {
    interfaces[record.interface]
  }

  /// The packet that `advance()` reached, or that was lent last; nil before the first one.
  @inlinable
  public var current: PacketRecord? { position > 0 ? batch.records[position &- 1] : nil }

  /// Whether the batch has packets that were not delivered.
  @inlinable
  public var hasRecord: Bool { position < batch.count }

  /// Advances to the next packet of the batch, which must have one.
  @inlinable
  public mutating func takeRecord() -> PacketRecord {
    position &+= 1
    return batch.records[position &- 1]
  }

  /// Advances to the next packet.
  ///
  /// - Returns: nil if there is one, else the reason. After `.quiet` and `.endOfInput` the next call reads again.
  @inlinable
  public mutating func advance() -> End? {
    if position == batch.count, let end = fillBatch() { return end }
    position &+= 1
    return nil
  }

  /// Lends the bytes of the packet that `advance()` reached; none before the first one.
  @inlinable
  public func withBytes<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let record = current
    let start = record?.offset ?? 0
    return try body(
      window.buffer.span.extracting(start..<(start &+ (record?.capturedLength ?? 0))))
  }

  /// The bytes of a packet of the batch.
  @inlinable @inline(__always)
  @_lifetime(borrow self)
  public func bytes(of record: PacketRecord) -> Span<UInt8> {
    let range = record.offset..<(record.offset &+ record.capturedLength)
    return window.buffer.span.extracting(range)
  }

  /// Drops those packets of the batch that were not delivered yet and are not wanted.
  ///
  /// - Parameters:
  ///   - state: what the closures need; they could not change a neighbour of this reader.
  ///   - begin: is called before packets of an interface that differs from that of the packet before.
  ///   - isWanted: decides on a packet by its record and its bytes.
  @inlinable
  public mutating func keepRecords<State: ~Copyable>(
    _ state: inout State,
    begin: (inout State, _ index: Int, CaptureInterface) -> Void,
    where isWanted: (inout State, PacketRecord, Span<UInt8>) -> Bool
  ) {
    var kept = position
    var interface = -1
    for index in position..<batch.count {
      let record = batch.records[index]
      if record.interface != interface {
        interface = record.interface
        begin(&state, interface, interfaces[interface])
      }
      guard isWanted(&state, record, bytes(of: record)) else { continue }
      if kept != index { batch.move(record, to: kept) }
      kept &+= 1
    }
    batch.keepFirst(kept)
  }

  /// Lends the pcapng options of the packet that `advance()` reached; none in a pcap file.
  ///
  /// They are in the byte order of their section; ``BlockOptionIterator`` reads them.
  @inlinable
  public func withOptions<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let record = current
    let start = record?.optionOffset ?? 0
    return try body(
      window.buffer.span.extracting(start..<(start &+ (record?.optionByteCount ?? 0))))
  }

  /// Lends one packet after another until the body returns false or no packet is available.
  ///
  /// - Returns: nil if the body returned false, else the reason why no packet is available.
  @inlinable
  public mutating func forEachPacket<Failure: Error>(
    _ body: (PacketRecord, Span<UInt8>) throws(Failure) -> Bool
  ) throws(Failure) -> End? {
    while true {
      if let end = fillBatch() { return end }
      while hasRecord {
        let record = takeRecord()
        if try !body(record, bytes(of: record)) { return nil }
      }
    }
  }
}

extension CaptureReader {
  /// The byte order of the blocks from which the batch was read; nil for a pcap file.
  public var blockOrder: ByteOrder? { section?.order }

  /// The pcapng blocks without packets that precede the packets not delivered yet.
  ///
  /// Each is complete and in the byte order of its section, which a section header block among them may change. There
  /// are none unless the reader keeps them.
  public mutating func takeBlocks() -> [UInt8] { kept.bytes.isEmpty ? [] : kept.take() }

  /// Whether blocks without packets precede the packets not delivered yet.
  public var hasBlocks: Bool { !kept.bytes.isEmpty }

  /// Whether the reader keeps blocks without packets.
  public var keepsBlocks: Bool { kept.isKeeping }

  /// Lends the complete block of the packet that `advance()` reached; nothing in a pcap file.
  @inlinable
  public func withBlock<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(window.buffer.span.extracting(blockRange))
  }

  /// The range of the packet's block in the buffer.
  @usableFromInline
  var blockRange: Range<Int> {
    guard let record = current, record.blockHeaderByteCount > 0, let order = blockOrder else {
      return 0..<0
    }
    let start = record.offset - Int(record.blockHeaderByteCount)
    return start..<(start + Int(window.buffer.span.uint32(at: start + 4, order)))
  }
}
