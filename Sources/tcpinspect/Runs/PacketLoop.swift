import BasicContainers
import HeapModule
import InternetTypes
import PacketCapture
import SystemServices

/// What takes packets one by one: a subcommand's session.
protocol PacketConsumer: ~Copyable {
  /// Packets taken so far.
  var count: UInt64 { get }

  /// Takes the next packet; false when it was the last that is wanted.
  ///
  /// - Throws: when output fails.
  mutating func take(
    _ captured: CapturedPacket, _ frame: Span<UInt8>, _ linkType: LinkType
  ) throws(CaptureError) -> Bool

  /// Nothing is at hand right now: writes out everything that waits, and looks at the clock.
  ///
  /// - Throws: when output fails.
  mutating func flush() throws(CaptureError)
}

/// The loops that lend packets to a session.
enum PacketLoop {
  /// Takes all packets of the sources, in order of time; returns why one of them ended early.
  ///
  /// - Throws: when output fails.
  static func read(
    _ sources: inout UniqueArray<CaptureFile>, into session: inout some PacketConsumer & ~Copyable
  ) throws(CaptureError) -> CaptureError? {
    sources.count == 1
      ? try readOne(&sources[0], into: &session) : try merge(&sources, into: &session)
  }

  /// Takes all packets of one source; returns why it ended early.
  ///
  /// - Throws: when output fails.
  private static func readOne(
    _ source: inout CaptureFile, into session: inout some PacketConsumer & ~Copyable
  ) throws(CaptureError) -> CaptureError? {
    while true {
      let end = try source.forEachPacket { (packet, bytes) throws(CaptureError) in
        try session.take(packet, bytes, packet.linkType)
      }
      switch end {
      case .quiet: try session.flush()
      case .failed(let error): return error
      case .stopped, .interrupted, .endOfInput: return nil
      }
    }
  }

  /// Takes the packets of several sources in order of time; returns why one of them ended early.
  ///
  /// - Throws: when output fails.
  private static func merge(
    _ sources: inout UniqueArray<CaptureFile>, into session: inout some PacketConsumer & ~Copyable
  ) throws(CaptureError) -> CaptureError? {
    var failure: CaptureError?
    var heads = Heap<Head>()
    for index in 0..<sources.count {
      if let time = try next(of: &sources[index], &session, &failure) {
        heads.insert(Head(time: time, index: index))
      }
    }
    while let first = heads.min {
      let index = first.index
      let packet = sources[index].current
      let goesOn = try sources[index].withBytes { (bytes) throws(CaptureError) in
        try session.take(packet, bytes, packet.linkType)
      }
      guard goesOn else { return failure }
      if let time = try next(of: &sources[index], &session, &failure) {
        heads.replaceMin(with: Head(time: time, index: index))
      } else {
        heads.removeMin()
      }
    }
    return failure
  }

  /// The next packet of a source; of equal times the file that was named first comes first.
  private struct Head: Comparable {
    let time: Timestamp
    let index: Int

    static func < (one: Head, other: Head) -> Bool {
      one.time == other.time ? one.index < other.index : one.time < other.time
    }
  }

  /// Goes to the next packet of a source and returns its time, or nil and perhaps why there is none.
  ///
  /// - Throws: when output fails.
  private static func next(
    of source: inout CaptureFile, _ session: inout some PacketConsumer & ~Copyable,
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
      case .quiet: try session.flush()
      case .interrupted, .endOfInput: return nil
      }
    }
  }
}
