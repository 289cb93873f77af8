import FixtureCaptures
import InternetTypes
import TimeLines

/// Frames that tests make.
enum Traffic {
  /// An IPv4 packet behind an Ethernet header.
  static func ethernet(_ packet: [UInt8]) -> [UInt8] {
    [UInt8](repeating: 2, count: 12) + [8, 0] + packet
  }

  /// A step of a client on a port, as a frame.
  static func frame(_ step: Step, clientPort: UInt16, at time: Int64) -> TimedFrame {
    var maker = FrameMaker()
    maker.clientPort = clientPort
    let bytes = ethernet(maker.frame(step))
    return TimedFrame(bytes: bytes, wireLength: bytes.count, time: time)
  }

  /// Conversations side by side, from different ports.
  static func crowd(of count: Int, _ random: inout SeededGenerator) -> [TimedFrame] {
    var frames: [TimedFrame] = []
    for number in 0..<count {
      var maker = FrameMaker()
      maker.clientPort = UInt16(20_000 + number)
      var time = Int64.random(in: 0...2_000_000_000, using: &random)
      for step in randomConversation(&random) {
        time += Int64(step.delay * 1_000_000)
        let bytes = ethernet(maker.frame(step))
        frames.append(TimedFrame(bytes: bytes, wireLength: bytes.count, time: time))
      }
    }
    return frames.enumerated().sorted {
      ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
    }
    .map(\.element)
  }

  /// SYNs of `count` clients with addresses of their own, a microsecond apart.
  static func flood(of count: Int, from start: Int64 = 0) -> [TimedFrame] {
    (0..<count).map { number in
      let address = [10, UInt8(number >> 16 & 255), UInt8(number >> 8 & 255), UInt8(number & 255)]
      let header: [UInt8] =
        [0x45, 0, 0, 40, 0, 1, 0x40, 0, 64, 6, 0, 0] + address + [192, 0, 2, 1]
      let segment: [UInt8] =
        [0x9c, 0x40, 0, 80, 0, 0, 1, 0, 0, 0, 0, 0, 0x50, 2, 0x20, 0, 0, 0, 0, 0]
      let bytes = ethernet(header + segment)
      return TimedFrame(bytes: bytes, wireLength: bytes.count, time: start + Int64(number) * 1000)
    }
  }

  /// The frames of a capture, `step` nanoseconds apart.
  static func frames(of capture: FixtureCapture, step: Int64) -> [TimedFrame] {
    capture.frames.enumerated().map { index, frame in
      TimedFrame(
        bytes: frame.bytes, wireLength: frame.wireLength, time: Int64(index) * step)
    }
  }
}
