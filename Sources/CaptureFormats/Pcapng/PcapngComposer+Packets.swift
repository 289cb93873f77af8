import BasicContainers
public import InternetTypes

extension PcapngComposer {
  /// Adds a packet without a block, from a pcap file or an interface.
  ///
  /// - Parameters:
  ///   - packet: its captured bytes, as the reader lends them.
  ///   - time: when it was captured.
  ///   - originalLength: its length on the wire.
  ///   - interface: the index of its interface among those of its source.
  ///   - source: the index of its source.
  ///   - comments: comments for it.
  /// - Throws: if savefiles have no number for its link type.
  public mutating func add(
    _ packet: Span<UInt8>, time: RecordedTime, originalLength: Int, interface: Int, source: Int,
    comments: [String] = []
  ) throws(FormatError) {
    widen(interface, source, to: packet.count)
    let number = try number(of: interface, source: source)
    let described = sources[source].interfaces[interface]
    let start = encoder.bytes.count
    encoder.appendPacket(
      packet, interface: number,
      ticks: described.resolution.ticks(time, offset: described.timestampOffset),
      originalLength: originalLength, comments: comments)
    restore(start + 28, packet.count, interface, source)
  }

  /// Describes an interface again if a packet is longer than its snapshot length: libpcap refuses a pcapng file with
  /// such a packet.
  private mutating func widen(_ interface: Int, _ source: Int, to count: Int) {
    let limit = sources[source].interfaces[interface].snapshotLength
    guard limit > 0, count > limit else { return }
    sources[source].interfaces[interface].snapshotLength = 0
    if interface < sources[source].numbers.count { sources[source].numbers[interface] = nil }
  }

  /// Converts fields that a reader converted to this machine's byte order to that of the section.
  @inline(__always)
  private mutating func restore(_ start: Int, _ count: Int, _ interface: Int, _ source: Int) {
    if encoder.order != .host {
      encoder.swapHostOrderFields(
        start..<(start + count), sources[source].interfaces[interface].linkType)
    }
  }

  /// Adds a packet with its original block, whose options are kept.
  ///
  /// - Parameters:
  ///   - block: the complete block.
  ///   - order: the byte order of its section.
  ///   - packet: its captured bytes.
  ///   - time: when it was captured; used if the block states no time and must be replaced.
  ///   - interface: the index of its interface among those of its source.
  ///   - source: the index of its source.
  ///   - comments: comments for it, after those that it has.
  public mutating func add(
    block: Span<UInt8>, order: ByteOrder, packet: Span<UInt8>, time: RecordedTime,
    interface: Int, source: Int, comments: [String] = []
  ) {
    let type = BlockType(rawValue: block.uint32(at: 0, order))
    let numbers = sources[source].section
    let stated =
      type == .enhancedPacket
      ? Int(block.uint32(at: 8, order))
      : type == .obsoletePacket ? Int(block.uint16(at: 8, order)) : 0
    guard stated < numbers.count else { return }
    let start = encoder.bytes.count
    if type == .simplePacket, !comments.isEmpty || numbers[stated] != 0 {
      // A simple packet block has no place for an option or an interface.
      let described = sources[source].interfaces[interface]
      encoder.appendPacket(
        packet, interface: numbers[stated],
        ticks: described.resolution.ticks(time, offset: described.timestampOffset),
        originalLength: Int(block.uint32(at: 8, order)), comments: comments)
      return restore(start + 28, packet.count, interface, source)
    }
    if order == encoder.order {
      append(block, packet.count, comments)
    } else {
      append(BlockSwap(block, from: order).bytes.span, packet.count, comments)
    }
    restore(start + (type == .simplePacket ? 12 : 28), packet.count, interface, source)
    guard !copiesSections else { return }
    switch type {
    case .enhancedPacket:
      encoder.set(UInt32(truncatingIfNeeded: numbers[stated]), at: start + 8)
    case .obsoletePacket:
      encoder.set(UInt16(truncatingIfNeeded: numbers[stated]), at: start + 8)
    default: break
    }
  }

  /// Appends a packet's block in this file's byte order.
  private mutating func append(_ block: Span<UInt8>, _ captured: Int, _ comments: [String]) {
    if comments.isEmpty { return encoder.append(blocks: block) }
    encoder.append(block, optionOffset: 28 + (captured + 3) & ~3, comments: comments)
  }

  /// Adds the counters of an interface that packets of a live capture had.
  ///
  /// - Parameters:
  ///   - interface: the index of the interface among those of its source.
  ///   - source: the index of the source.
  ///   - time: when the counters were read.
  ///   - received: packets that passed the kernel's filter.
  ///   - dropped: packets that the kernel dropped.
  ///   - droppedByInterface: packets that the interface dropped.
  ///   - delivered: packets that were processed.
  /// - Throws: if savefiles have no number for its link type.
  public mutating func addStatistics(
    of interface: Int, source: Int, time: RecordedTime, received: Int, dropped: Int,
    droppedByInterface: Int, delivered: Int
  ) throws(FormatError) {
    let number = try number(of: interface, source: source)
    encoder.appendStatistics(
      interface: number,
      ticks: sources[source].interfaces[interface].resolution.ticks(time, offset: 0),
      counters: [
        (5, UInt64(clamping: droppedByInterface)), (6, UInt64(clamping: received)),
        (7, UInt64(clamping: dropped)), (8, UInt64(clamping: delivered)),
      ])
  }
}

extension TimestampResolution {
  /// The ticks of a time, clamped to 64 bits.
  func ticks(_ time: RecordedTime, offset: Int64) -> UInt64 {
    guard let ticksPerSecond else { return 0 }
    let seconds = Int128(time.seconds) - Int128(offset)
    let nanoseconds = seconds * 1_000_000_000 + Int128(time.nanoseconds)
    let (product, overflow) = nanoseconds.multipliedReportingOverflow(by: Int128(ticksPerSecond))
    return overflow ? .max : UInt64(clamping: product / 1_000_000_000)
  }
}
