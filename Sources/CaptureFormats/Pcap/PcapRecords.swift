import InternetTypes

/// Reads the records of a pcap file from the window, many at a time.
struct PcapRecords {
  let header: PcapFileHeader

  let linkType: LinkType

  /// The index of the file's interface.
  let interface: Int

  /// The largest captured length that is accepted; a record that states more is malformed.
  let maximumCapturedLength: Int

  /// The file's snapshot length, or no limit if that is invalid.
  let snapshotLength: Int

  /// How many bytes of a packet are kept: as many as the snapshot length, as in libpcap, or all for a copy.
  let keptLength: Int

  /// How many nanoseconds a unit of the fraction is: 1 or 1,000.
  let nanosecondsPerUnit: Int64

  init(_ header: PcapFileHeader, linkType: LinkType, interface: Int, keepsExcess: Bool) {
    self.header = header
    self.linkType = linkType
    self.interface = interface
    maximumCapturedLength = linkType.maximumCapturedLength
    let stated = Int(header.snapshotLength)
    // A snapshot length of 0 or one beyond 31 bits means no limit, as libpcap reads it.
    snapshotLength = stated == 0 || stated > Int32.max ? maximumCapturedLength : stated
    keptLength = keepsExcess ? maximumCapturedLength : snapshotLength
    nanosecondsPerUnit = header.hasNanoseconds ? 1 : 1000
  }

  /// Reads all complete records in the window.
  ///
  /// - Parameters:
  ///   - window: the bytes in memory; records that were read are consumed.
  ///   - batch: receives the records.
  ///   - packetCount: how many packets of the input were read so far.
  /// - Returns: what ended the pass.
  @inline(__always)
  func read(
    _ window: inout InputWindow, into batch: inout RecordBatch,
    packetCount: inout Int
  ) -> ReadStop {
    // With constants, the loop over the records of most files has no branch on their form.
    isPlain
      ? read(&window, into: &batch, &packetCount, .host, headerLength: 16, isPlain: true)
      : read(
        &window, into: &batch, &packetCount, header.order,
        headerLength: header.recordHeaderByteCount, isPlain: false)
  }

  /// Whether all fields are in this machine's byte order, and the two lengths are never exchanged.
  private var isPlain: Bool {
    header.order == .host && header.layout == .standard && header.minor != 3
  }

  @inline(__always)
  private func read(
    _ window: inout InputWindow, into batch: inout RecordBatch, _ packetCount: inout Int,
    _ order: ByteOrder, headerLength: Int, isPlain: Bool
  ) -> ReadStop {
    var offset = window.start
    defer { window.start = offset }
    let buffer = window.buffer.span.extracting(0..<window.end)
    while batch.hasRoom {
      guard buffer.count &- offset >= headerLength else {
        return .needs(.recordHeader(headerLength))
      }
      let field = buffer.extracting(offset..<(offset &+ 16))
      let seconds = field.uint32(at: 0, order)
      let fraction = field.uint32(at: 4, order)
      var captured = Int(field.uint32(at: 8, order))
      var original = Int(field.uint32(at: 12, order))
      if captured == 0 && original == 0 || captured > maximumCapturedLength,
        isFileHeader(buffer.extracting(offset...))
      {
        return .anotherFile
      }
      if !isPlain, areExchanged(captured, original) { swap(&captured, &original) }
      guard captured <= maximumCapturedLength else {
        return .failed(
          FormatError(
            .malformed,
            "invalid packet capture length \(captured), bigger than snaplen of \(snapshotLength)"
          ))
      }
      guard buffer.count &- offset &- headerLength >= captured else {
        return .needs(.packet(captured, header: headerLength))
      }
      packetCount &+= 1
      batch.append(
        PacketRecord(
          timestamp: RecordedTime(
            seconds: Int64(seconds), nanoseconds: Int64(fraction) &* nanosecondsPerUnit),
          number: packetCount, offset: offset &+ headerLength,
          capturedLength: min(captured, keptLength), originalLength: original,
          linkType: linkType, interface: interface))
      offset &+= headerLength &+ captured
    }
    return .full
  }

  /// Whether a record has its two lengths in the order of versions before 2.3, as some writers of 2.3 have them.
  private func areExchanged(_ captured: Int, _ original: Int) -> Bool {
    header.layout == .exchangedLengths
      || header.major == 2 && header.minor == 3 && captured > original
  }

  /// Whether another savefile's header is in place of a record: `cat a.pcap b.pcap` makes such files.
  private func isFileHeader(_ bytes: Span<UInt8>) -> Bool {
    guard bytes.count >= PcapFileHeader.byteCount, PcapFileHeader.order(of: bytes) != nil,
      let header = try? PcapFileHeader(bytes)
    else { return SectionHeader.isPresent(in: bytes) }
    return header.major == 2 && header.minor == 4
  }
}
