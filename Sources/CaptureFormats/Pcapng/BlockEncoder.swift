import BasicContainers
import InternetTypes

/// Encodes pcapng blocks into one buffer (draft-ietf-opsawg-pcapng, section 4).
struct BlockEncoder: ~Copyable {
  /// The byte order of the next blocks.
  var order: ByteOrder

  /// The complete blocks so far.
  private(set) var bytes = UniqueArray<UInt8>()

  /// The offset of the block being built.
  private var start = 0

  /// An encoder without blocks.
  init(order: ByteOrder = .host) { self.order = order }

  /// Removes the blocks, and keeps the memory.
  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  /// Removes the last bytes.
  mutating func removeLast(_ count: Int) { bytes.removeLast(count) }

  /// Appends complete blocks unchanged.
  mutating func append(blocks: Span<UInt8>) {
    bytes.append(copying: blocks)
  }

  /// Appends a section header of unknown length (section 4.1).
  ///
  /// - Parameters:
  ///   - application: the program that writes the section (`shb_userappl`).
  ///   - system: the operating system on which it runs (`shb_os`).
  ///   - comments: one option each.
  mutating func appendSectionHeader(
    application: String?, system: String?, comments: [String] = []
  ) {
    begin(.sectionHeader)
    append(0x1a2b_3c4d as UInt32)
    append(1 as UInt16)
    append(0 as UInt16)
    append(UInt64.max)
    for comment in comments { appendOption(BlockOption.comment, comment) }
    if let system { appendOption(3, system) }
    if let application { appendOption(4, application) }
    end(hasOptions: true)
  }

  /// Appends the description of an interface (section 4.2).
  ///
  /// - Throws: if savefiles have no number for its link type.
  mutating func append(_ interface: CaptureInterface) throws(FormatError) {
    guard let number = interface.linkType.savefileNumber else {
      throw FormatError(
        .unsupported,
        "link-layer type \(interface.linkType.rawValue) isn't supported in savefiles")
    }
    begin(.interfaceDescription)
    append(number)
    append(0 as UInt16)
    append(UInt32(clamping: interface.snapshotLength))
    if let name = interface.name { appendOption(2, name) }
    if let description = interface.description { appendOption(3, description) }
    if interface.resolution != .microseconds {
      appendOption(9, [interface.resolution.rawValue])
    }
    if let filter = interface.filter { appendOption(11, [0] + Array(filter.utf8)) }
    if let system = interface.operatingSystem { appendOption(12, system) }
    if let length = interface.checkSequenceLength {
      appendOption(13, [UInt8(clamping: length)])
    }
    if interface.timestampOffset != 0 {
      optionHeader(14, 8)
      append(UInt64(bitPattern: interface.timestampOffset))
    }
    if let hardware = interface.hardware { appendOption(15, hardware) }
    end(hasOptions: true)
  }

  /// Appends a packet as an enhanced packet block (section 4.3).
  ///
  /// - Parameters:
  ///   - packet: its bytes.
  ///   - interface: the interface's number in the section.
  ///   - ticks: its time in the interface's resolution.
  ///   - originalLength: its length on the wire.
  ///   - comments: one option each.
  ///   - number: the packet's number elsewhere (`epb_packetid`).
  mutating func appendPacket(
    _ packet: Span<UInt8>, interface: Int, ticks: UInt64, originalLength: Int,
    comments: [String] = [], number: UInt64? = nil
  ) {
    begin(.enhancedPacket)
    append(UInt32(truncatingIfNeeded: interface))
    append(UInt32(truncatingIfNeeded: ticks >> 32))
    append(UInt32(truncatingIfNeeded: ticks))
    append(UInt32(truncatingIfNeeded: packet.count))
    append(UInt32(clamping: originalLength))
    append(blocks: packet)
    pad()
    for comment in comments { appendOption(BlockOption.comment, comment) }
    if let number {
      optionHeader(BlockOption.packetNumber, 8)
      append(number)
    }
    end(hasOptions: !comments.isEmpty || number != nil)
  }

  /// Appends the counters of an interface at the end of a capture (section 4.6).
  ///
  /// - Parameters:
  ///   - interface: the interface's number in the section.
  ///   - ticks: the time at which they were read, in the interface's resolution.
  ///   - counters: option codes and values of 64 bits: `isb_ifrecv` 4, `isb_ifdrop` 5, `isb_filteraccept` 6,
  ///     `isb_osdrop` 7, `isb_usrdeliv` 8.
  mutating func appendStatistics(
    interface: Int, ticks: UInt64, counters: [(code: UInt16, value: UInt64)]
  ) {
    begin(.interfaceStatistics)
    append(UInt32(truncatingIfNeeded: interface))
    append(UInt32(truncatingIfNeeded: ticks >> 32))
    append(UInt32(truncatingIfNeeded: ticks))
    for (code, value) in counters {
      optionHeader(code, 8)
      append(value)
    }
    end(hasOptions: true)
  }

  /// Appends a copy of a block with further comments after its options.
  ///
  /// - Parameters:
  ///   - block: a complete block in this byte order.
  ///   - optionOffset: the offset of its options.
  ///   - comments: one option each, after the present ones.
  mutating func append(_ block: Span<UInt8>, optionOffset: Int, comments: [String]) {
    let end = block.count - 4
    var options = BlockOptionIterator(range: optionOffset..<end, order: order)
    var optionEnd = min(optionOffset, end)
    while let option = options.next(in: block) {
      optionEnd = min(end, (option.value.upperBound + 3) & ~3)
    }
    start = bytes.count
    append(blocks: block.extracting(0..<optionEnd))
    for comment in comments { appendOption(BlockOption.comment, comment) }
    self.end(hasOptions: true)
  }

  /// The bytes from an offset on.
  func bytes(from offset: Int) -> [UInt8] { (offset..<bytes.count).map { bytes[$0] } }

  /// Replaces a number of a block.
  mutating func set(_ value: some FixedWidthInteger, at offset: Int) {
    let ordered = order == .littleEndian ? value : value.byteSwapped
    for index in 0..<(value.bitWidth / 8) {
      bytes[offset + index] = UInt8(truncatingIfNeeded: ordered >> (8 * index))
    }
  }

  /// Converts fields of a packet from this machine's byte order to the other one.
  mutating func swapHostOrderFields(_ packet: Range<Int>, _ linkType: LinkType) {
    var span = bytes.mutableSpan
    HostOrderFields.swap(&span, packet, linkType, from: .host)
  }

  // MARK: - Parts of a block

  private mutating func begin(_ type: BlockType) {
    start = bytes.count
    append(type.rawValue)
    append(0 as UInt32)
  }

  private mutating func end(hasOptions: Bool) {
    if hasOptions { append(0 as UInt32) }
    let length = UInt32(truncatingIfNeeded: bytes.count - start + 4)
    append(length)
    set(length, at: start + 4)
  }

  /// Appends a text, cut after 65,000 bytes: an option's length has 16 bits.
  private mutating func appendOption(_ code: UInt16, _ text: String) {
    let bytes = Array(text.utf8)
    // A cut inside a character would be invalid UTF-8.
    var count = min(bytes.count, 65_000)
    while count < bytes.count && count > 0 && bytes[count] & 0xc0 == 0x80 { count -= 1 }
    appendOption(code, Array(bytes[..<count]))
  }

  private mutating func appendOption(_ code: UInt16, _ value: [UInt8]) {
    optionHeader(code, value.count)
    bytes.append(copying: value)
    pad()
  }

  private mutating func optionHeader(_ code: UInt16, _ count: Int) {
    append(code)
    append(UInt16(truncatingIfNeeded: count))
  }

  /// Appends zeros up to the next 32 bits of the block.
  private mutating func pad() {
    while (bytes.count - start) & 3 != 0 { bytes.append(0) }
  }

  private mutating func append(_ value: some FixedWidthInteger) {
    let ordered = order == .littleEndian ? value : value.byteSwapped
    for index in 0..<(value.bitWidth / 8) {
      bytes.append(UInt8(truncatingIfNeeded: ordered >> (8 * index)))
    }
  }
}
