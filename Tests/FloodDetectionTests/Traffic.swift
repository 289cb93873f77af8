import FloodDetection
import InternetTypes
import PacketDissection

/// Generates raw IPv4 packets on a simulated clock and feeds them to a detector.
struct Traffic {
  static let syn: UInt8 = 0x02
  static let synAck: UInt8 = 0x12
  static let ack: UInt8 = 0x10
  static let reset: UInt8 = 0x04
  static let refusal: UInt8 = 0x14

  /// A host's number: 192.0.2.1.
  static let server: UInt32 = 0xc000_0201
  /// The first of the clients: 198.51.100.0.
  static let client: UInt32 = 0xc633_6400

  var detector: FloodDetector
  var alerts: [FloodAlert] = []
  /// Nanoseconds since the script's beginning.
  var clock: Int64 = 0

  static let epoch: Int64 = 1_700_000_000

  init(_ configuration: FloodConfiguration = FloodConfiguration()) {
    detector = FloodDetector(configuration)
  }

  var time: Timestamp {
    Timestamp(seconds: Self.epoch + clock / 1_000_000_000, nanoseconds: clock % 1_000_000_000)
  }

  /// Seconds since the script's beginning.
  static func seconds(_ time: Timestamp) -> Double {
    Double(time.seconds - epoch) + Double(time.nanoseconds) / 1e9
  }

  mutating func wait(_ seconds: Double) { clock += Int64(seconds * 1e9) }

  static func big(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  /// The bytes of a segment without options.
  static func segment(
    from source: (UInt32, UInt16), to destination: (UInt32, UInt16), _ flags: UInt8,
    sequence: UInt32 = 0, acknowledgment: UInt32 = 0, window: UInt16 = 64_240,
    timeToLive: UInt8 = 60
  ) -> [UInt8] {
    var bytes: [UInt8] = [0x45, 0, 0, 40, 0, 0, 0x40, 0, timeToLive, 6, 0, 0]
    bytes += big(source.0) + big(destination.0)
    bytes += big(UInt32(source.1) << 16 | UInt32(destination.1))
    bytes += big(sequence) + big(acknowledgment)
    bytes += [0x50, flags, UInt8(window >> 8), UInt8(window & 0xff), 0, 0, 0, 0]
    return bytes
  }

  mutating func send(_ bytes: [UInt8]) {
    let frame = bytes.span
    let packet = Packet(decoding: frame, wireLength: bytes.count, linkType: LinkType(rawValue: 101))
    detector.process(packet, frame: frame, time: time)
    alerts += detector.takeAlerts()
  }

  mutating func send(
    from source: (UInt32, UInt16), to destination: (UInt32, UInt16), _ flags: UInt8,
    sequence: UInt32 = 0, acknowledgment: UInt32 = 0, timeToLive: UInt8 = 60
  ) {
    send(
      Self.segment(
        from: source, to: destination, flags, sequence: sequence, acknowledgment: acknowledgment,
        timeToLive: timeToLive))
  }

  /// A handshake that is completed, each step 10 milliseconds after the one before.
  mutating func connect(_ client: (UInt32, UInt16), _ server: (UInt32, UInt16)) {
    send(from: client, to: server, Self.syn, sequence: 1_000)
    clock += 10_000_000
    send(from: server, to: client, Self.synAck, sequence: 5_000, acknowledgment: 1_001)
    clock += 10_000_000
    send(from: client, to: server, Self.ack, sequence: 1_001, acknowledgment: 5_001)
    clock -= 20_000_000
  }

  /// Calls `body` at a rate a second for a number of seconds, with the number of the call.
  mutating func repeating(
    _ rate: Int, for seconds: Double, _ body: (inout Traffic, Int) -> Void
  ) {
    let start = clock
    let count = Int(Double(rate) * seconds)
    for number in 0..<count {
      clock = start + Int64(number) * 1_000_000_000 / Int64(rate)
      body(&self, number)
    }
    clock = start + Int64(seconds * 1e9)
  }

  /// Ends the input and returns the summary.
  mutating func finish() -> FloodSummary {
    detector.advance(to: time)
    let summary = detector.finish()
    alerts += detector.takeAlerts()
    return summary
  }

  /// The alerts that were raised, without those that close one.
  var raised: [FloodAlert] { alerts.filter { $0.end == nil } }
}
