/// Reads the packets of a savefile, pcap or pcapng, whatever its byte order, a batch at a time.
///
/// Packets are lent out of the reader's buffer without a copy. The format is known by the first bytes, and may change
/// where one savefile follows another: each file's packets are read with its own interfaces.
public struct CaptureReader: ~Copyable {
  /// All interfaces described so far; ``PacketRecord/interface`` is an index of them.
  public internal(set) var interfaces: [CaptureInterface] = []

  /// Whether an interface's time stamps are finer than microseconds.
  public internal(set) var hasFineInterface = false

  /// What the input began with.
  public let format: SavefileFormat

  /// The version of the format that the first header states.
  public let version: (major: Int, minor: Int)

  /// Byte order of the first header.
  public let order: ByteOrder

  /// Savefiles that followed the first one in the same input, as `cat a.pcap b.pcap` makes them.
  public internal(set) var appendedFileCount = 0

  @usableFromInline
  var window: InputWindow

  @usableFromInline
  var batch = RecordBatch()

  /// Records of the batch that were delivered.
  @usableFromInline
  var position = 0

  /// Packets read so far.
  var packetCount = 0

  /// Blocks without packets that were not taken yet.
  var kept: KeptBlocks

  /// Whether fields of packets in the capturing host's byte order are brought into this machine's.
  private let swapsFields: Bool

  /// What reads the records of the savefile at hand: one of these two.
  var records: PcapRecords?
  var section: PcapngSection?

  /// Begins to read; waits until the header has come and, in pcapng, an interface or a packet.
  ///
  /// - Parameters:
  ///   - source: The savefile's bytes.
  ///   - keeping: Which blocks without packets are kept for ``takeBlocks()``, so that all of the file can be written
  ///     again. Where all are, fields of packets stay in the byte order of the file.
  /// - Throws: when the input is no savefile, or cannot be read.
  public init(_ source: any ByteSource, keeping: BlockKeeping = .none) throws(FormatError) {
    var window = InputWindow(source)
    let start = try Self.begin(&window, interface: 0)
    self.init(window, start, keeping)
    readFirstInterface()
  }

  private init(_ window: InputWindow, _ start: Beginning, _ keeping: BlockKeeping) {
    self.window = window
    kept = KeptBlocks(
      isKeeping: keeping == .always || keeping == .ifPcapng && start.format == .pcapng)
    swapsFields = keeping != .always
    (format, order, version) = (start.format, start.order, start.version)
    (records, section) = (start.records, start.section)
    if let interface = start.interface {
      interfaces.append(interface)
      hasFineInterface = interface.resolution.isFinerThanMicroseconds
    }
  }

  /// Reads until an interface is known or none can come before the first packet.
  ///
  /// What ends this is found again by the first read, which reports it.
  private mutating func readFirstInterface() {
    while interfaces.isEmpty {
      let end = fillBatch()
      if end != .quiet || kept.isFull { return }
    }
  }

  /// Why there are no packets at hand.
  public enum End: Hashable, Sendable {
    /// No bytes have arrived, or a growing file has not grown.
    case quiet
    /// A signal asked for the end.
    case interrupted
    /// The input has no more packets.
    case endOfInput
    /// The input is broken here.
    case failed(FormatError)
  }

  /// Reads the next batch where all packets of the last one were delivered.
  ///
  /// - Returns: nil when there are packets at hand, else why there are none.
  public mutating func fillBatch() -> End? {
    if position < batch.count { return nil }
    position = 0
    batch.removeAll()
    while true {
      let interfaceCount = interfaces.count
      let stop = readRecords()
      for index in interfaceCount..<interfaces.count
      where interfaces[index].resolution.isFinerThanMicroseconds {
        hasFineInterface = true
      }
      if batch.count > 0 {
        if swapsFields { swapHostOrderFields() }
        return nil
      }
      switch stop {
      case .full:
        // Blocks wait to be taken.
        if kept.isFull { return .quiet }
      case .needs(let part):
        switch window.fill() {
        case .bytes: continue
        case .quiet: return .quiet
        case .interrupted: return .interrupted
        case .failed(let error): return .failed(error)
        case .end:
          return window.available == 0 ? .endOfInput : .failed(truncation(part))
        }
      case .skip(let count):
        if let end = skip(count) { return end }
      case .anotherFile:
        if let error = beginAppendedFile() { return .failed(error) }
      case .failed(let error): return .failed(error)
      }
    }
  }
}
