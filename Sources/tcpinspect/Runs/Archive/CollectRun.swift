import BasicContainers
import HeapModule
import InternetTypes
import PacketCapture
import SystemServices
import TrackingPipeline

/// One run of `collect`: merges the records of all buckets, with connections numbered as in the archive.
struct CollectRun {
  let folders: [String]
  let isStrict: Bool
  let slice: RecordSlice?

  /// The next record of a bucket.
  private struct Head: Comparable {
    let position: BucketPosition
    /// The number of the connection if it ends by itself; else 0.
    let number: UInt64
    let index: Int

    static func < (one: Head, other: Head) -> Bool {
      one.position == other.position
        ? (one.number, one.index) < (other.number, other.index) : one.position < other.position
    }
  }

  /// Bytes of text that are written at once.
  private static let threshold = 1 << 18

  /// Writes the records to standard output.
  ///
  /// - Throws: if a folder is missing or damaged, or the output fails.
  func run() throws(CaptureError) {
    let packets = try check()
    let byteCount = folders.count <= 64 ? 1 << 18 : 1 << 15
    let numbering = try ConnectionNumbering(folders: folders, byteCount: byteCount)
    let range = (slice ?? .whole).range(packets: packets)
    var sources = UniqueArray<RecordLines>()
    var heads = Heap<Head>()
    for (index, folder) in folders.enumerated() {
      var lines = try RecordSearch(path: TrackNames.records(of: folder), packets: packets)
        .lines(from: range.lowerBound, byteCount: byteCount)
      if let head = try Self.next(of: &lines, index, numbering, before: range, packets) {
        heads.insert(head)
      }
      sources.append(lines)
    }
    var text = UniqueArray<UInt8>()
    while let head = heads.min {
      try Self.append(sources[head.index], of: head.index, numbering, to: &text)
      if text.count >= Self.threshold {
        try OutputDescriptor.standardOutput.write(text.span)
        text.removeAll(keepingCapacity: true)
      }
      if let next = try Self.next(
        of: &sources[head.index], head.index, numbering, before: range, packets)
      {
        heads.replaceMin(with: next)
      } else {
        heads.removeMin()
      }
    }
    try OutputDescriptor.standardOutput.write(text.span)
  }

  /// Checks that the folders are those of all buckets of one archive; returns how many packets it has.
  private func check() throws(CaptureError) -> UInt64 {
    var summaries: [TrackSummary] = []
    for folder in folders { summaries.append(try TrackSummary(folder: folder)) }
    guard let first = summaries.first else { return 0 }
    for (folder, summary) in zip(folders, summaries)
    where (summary.kind, summary.buckets, summary.archivePackets)
      != (first.kind, first.buckets, first.archivePackets)
    {
      throw CaptureError(
        .malformed, subject: folder, reason: "is of another archive or kind than \(folders[0])")
    }
    let found = Set(summaries.map(\.bucket))
    let missing = (0..<first.buckets).first { !found.contains($0) }
    guard missing == nil, found.count == summaries.count else {
      throw CaptureError(
        .malformed,
        reason: missing.map { "bucket \($0) of \(first.buckets) is missing" }
          ?? "a bucket is given twice")
    }
    try report(summaries)
    return first.archivePackets
  }

  /// Says what limits left out.
  private func report(_ summaries: [TrackSummary]) throws(CaptureError) {
    let movable = summaries.reduce(UInt64(0)) { $0 &+ $1.movableConnections }
    if movable > 0, summaries.count > 1 {
      TCPInspect.report(
        "\(movable.counted("UDP flow")) may be QUIC that moved between addresses, which is not "
          + "recognised over buckets: partition --join-udp keeps all UDP in one")
    }
    let peak = summaries.reduce(0) { $0 &+ $1.peak }
    let limited = summaries.filter(\.isLimited)
    if let limit = summaries.first?.limit, peak > limit, summaries.count > 1, limited.isEmpty {
      TCPInspect.report(
        "\(peak) connections may have been open at a time, and one process keeps \(limit): it may "
          + "evict some, and differ")
    }
    guard let first = limited.first else { return }
    let reason =
      "limits left something out in \(limited.count.counted("bucket")), so that records may "
      + "differ from those of one process (bucket \(first.bucket): "
      + first.notes.joined(separator: ", ") + ")"
    if isStrict { throw CaptureError(.malformed, reason: reason) }
    TCPInspect.report(reason)
  }

  /// Advances to a bucket's next record; nil after the last one of the slice.
  private static func next(
    of lines: inout RecordLines, _ index: Int, _ numbering: borrowing ConnectionNumbering,
    before range: Range<UInt64>, _ packets: UInt64
  ) throws(CaptureError) -> Head? {
    guard try lines.advance() else { return nil }
    let (position, begin) = (try lines.position(), try lines.begin())
    let place = RecordSlice.place(order: position.order, begin: begin, packets: packets)
    guard range.contains(place) else { return nil }
    var number: UInt64 = 0
    if begin > 0, let start = lines.end(of: connection, from: BucketLine.keyByteCount) {
      number = numbering.number(of: try lines.decimal(at: start).value, in: index) ?? 0
    }
    return Head(position: position, number: number, index: index)
  }

  private static let connection = Array("\"connection\":".utf8)
  private static let continued = Array("\"continued_connection\":".utf8)

  /// Appends a record, with the numbers of its connections in the archive.
  ///
  /// No other text of a record has these names: a quotation mark inside of a text is escaped.
  private static func append(
    _ lines: borrowing RecordLines, of bucket: Int, _ numbering: borrowing ConnectionNumbering,
    to text: inout UniqueArray<UInt8>
  ) throws(CaptureError) {
    var copied = BucketLine.keyByteCount
    if let start = lines.end(of: connection, from: copied) {
      let (end, local) = try lines.decimal(at: start)
      append(lines, copied..<start, to: &text)
      append(numbering.number(of: local, in: bucket) ?? 0, to: &text)
      copied = end
      if let start = lines.end(of: continued, from: end), lines.isDigit(at: start) {
        let (end, local) = try lines.decimal(at: start)
        append(lines, copied..<start, to: &text)
        append(numbering.number(of: local, in: bucket) ?? 0, to: &text)
        copied = end
      }
    }
    append(lines, copied..<lines.line.count, to: &text)
    text.append(UInt8(ascii: "\n"))
  }

  private static func append(
    _ lines: borrowing RecordLines, _ range: Range<Int>, to text: inout UniqueArray<UInt8>
  ) {
    lines.withLine { text.append(copying: $0.extracting(range)) }
  }

  private static func append(_ number: UInt64, to text: inout UniqueArray<UInt8>) {
    text.append(copying: Array(String(number).utf8))
  }
}
