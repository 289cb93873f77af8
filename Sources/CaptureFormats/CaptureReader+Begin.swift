import InternetTypes

/// Recognition of a savefile's format, and reading of its header.
extension CaptureReader {
  /// The result of reading a savefile's header: its format and the reader of its records.
  struct Beginning {
    var format: SavefileFormat
    var order: ByteOrder
    var version: (major: Int, minor: Int)
    var records: PcapRecords?
    var section: PcapngSection?
    /// The interface that a pcap header describes.
    var interface: CaptureInterface?
  }

  /// Reads the header at the window's first byte.
  ///
  /// A pcapng section header stays in the window: the section reads it as its first block.
  ///
  /// - Parameters:
  ///   - window: the input at the header's first byte.
  ///   - interface: the index that a pcap file's interface will have.
  ///   - keepsExcess: whether packets of a pcap file may be longer than its snapshot length.
  /// - Returns: the decoded header and the reader of the records.
  /// - Throws: if it is no savefile's header, or the input ends inside it.
  static func begin(
    _ window: inout InputWindow, interface: Int, keepsExcess: Bool
  ) throws(FormatError) -> Beginning {
    try require(4, in: &window)
    guard let format = SavefileFormat(window.buffer.span.extracting(window.range)) else {
      // Magic texts of foreign formats are longer than a pcap magic number.
      try? require(ForeignFormat.recognizedByteCount, in: &window)
      throw ForeignFormat.error(window.buffer.span.extracting(window.range))
    }
    switch format {
    case .pcap:
      try require(PcapFileHeader.byteCount, in: &window)
      let header = try PcapFileHeader(window.buffer.span.extracting(window.range))
      window.start += PcapFileHeader.byteCount
      let linkType = LinkType(savefileNumber: header.linkTypeNumber)
      let records = PcapRecords(
        header, linkType: linkType, interface: interface, keepsExcess: keepsExcess)
      var described = CaptureInterface(
        linkType: linkType, snapshotLength: records.snapshotLength,
        resolution: header.hasNanoseconds ? .nanoseconds : .microseconds)
      described.checkSequenceLength = header.checkSequenceLength
      described.isByteSwapped = header.order != .host
      return Beginning(
        format: .pcap, order: header.order, version: (Int(header.major), Int(header.minor)),
        records: records, interface: described)
    case .pcapng:
      try require(SectionHeader.minimumByteCount, in: &window)
      let block = window.buffer.span.extracting(window.range)
      let header = try SectionHeader(block)
      return Beginning(
        format: .pcapng, order: header.order,
        version: (
          Int(block.uint16(at: 12, header.order)), Int(block.uint16(at: 14, header.order))
        ),
        section: PcapngSection(header))
    }
  }

  /// Reads until the window holds `count` bytes; waits for a pipe.
  ///
  /// - Throws: if the input ends before, or cannot be read.
  private static func require(
    _ count: Int, in window: inout InputWindow
  ) throws(FormatError) {
    while window.available < count {
      switch window.fill() {
      case .bytes, .quiet: continue
      case .interrupted: throw FormatError(.interrupted)
      case .failed(let error): throw error
      case .end:
        // libpcap reads the four bytes of the magic number separately; its message counts only the bytes after them.
        let got = count > 4 ? max(0, window.available - 4) : window.available
        throw FormatError(
          .truncated,
          "truncated dump file; tried to read \(count) file header bytes, only got \(got)")
      }
    }
  }
}
