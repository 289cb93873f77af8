/// Reads the packets of a savefile, pcap or pcapng, whatever its byte order, a batch at a time.
///
/// Packets are lent from the reader's buffer without a copy. The format is recognized by the first bytes. Savefiles
/// that were concatenated may have different formats: each file's packets refer to its own interfaces.
public struct CaptureReader: ~Copyable {
  /// All interfaces described so far; ``PacketRecord/interface`` is an index of them.
  public internal(set) var interfaces: [CaptureInterface] = []

  /// Whether an interface's timestamps are finer than microseconds.
  public internal(set) var hasFineInterface = false

  /// The format of the first savefile.
  public let format: SavefileFormat

  /// The version of the format that the first header states.
  public let version: (major: Int, minor: Int)

  /// The byte order of the first header.
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

  /// Blocks without packets that `takeBlocks()` has not returned yet.
  var kept: KeptBlocks

  /// Whether packets of a pcap file may be longer than its snapshot length.
  let keepsExcess: Bool

  /// Whether an interface's packets have fields in the capturing host's byte order, which is not this machine's.
  var hasHostOrderFields = false

  /// The reader of the current savefile's records: one of these two.
  var records: PcapRecords?
  var section: PcapngSection?

  /// Reads the header and, in pcapng, until an interface or a packet; waits for them.
  ///
  /// - Parameters:
  ///   - source: the savefile's bytes.
  ///   - keeping: Which blocks without packets are kept for ``takeBlocks()``, so that all of the file can be written
  ///     again. If all are kept, packets of pcap files are not cut to the file's snapshot length.
  /// - Throws: if the input is no savefile, or cannot be read.
  public init(_ source: any ByteSource, keeping: BlockKeeping = .none) throws(FormatError) {
    var window = InputWindow(source)
    let start = try Self.begin(&window, interface: 0, keepsExcess: keeping == .always)
    self.init(window, start, keeping)
    readFirstInterface()
  }

  private init(_ window: InputWindow, _ start: Beginning, _ keeping: BlockKeeping) {
    self.window = window
    kept = KeptBlocks(
      isKeeping: keeping == .always || keeping == .ifPcapng && start.format == .pcapng)
    keepsExcess = keeping == .always
    (format, order, version) = (start.format, start.order, start.version)
    (records, section) = (start.records, start.section)
    if let interface = start.interface {
      interfaces.append(interface)
      note(interface)
    }
  }

  /// Reads until an interface is described, or until the first packet.
  ///
  /// An error is dropped here: the first read meets it again and reports it.
  private mutating func readFirstInterface() {
    while interfaces.isEmpty {
      let end = fillBatch()
      if end != .quiet || kept.isFull { return }
    }
  }

  /// Why no packet is available.
  public enum End: Hashable, Sendable {
    /// No bytes have arrived, or a growing file has not grown.
    case quiet
    /// A signal requested the end.
    case interrupted
    /// The input has no more packets.
    case endOfInput
    /// The input is damaged here, or cannot be read.
    case failed(FormatError)
  }

  /// Reads the next batch if all packets of the last one were delivered.
  ///
  /// - Returns: nil if packets are available, else the reason why not.
  public mutating func fillBatch() -> End? {
    if position < batch.count { return nil }
    position = 0
    batch.removeAll()
    while true {
      let interfaceCount = interfaces.count
      let stop = readRecords()
      for index in interfaceCount..<interfaces.count { note(interfaces[index]) }
      if batch.count > 0 {
        if hasHostOrderFields { swapHostOrderFields() }
        return nil
      }
      switch stop {
      case .full:
        // Stored blocks must be taken first.
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
