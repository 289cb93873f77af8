import BasicContainers
import CaptureFormats
import InternetTypes
import PacketCapture
import PacketDissection
import SystemServices
import TrackingPipeline

/// The packet consumer of `partition`: writes each packet to the file of its bucket, and the ticks of all.
struct PartitionSession: PacketConsumer, ~Copyable {
  private let folder: AttemptFolder
  private let router: BucketRouter
  private var summary: PartitionSummary
  /// The files of the buckets, and one of the packets that all of them need.
  private var pieces = UniqueArray<BucketFile>()
  private var ticks = TickEncoder()
  private let tickOutput: OutputDescriptor
  private var interfaces: [CaptureInterface]
  private var last: Timestamp?
  private var lastInterface = 0
  private(set) var count: UInt64 = 0

  /// Bytes of ticks that are written at once.
  private static let tickThreshold = 1 << 16

  /// A session that fills a folder.
  ///
  /// - Throws: if its files cannot be created.
  init(
    _ folder: AttemptFolder, summary: PartitionSummary, interfaces: [CaptureInterface]
  ) throws(CaptureError) {
    self.folder = folder
    self.summary = summary
    self.interfaces = interfaces
    router = BucketRouter(count: summary.buckets, joinsUDP: summary.joinsUDP ?? false)
    let threshold = BucketFile.threshold(count: summary.buckets)
    for bucket in 0..<summary.buckets {
      pieces.append(
        BucketFile(
          path: PartitionNames.bucket(bucket, of: folder.attempt), threshold: threshold))
    }
    pieces.append(
      BucketFile(path: PartitionNames.shared(of: folder.attempt), threshold: threshold))
    tickOutput = try .create(path: PartitionNames.ticks(of: folder.attempt))
  }

  mutating func take(
    _ captured: CapturedPacket, _ frame: Span<UInt8>, _ linkType: LinkType
  ) throws(CaptureError) -> Bool {
    count += 1
    let time = captured.timestamp
    let bucket = router.bucket(
      of: frame, wireLength: captured.originalLength, linkType: linkType)
    summary.note(time, byteCount: frame.count, bucket: bucket, since: last)
    last = time
    ticks.append(PacketTick(time: time, number: captured.number))
    if ticks.byteCount >= Self.tickThreshold { try flushTicks() }
    let interface = Int(captured.interface)
    lastInterface = interface
    try pieces[bucket ?? summary.buckets].append(
      frame, captured, time: time,
      described: interface < interfaces.count
        ? interfaces[interface]
        : CaptureInterface(linkType: linkType, snapshotLength: 0, resolution: .nanoseconds))
    return true
  }

  mutating func take(
    _ descriptions: CaptureFile.Descriptions, of source: Int
  ) throws(CaptureError) {
    interfaces = descriptions.interfaces
  }

  private mutating func flushTicks() throws(CaptureError) {
    try ticks.withBytes { (bytes) throws(CaptureError) in try tickOutput.write(bytes) }
    ticks.removeBytes()
  }

  mutating func flush() throws(CaptureError) {}

  /// States why the capture ended early.
  mutating func fail(_ reason: String) { summary.failure = reason }

  consuming func finish() throws(CaptureError) -> RunReport {
    try flushTicks()
    try tickOutput.close()
    for index in 0..<pieces.count { try pieces[index].close() }
    if lastInterface < interfaces.count {
      summary.lastInterface = interfaces[lastInterface].name
    }
    let output = try OutputDescriptor.create(path: PartitionNames.summary(of: folder.attempt))
    try output.write(summary.json.span)
    try output.close()
    try folder.complete()
    let share = summary.bytesOfBuckets.max() ?? 0
    return RunReport(notes: [
      "\(summary.packets.counted("packet")), "
        + "\(summary.sharedPackets) of them for every bucket; the largest of "
        + "\(summary.buckets.counted("bucket")) has "
        + "\(summary.bytes == 0 ? 0 : share * 100 / summary.bytes) % of the bytes"
    ])
  }
}

/// The file of one bucket, which is created with its first packet.
struct BucketFile: ~Copyable {
  private let path: String
  private let threshold: Int
  private var encoder: PieceEncoder?
  private var output: OutputDescriptor?

  init(path: String, threshold: Int) {
    self.path = path
    self.threshold = threshold
  }

  /// Bytes that a file collects before it is written: 64 MiB for all of them at most.
  static func threshold(count: Int) -> Int { min(max((1 << 26) / (count + 1), 1 << 13), 1 << 18) }

  /// Appends a packet.
  ///
  /// - Throws: if the file cannot be written.
  mutating func append(
    _ frame: Span<UInt8>, _ captured: CapturedPacket, time: Timestamp,
    described description: @autoclosure () -> CaptureInterface
  ) throws(CaptureError) {
    if encoder == nil {
      encoder = PieceEncoder(application: TCPInspect.name)
      output = try .create(path: path)
    }
    do throws(FormatError) {
      try encoder?.append(
        frame, originalLength: captured.originalLength, time: time, number: captured.number,
        interface: Int(captured.interface), described: description())
    } catch {
      throw CaptureError(error, subject: path)
    }
    if (encoder?.byteCount ?? 0) >= threshold { try flush() }
  }

  private mutating func flush() throws(CaptureError) {
    guard let output, encoder != nil else { return }
    try encoder?.withBytes { (bytes) throws(CaptureError) in try output.write(bytes) }
    encoder?.removeBytes()
  }

  /// Completes the file, if there is one.
  ///
  /// - Throws: if it cannot be written.
  mutating func close() throws(CaptureError) {
    try flush()
    try output?.close()
    output = nil
  }
}
