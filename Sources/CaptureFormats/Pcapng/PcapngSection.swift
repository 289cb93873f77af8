import InternetTypes

/// A section of a pcapng file: its byte order, its interfaces, and the reader of its blocks.
struct PcapngSection {
  /// The section's byte order.
  private(set) var order: ByteOrder

  /// The properties of an interface that its packets need.
  struct Interface {
    /// The index in the reader's interfaces.
    var index: Int
    var linkType: LinkType
    var resolution: TimestampResolution
    var offset: Int64
    var snapshotLength: Int
  }

  /// The interfaces that the section has described so far.
  private(set) var interfaces: [Interface] = []

  /// The time of the last packet that had one: a simple packet block states none.
  var lastTime = RecordedTime(seconds: 0, nanoseconds: 0)

  /// The largest block that is kept in memory, in bytes; libpcap has the same bound.
  static let maximumBlockByteCount = 16 << 20

  /// How many interfaces all sections together may describe.
  static let maximumInterfaceCount = 65_536

  init(_ header: SectionHeader) { order = header.order }

  /// Begins the next section.
  private mutating func begin(_ header: SectionHeader) {
    order = header.order
    interfaces = []
  }

  /// Reads all complete blocks in the window.
  ///
  /// - Parameters:
  ///   - window: The bytes in memory; what was read counts as used.
  ///   - batch: Where the packets' records go, behind those that are there.
  ///   - packetCount: Frames counted so far in the input, as Wireshark numbers them.
  ///   - known: The interfaces of all sections so far; new ones are added.
  ///   - kept: receives blocks without packets, if they are stored: then a pass ends before each of them.
  /// - Returns: What ended the pass.
  @inline(__always)
  mutating func read(
    _ window: inout InputWindow, into batch: inout RecordBatch,
    packetCount: inout Int, interfaces known: inout [CaptureInterface], kept: inout KeptBlocks
  ) -> ReadStop {
    var offset = window.start
    defer { window.start = offset }
    let buffer = window.buffer.span.extracting(0..<window.end)
    while batch.hasRoom {
      let available = buffer.count &- offset
      guard available >= 12 else { return .needs(.block(12)) }
      let type = buffer.uint32(at: offset, order)
      if type != BlockType.enhancedPacket.rawValue,
        PcapFileHeader.order(of: buffer.extracting(offset...)) != nil
      {
        return .anotherFile
      }
      if type == BlockType.sectionHeader.rawValue {
        if let stop = begin(buffer.extracting(offset...), hasRecords: batch.count > 0) {
          return stop
        }
      }
      let length = Int(buffer.uint32(at: offset &+ 4, order))
      if let problem = problem(type: type, length: length) { return .failed(problem) }
      if available < length {
        if length <= Self.maximumBlockByteCount { return .needs(.block(length)) }
        if isFrame(type) { packetCount &+= 1 }
        return stop(atLarge: type, length: length, isKept: kept.isKeeping)
      }
      let block = buffer.extracting(offset..<(offset &+ length))
      guard block.uint32(at: length &- 4, order) == UInt32(truncatingIfNeeded: length) else {
        return .failed(
          FormatError(.malformed, "the two lengths of a block differ: \(length) before it"))
      }
      switch type {
      case BlockType.enhancedPacket.rawValue, BlockType.simplePacket.rawValue,
        BlockType.obsoletePacket.rawValue:
        do throws(FormatError) {
          var record = try packet(block, type: type)
          packetCount &+= 1
          record.number = packetCount
          record.offset &+= offset
          batch.append(record)
        } catch {
          return .failed(error)
        }
      case _ where kept.isKeeping && batch.count > 0: return .full
      case _ where kept.isFull: return .full
      case _ where isFrame(type):
        packetCount &+= 1
        kept.append(block)
      default:
        kept.append(block)
        do throws(FormatError) { try apply(block, type: type, interfaces: &known) } catch {
          return .failed(error)
        }
      }
      offset &+= length
    }
    return .full
  }

  /// Takes the byte order of a section header; returns why the pass ends before it, if it does.
  @inline(never)
  private mutating func begin(_ header: Span<UInt8>, hasRecords: Bool) -> ReadStop? {
    guard let order = SectionHeader.order(of: header) else {
      return .failed(FormatError(.malformed, "a section header has no byte-order magic"))
    }
    // The records of a batch are all of one section, so that their options have one byte order.
    if hasRecords { return .full }
    self.order = order
    return nil
  }

  /// What ends a pass at a block that is larger than the buffer.
  private func stop(atLarge type: UInt32, length: Int, isKept: Bool) -> ReadStop {
    isOfUse(type) || isKept
      ? .failed(FormatError(.malformed, "a block of \(length) bytes, more than 16 MiB"))
      : .skip(length)
  }

  /// The error of a block with an invalid length; nil if the length is valid.
  @inline(__always)
  private func problem(type: UInt32, length: Int) -> FormatError? {
    let minimum = minimumByteCount(type)
    if length >= minimum && length & 3 == 0 { return nil }
    return FormatError(
      .malformed,
      length < minimum
        ? "block in pcapng savefile has a length of \(length) < \(minimum)"
        : "block in pcapng savefile has a length of \(length), which is not a multiple of 4")
  }

  private func minimumByteCount(_ type: UInt32) -> Int {
    switch type {
    case BlockType.enhancedPacket.rawValue, BlockType.obsoletePacket.rawValue: 32
    case BlockType.simplePacket.rawValue: 16
    case BlockType.interfaceDescription.rawValue: InterfaceDescription.minimumByteCount
    case BlockType.sectionHeader.rawValue: SectionHeader.minimumByteCount
    default: 12
    }
  }

  /// Whether Wireshark counts a block as a frame, so that packet numbers equal Wireshark's frame numbers.
  private func isFrame(_ type: UInt32) -> Bool {
    switch type {
    case BlockType.custom.rawValue, BlockType.privateCustom.rawValue,
      BlockType.systemdJournal.rawValue:
      true
    default: false
    }
  }

  private func isOfUse(_ type: UInt32) -> Bool { minimumByteCount(type) > 12 }

  /// Applies a block that holds no packet.
  private mutating func apply(
    _ block: Span<UInt8>, type: UInt32, interfaces known: inout [CaptureInterface]
  ) throws(FormatError) {
    switch type {
    case BlockType.sectionHeader.rawValue: begin(try SectionHeader(block))
    case BlockType.interfaceDescription.rawValue:
      guard known.count < Self.maximumInterfaceCount else {
        throw FormatError(
          .unsupported, "more than \(Self.maximumInterfaceCount) interfaces are described")
      }
      add(InterfaceDescription.interface(block, order: order), to: &known)
    default: break
    }
  }

  /// Adds an interface; if an earlier section has an equal one at the same position, its index is reused.
  private mutating func add(
    _ interface: CaptureInterface, to known: inout [CaptureInterface]
  ) {
    var index = interfaces.count
    if index >= known.count || known[index] != interface {
      index = known.count
      known.append(interface)
    }
    interfaces.append(
      Interface(
        index: index, linkType: interface.linkType, resolution: interface.resolution,
        offset: interface.timestampOffset, snapshotLength: interface.snapshotLength))
  }
}
