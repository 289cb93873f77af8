import BasicContainers
import InternetTypes
import PacketDissection

@testable import CongestionInference
@testable import ConnectionTracking

/// The capture of a simulated transfer beside one of its ends, as frames with checksums, and what the tracker makes of it.
struct SimulatedCapture {
  enum Position { case sender, receiver }

  static let segmentSize = 1000

  private(set) var frames: [(bytes: [UInt8], time: Int)] = []
  /// The transfer's passage that each frame holds; nil for the handshake.
  private(set) var passages: [SimulatedTransfer.Passage?] = []
  private(set) var records: [WindowRecord] = []
  private(set) var verdict: CongestionVerdict?

  private let transfer: SimulatedTransfer

  private let port: Int

  init(_ transfer: SimulatedTransfer, at position: Position, port: Int = 40_000) {
    self.transfer = transfer
    self.port = port
    let delay = SimulatedTransfer.delay
    let start = 1_000_000
    let isFar = position == .receiver
    // SYN, SYN-ACK and ACK; the client sends the data.
    add(isClient: true, flags: 2, 0, 0, stamp: 0, echo: 0, at: isFar ? start : start - delay)
    add(isClient: false, flags: 18, 0, 1, stamp: 0, echo: 0, at: isFar ? start + 5 : start + delay)
    add(
      isClient: true, flags: 16, 1, 1, stamp: 0, echo: 0,
      at: isFar ? start + 2 * delay + 10 : start + delay + 5)
    // The transfer's clock begins when the handshake is over for the client.
    let offset = start + delay + 10
    var all: [(time: Int, passage: SimulatedTransfer.Passage)] = []
    for passage in transfer.passages {
      if position == .sender {
        all.append((passage.atSender, passage))
      } else if let time = passage.atReceiver {
        all.append((time, passage))
      }
    }
    all.sort { $0.time < $1.time }
    for (time, passage) in all {
      let number = 1 + passage.number * Self.segmentSize
      if passage.isData {
        add(
          isClient: true, flags: 16, number, 1, length: Self.segmentSize, stamp: passage.stamp,
          echo: passage.echo, at: offset + time, passage)
      } else {
        add(
          isClient: false, flags: 16, 1, number, stamp: passage.stamp,
          echo: passage.echo, at: offset + time, passage)
      }
    }
    track()
  }

  private mutating func add(
    isClient: Bool, flags: UInt8, _ sequence: Int, _ acknowledgment: Int, length: Int = 0,
    stamp: Int, echo: Int, at time: Int, _ passage: SimulatedTransfer.Passage? = nil
  ) {
    let isSYN = flags & 2 != 0
    var options: [UInt8] = [1, 1, 8, 10] + Self.bytes(stamp + 1, 4) + Self.bytes(echo + 1, 4)
    if isSYN { options = [2, 4] + Self.bytes(Self.segmentSize + 12, 2) + options + [3, 3, 7, 0] }
    let base = isClient ? 5000 : 9000
    let peerBase = isClient ? 9000 : 5000
    let addresses: [UInt8] = isClient ? [10, 0, 0, 1, 10, 0, 0, 2] : [10, 0, 0, 2, 10, 0, 0, 1]
    let tcpLength = 20 + options.count + length
    var tcp =
      Self.bytes(isClient ? port : 80, 2) + Self.bytes(isClient ? 80 : port, 2)
      + Self.bytes(base + sequence, 4)
    tcp += Self.bytes(flags & 16 == 0 ? 0 : peerBase + acknowledgment, 4)
    tcp += [UInt8(((20 + options.count) / 4) << 4), flags] + Self.bytes(65_000, 2) + [0, 0, 0, 0]
    tcp += options + [UInt8](repeating: 0x61, count: length)
    let sum = Self.checksum(addresses + [0, 6] + Self.bytes(tcpLength, 2) + tcp)
    tcp.replaceSubrange(16..<18, with: Self.bytes(sum, 2))
    var header: [UInt8] =
      [0x45, 0] + Self.bytes(20 + tcpLength, 2) + [0, 0, 0x40, 0, 64, 6, 0, 0]
    header += addresses
    header.replaceSubrange(10..<12, with: Self.bytes(Self.checksum(header), 2))
    frames.append((header + tcp, time))
    passages.append(passage)
  }

  private static func bytes(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }

  /// The internet checksum (RFC 1071).
  private static func checksum(_ bytes: [UInt8]) -> Int {
    var sum = 0
    for index in stride(from: 0, to: bytes.count, by: 2) {
      sum += Int(bytes[index]) << 8 + (index + 1 < bytes.count ? Int(bytes[index + 1]) : 0)
    }
    while sum > 0xffff { sum = sum & 0xffff + sum >> 16 }
    return ~sum & 0xffff
  }

  /// Gives its frames to a tracker.
  func give(to tracker: inout ConnectionTracker) {
    for (index, frame) in frames.enumerated() {
      let timestamp = Timestamp(
        seconds: 1_700_000_000 + Int64(frame.time / 1_000_000),
        nanoseconds: Int64(frame.time % 1_000_000) * 1000)
      let packet = Packet(
        decoding: frame.bytes.span, wireLength: frame.bytes.count, linkType: .raw)
      tracker.process(packet, frame: frame.bytes.span, timestamp: timestamp, number: index + 1)
    }
    tracker.flush()
  }

  private mutating func track() {
    var tracker = ConnectionTracker()
    tracker.findings.wantsWindows = true
    tracker.findings.wantsVerdicts = true
    give(to: &tracker)
    while tracker.finish(atMost: 8) {}
    for index in tracker.findings.windows.indices
    where tracker.findings.windows[index].sender == .client {
      records.append(tracker.findings.windows[index])
    }
    for index in tracker.findings.verdicts.indices
    where tracker.findings.verdicts[index].sender == .client {
      verdict = tracker.findings.verdicts[index]
    }
  }

  /// Pairs of the simulation's window and the record's, for each acknowledgment.
  var windows: [(truth: SimulatedTransfer.Passage, record: WindowRecord)] {
    records.compactMap { record in
      guard passages.indices.contains(record.packet - 1), let passage = passages[record.packet - 1],
        !passage.isData
      else { return nil }
      return (passage, record)
    }
  }

  /// How many records have a window that the sender had at some time within half a round trip of the
  /// acknowledgment's arrival: as long as a capture beside the receiver is from what the sender does.
  var windowsNearInTime: Int {
    let all = transfer.passages.filter { !$0.isData }.sorted { $0.atSender < $1.atSender }
    var (first, past) = (0, 0)
    return windows.sorted { $0.truth.atSender < $1.truth.atSender }.count { pair in
      let (from, to) = (
        pair.truth.atSender - SimulatedTransfer.delay, pair.truth.atSender + SimulatedTransfer.delay
      )
      while first < all.count && all[first].atSender < from { first += 1 }
      while past < all.count && all[past].atSender <= to { past += 1 }
      let near = all[first..<past].map(\.window)
      return near.contains { $0 <= pair.record.window }
        && near.contains { $0 >= pair.record.window }
    }
  }
}
