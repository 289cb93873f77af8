import InternetTypes

/// The packets of a ladder diagram: the first and the last ones, and some around each event.
struct LadderRecording: Sendable {
  /// A packet, with the beginning of its frame for tcpdump's line.
  struct Rung: Sendable {
    var segment: RecordedSegment
    var frame: [UInt8]
    var wireLength: Int
    var linkType: LinkType
    /// The number of the connection's packets before it.
    var position: Int
  }

  private static var firstCount: Int { 40 }
  private static var lastCount: Int { 20 }
  /// Packets before and after an event.
  private static var surroundings: Int { 5 }
  /// The most packets around events.
  private static var eventLimit: Int { 60 }
  private static var frameLimit: Int { 192 }

  private(set) var kept: [Rung] = []
  private var recent: [Rung] = []
  /// The packets after the last event that are still kept.
  private var pending = 0
  private var eventCount = 0
  /// How many packets there were.
  private(set) var count = 0

  mutating func take(
    _ segment: RecordedSegment, _ frame: Span<UInt8>, wireLength: Int, _ linkType: LinkType
  ) {
    var bytes: [UInt8] = []
    if recent.count >= Self.lastCount {
      // The storage of the oldest frame serves again.
      bytes = recent.removeFirst().frame
      bytes.removeAll(keepingCapacity: true)
    }
    for index in 0..<min(frame.count, Self.frameLimit) { bytes.append(frame[index]) }
    let rung = Rung(
      segment: segment, frame: bytes, wireLength: wireLength, linkType: linkType, position: count)
    count += 1
    recent.append(rung)
    if kept.count < Self.firstCount && eventCount == 0 {
      kept.append(rung)
    } else if pending > 0 {
      pending -= 1
      keep(rung)
    }
  }

  /// Notes an event at the last packet.
  mutating func noteEvent() {
    for rung in recent.suffix(Self.surroundings + 1) { keep(rung) }
    pending = eventCount < Self.eventLimit ? Self.surroundings : 0
  }

  private mutating func keep(_ rung: Rung) {
    guard rung.position > kept.last?.position ?? -1 else { return }
    if kept.count >= Self.firstCount {
      guard eventCount < Self.eventLimit else { return }
      eventCount += 1
    }
    kept.append(rung)
  }

  /// The packets in order.
  var rungs: [Rung] {
    let last = kept.last?.position ?? -1
    return kept + recent.filter { $0.position > last }
  }
}
