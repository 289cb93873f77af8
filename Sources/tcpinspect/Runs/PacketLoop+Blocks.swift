import BasicContainers
import CaptureFormats
import PacketCapture

extension PacketLoop {
  /// Processes all packets and blocks of the sources in order of time; returns the error that ended one of them early.
  ///
  /// - Throws: if output fails.
  static func readBlocks(
    _ sources: inout UniqueArray<CaptureFile>, into consumer: inout some PacketConsumer & ~Copyable,
    _ progress: inout FileProgress
  ) throws(CaptureError) -> CaptureError? {
    if sources.count == 1 { return try readBlocksOfOne(&sources, into: &consumer, &progress) }
    let failure = try merge(&sources, into: &consumer, &progress) {
      (source, index, consumer) throws(CaptureError) in
      if source.hasDescriptions { try consumer.take(source.takeDescriptions(), of: index) }
      let (packet, order) = (source.current, source.blockOrder)
      return try source.withBlock { (block) throws(CaptureError) in
        try source.withBytes { (bytes) throws(CaptureError) in
          try consumer.take(packet, bytes, block: block, order: order, of: index)
        }
      }
    }
    for index in 0..<sources.count where sources[index].hasDescriptions {
      try consumer.take(sources[index].takeDescriptions(), of: index)
    }
    return failure
  }

  /// Processes all packets and blocks of one source; returns the error that ended it early.
  ///
  /// - Throws: if output fails.
  private static func readBlocksOfOne(
    _ sources: inout UniqueArray<CaptureFile>, into consumer: inout some PacketConsumer & ~Copyable,
    _ progress: inout FileProgress
  ) throws(CaptureError) -> CaptureError? {
    let isTimed = progress.isTimed
    while true {
      var isWanted = true
      let end = try sources[0].forEachBlock {
        (packet, bytes, block, order) throws(CaptureError) in
        isWanted = try consumer.take(packet, bytes, block: block, order: order, of: 0)
        return isWanted && !FileProgress.isDue(consumer.count, isTimed: isTimed)
      }
      if end != .stopped, sources[0].hasDescriptions {
        try consumer.take(sources[0].takeDescriptions(), of: 0)
        if end == .quiet { continue }
      }
      try answerRequests(sources, &consumer, &progress)
      switch end {
      case .stopped where isWanted: continue
      case .quiet: try consumer.flush()
      case .failed(let error): return error
      case .stopped, .interrupted, .endOfInput: return nil
      }
    }
  }
}
