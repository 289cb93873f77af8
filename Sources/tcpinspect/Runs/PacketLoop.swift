import BasicContainers
import HeapModule
import InternetTypes
import PacketCapture
import SystemServices

/// The loops that lend packets of files to a consumer.
enum PacketLoop {
  /// Processes all packets of the sources in order of time; returns the error that ended one of them early.
  ///
  /// - Throws: if output fails.
  static func read(
    _ sources: inout UniqueArray<CaptureFile>, into consumer: inout some PacketConsumer & ~Copyable,
    _ progress: inout FileProgress
  ) throws(CaptureError) -> CaptureError? {
    for index in 0..<sources.count where sources[index].keepsBlocks {
      return try readBlocks(&sources, into: &consumer, &progress)
    }
    if sources.count == 1 { return try readOne(&sources, into: &consumer, &progress) }
    var current = 0
    return try merge(&sources, into: &consumer, &progress) {
      (source, index, consumer) throws(CaptureError) in
      if source.reportsInterfaces, source.hasDescriptions {
        try consumer.take(source.takeDescriptions(), of: index)
      }
      if index != current {
        current = index
        consumer.begin(source: index)
      }
      let packet = source.current
      return try source.withBytes { (bytes) throws(CaptureError) in
        try consumer.take(packet, bytes, packet.linkType)
      }
    }
  }

  /// Processes all packets of one source; returns the error that ended it early.
  ///
  /// - Throws: if output fails.
  private static func readOne(
    _ sources: inout UniqueArray<CaptureFile>, into consumer: inout some PacketConsumer & ~Copyable,
    _ progress: inout FileProgress
  ) throws(CaptureError) -> CaptureError? {
    let isTimed = progress.isTimed
    while true {
      var isWanted = true
      let end = try sources[0].forEachPacket { (packet, bytes) throws(CaptureError) in
        // A report needs the source, which this loop has borrowed: the loop ends for it.
        isWanted = try consumer.take(packet, bytes, packet.linkType)
        return isWanted && !FileProgress.isDue(consumer.count, isTimed: isTimed)
      }
      try answerRequests(sources, &consumer, &progress)
      switch end {
      case .stopped where isWanted: continue
      case .quiet where sources[0].reportsInterfaces && sources[0].hasDescriptions:
        try consumer.take(sources[0].takeDescriptions(), of: 0)
      case .quiet: try consumer.flush()
      case .failed(let error): return error
      case .stopped, .interrupted, .endOfInput: return nil
      }
    }
  }

  /// Makes the reports and flushes that a signal or the clock requests.
  ///
  /// - Throws: if output fails.
  static func answerRequests(
    _ sources: borrowing UniqueArray<CaptureFile>,
    _ consumer: inout some PacketConsumer & ~Copyable, _ progress: inout FileProgress
  ) throws(CaptureError) {
    progress.report(consumer.count, sources)
    if Interruption.takeFlushRequest() { try consumer.flushFiles() }
  }

  /// Processes the packets of several sources in order of time; returns the error that ended one of them early.
  ///
  /// - Parameters:
  ///   - sources: the sources.
  ///   - consumer: the consumer of their packets.
  ///   - progress: reports how far the run is.
  ///   - take: passes the current packet of a source to the consumer; returns false if it was the last one wanted.
  /// - Returns: the error that ended a source early.
  /// - Throws: if output fails.
  static func merge<Consumer: PacketConsumer & ~Copyable>(
    _ sources: inout UniqueArray<CaptureFile>, into consumer: inout Consumer,
    _ progress: inout FileProgress,
    take: (inout CaptureFile, Int, inout Consumer) throws(CaptureError) -> Bool
  ) throws(CaptureError) -> CaptureError? {
    let isTimed = progress.isTimed
    var failure: CaptureError?
    var heads = Heap<Head>()
    for index in 0..<sources.count {
      if let time = try next(of: &sources[index], &consumer, &failure) {
        heads.insert(Head(time: time, index: index))
      }
    }
    while let first = heads.min {
      let index = first.index
      let isWanted = try take(&sources[index], index, &consumer)
      guard isWanted, !Interruption.isRequested else { return failure }
      if FileProgress.isDue(consumer.count, isTimed: isTimed) {
        try answerRequests(sources, &consumer, &progress)
      }
      if let time = try next(of: &sources[index], &consumer, &failure) {
        heads.replaceMin(with: Head(time: time, index: index))
      } else {
        heads.removeMin()
      }
    }
    return failure
  }

  /// The next packet of a source, in order of time; at equal times in order of the command line.
  private struct Head: Comparable {
    let time: Timestamp
    let index: Int

    static func < (one: Head, other: Head) -> Bool {
      one.time == other.time ? one.index < other.index : one.time < other.time
    }
  }

  /// Advances a source to its next packet and returns its time; nil at its end, with the failure if there was one.
  ///
  /// - Throws: if output fails.
  private static func next(
    of source: inout CaptureFile, _ consumer: inout some PacketConsumer & ~Copyable,
    _ failure: inout CaptureError?
  ) throws(CaptureError) -> Timestamp? {
    while true {
      let step: PacketStep
      do throws(CaptureError) {
        step = try source.advance()
      } catch {
        failure = failure ?? error
        return nil
      }
      switch step {
      case .packet: return source.current.timestamp
      case .quiet:
        // Blocks that are not consumed before the next packet of the source would fill the memory.
        if !source.hasDescriptions { try consumer.flush() }
      case .interrupted, .endOfInput: return nil
      }
    }
  }
}
