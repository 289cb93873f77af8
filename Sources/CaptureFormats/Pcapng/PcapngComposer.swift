import BasicContainers
import InternetTypes

/// Composes a pcapng file from the packets and blocks of any number of sources.
///
/// The blocks of one source are copied as they are, section by section. Several sources share one section: their
/// interfaces are numbered anew and their section headers' comments collected.
public struct PcapngComposer: ~Copyable {
  /// The blocks to write next.
  var encoder: BlockEncoder

  /// The first blocks of every file of a rotation: section header, interfaces, names and secrets.
  public internal(set) var head: [UInt8] = []

  /// Blocks of which the head has nothing, or only what packets need: the head has a limit.
  public internal(set) var omittedFromHead = 0

  /// Whether `head` is kept up to date; without further files it would only take memory.
  public var keepsHead = true

  /// Whether sections are copied, not joined.
  let copiesSections: Bool

  /// The interfaces that the current section describes.
  private(set) var interfaceCount = 0

  /// The most interfaces of a joined section: those that a reader takes.
  private static let interfaceLimit = PcapngSection.maximumInterfaceCount

  /// Longer descriptions of interfaces, in bytes, are not compared with others.
  private static let describedLimit = 1024

  /// Comments for the first section header that is copied.
  private var headerComments: [String]

  var sources: [Source]

  /// The state of a source.
  struct Source: Sendable {
    /// The byte order of its current section; nil before the first one.
    var order: ByteOrder?
    /// The numbers, in this file, of the interfaces that its section described.
    var section: [Int] = []
    /// The numbers of joined interfaces by their blocks: another section may describe the same ones.
    var described: [[UInt8]: Int] = [:]
    /// The interfaces that its reader knows, and their numbers in this file.
    var interfaces: [CaptureInterface] = []
    var numbers: [Int?] = []
  }

  /// Begins a file; its header is written first.
  ///
  /// - Parameters:
  ///   - sources: the blocks that each source's reader stored before its first packet.
  ///   - order: the byte order, unless a section is copied.
  ///   - application: the program that writes (`shb_userappl`).
  ///   - system: the operating system (`shb_os`).
  ///   - comments: comments on the file.
  /// - Throws: if the sources describe too many interfaces.
  public init(
    sources: [[UInt8]], order: ByteOrder = .host, application: String, system: String?,
    comments: [String] = []
  ) throws(FormatError) {
    encoder = BlockEncoder(order: order)
    copiesSections = sources.count == 1
    headerComments = comments
    self.sources = Array(repeating: Source(), count: sources.count)
    let begins = copiesSections && sources.allSatisfy { !$0.isEmpty }
    if !begins {
      let collected = sources.count > 1 ? sources.flatMap(Self.headerComments) : []
      encoder.appendSectionHeader(
        application: application, system: system, comments: collected + headerComments)
      beginHead(from: 0)
      headerComments = []
    }
    for (index, blocks) in sources.enumerated() { try take(blocks: blocks, of: index) }
  }

  /// The complete blocks to write next.
  public var pending: Span<UInt8> {
    @_lifetime(borrow self)
    get { encoder.bytes.span }
  }

  /// Removes the written blocks.
  public mutating func removePending() { encoder.removeAll() }

  /// Stores the interfaces that a source's reader knows; each is described before its first packet.
  public mutating func take(interfaces: [CaptureInterface], of source: Int) {
    sources[source].interfaces = interfaces
  }

  /// Describes the interfaces that a source's reader knows, before their first packets.
  ///
  /// - Throws: if savefiles have no number for a link type.
  public mutating func describeInterfaces(of source: Int) throws(FormatError) {
    for interface in sources[source].interfaces.indices {
      _ = try number(of: interface, source: source)
    }
  }

  /// Adds blocks without packets, in the order of their source.
  ///
  /// - Throws: if the sources describe too many interfaces.
  public mutating func take(blocks: [UInt8], of source: Int) throws(FormatError) {
    let bytes = blocks.span
    var walker = BlockWalker(order: sources[source].order)
    while let block = walker.next(in: bytes) {
      sources[source].order = block.order
      try take(block: bytes.extracting(block.range), order: block.order, of: source)
    }
  }

  private mutating func take(
    block: Span<UInt8>, order: ByteOrder, of source: Int
  ) throws(FormatError) {
    let type = BlockType(rawValue: block.uint32(at: 0, order))
    if type == .sectionHeader { return take(header: block, order: order, of: source) }
    let start = encoder.bytes.count
    if order == encoder.order {
      encoder.append(blocks: block)
    } else {
      encoder.append(blocks: BlockSwap(block, from: order).bytes.span)
    }
    switch type {
    case .interfaceDescription: try describeInterface(at: start, of: source)
    case .interfaceStatistics where block.count >= 24 && !copiesSections:
      let interface = Int(block.uint32(at: 8, order))
      let numbers = sources[source].section
      encoder.set(
        UInt32(truncatingIfNeeded: interface < numbers.count ? numbers[interface] : 0),
        at: start + 8)
    case .nameResolution, .decryptionSecrets: keepInHead(from: start)
    default: break
    }
  }

  /// Numbers the interface whose description was just appended.
  private mutating func describeInterface(at start: Int, of source: Int) throws(FormatError) {
    let byteCount = encoder.bytes.count - start
    if !copiesSections && byteCount <= Self.describedLimit {
      let block = encoder.bytes(from: start)
      if let number = sources[source].described[block] {
        encoder.removeLast(byteCount)
        sources[source].section.append(number)
        return
      }
      sources[source].described[block] = interfaceCount
    }
    sources[source].section.append(try nextInterface())
    keepInHead(from: start)
  }

  /// The number of a further interface of the section.
  private mutating func nextInterface() throws(FormatError) -> Int {
    guard interfaceCount < Self.interfaceLimit else {
      throw FormatError(
        .unsupported, "more than \(Self.interfaceLimit) interfaces in one pcapng section")
    }
    interfaceCount += 1
    return interfaceCount - 1
  }

  /// Processes a section header: copies it, or only removes the interfaces of the source's previous section.
  private mutating func take(header block: Span<UInt8>, order: ByteOrder, of source: Int) {
    sources[source].section = []
    guard copiesSections else { return }
    encoder.order = order
    let start = encoder.bytes.count
    if headerComments.isEmpty {
      encoder.append(blocks: block)
    } else {
      encoder.append(block, optionOffset: 24, comments: headerComments)
      headerComments = []
    }
    // The section's length may change: -1 means unknown (section 4.1).
    encoder.set(UInt32.max, at: start + 16)
    encoder.set(UInt32.max, at: start + 20)
    beginHead(from: start)
    interfaceCount = 0
    sources[source].numbers = []
  }

  /// The comments of the first section header among a source's blocks.
  private static func headerComments(_ blocks: [UInt8]) -> [String] {
    let bytes = blocks.span
    guard bytes.count >= SectionHeader.minimumByteCount,
      let order = SectionHeader.order(of: bytes)
    else { return [] }
    var options = BlockOptionIterator(
      range: 24..<(Int(bytes.uint32(at: 4, order)) - 4), order: order)
    var comments: [String] = []
    while let option = options.next(in: bytes) {
      if option.code == BlockOption.comment { comments.append(bytes.text(at: option.value)) }
    }
    return comments
  }

  /// The number, in this file, of an interface that a source's reader knows; describes it first if necessary.
  ///
  /// - Throws: if savefiles have no number for its link type.
  mutating func number(of interface: Int, source: Int) throws(FormatError) -> Int {
    while sources[source].numbers.count <= interface { sources[source].numbers.append(nil) }
    if let number = sources[source].numbers[interface] { return number }
    let start = encoder.bytes.count
    let number = try nextInterface()
    try encoder.append(sources[source].interfaces[interface])
    keepInHead(from: start)
    sources[source].numbers[interface] = number
    return number
  }
}
