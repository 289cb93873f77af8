import FixtureCaptures
import InternetTypes
import PacketDissection
import Testing

@testable import FloodDetection

/// Plain segments, which are not decoded layer by layer.
@Suite struct PlainSegmentTests {
  @Test func `a packet changes a detector alike whether it is decoded or not`() throws {
    var generator = SeededGenerator(seed: 21)
    var plainCount = 0
    for capture in try FixtureCapture.all() {
      let configuration = FloodConfiguration()
      var (decoding, plain) = (FloodDetector(configuration), FloodDetector(configuration))
      var time = Timestamp(seconds: 1_700_000_000, nanoseconds: 0)
      for frame in capture.frames {
        time = time + Nanoseconds(rawValue: 1_000_000)
        let isChanged = Bool.random(using: &generator)
        let bytes = isChanged ? generator.mutation(of: frame.bytes) : frame.bytes
        let decoded = Packet(
          decoding: bytes.span, wireLength: frame.wireLength, linkType: capture.linkType)
        decoding.process(decoded, frame: bytes.span, time: time)
        let hasAlerts = plain.process(
          plain: bytes.span, wireLength: frame.wireLength, linkType: capture.linkType, time: time)
        if hasAlerts == nil {
          plain.process(decoded, frame: bytes.span, time: time)
        } else {
          plainCount += 1
        }
      }
      #expect("\(decoding.finish())" == "\(plain.finish())", "\(capture.name)")
      #expect("\(decoding.takeAlerts())" == "\(plain.takeAlerts())", "\(capture.name)")
    }
    #expect(plainCount > 500)
  }

  @Test func `the fields of a plain segment are those that decoding finds, at every length`() throws
  {
    for capture in try FixtureCapture.all() where capture.linkType == .ethernet {
      for packet in capture.frames.prefix(20) {
        for length in 0...min(packet.bytes.count, 100) {
          let frame = packet.bytes.span.extracting(0..<length)
          guard
            let plain = PlainSegment(
              frame, wireLength: packet.wireLength, linkType: capture.linkType)
          else { continue }
          let decoded = Packet(
            decoding: frame, wireLength: packet.wireLength, linkType: capture.linkType)
          guard case .tcp(let header) = decoded.transport, let hosts = decoded.hosts else {
            Issue.record("no segment in a packet of \(capture.name) cut at \(length)")
            continue
          }
          #expect(plain.endpoints.source == hosts.source)
          #expect(plain.endpoints.destination == hosts.destination)
          #expect(plain.endpoints.timeToLive == hosts.timeToLive)
          #expect(plain.endpoints.sourcePort == header.sourcePort)
          #expect(plain.endpoints.destinationPort == header.destinationPort)
          #expect(plain.fields.sequence == header.sequence)
          #expect(plain.fields.acknowledgment == header.acknowledgment)
          #expect(plain.fields.window == header.window)
          #expect(plain.fields.flags == header.flags)
          #expect(
            OptionSignature(plain.options, frame)
              == OptionSignature(TCPOptionIterator(decoded), frame))
          #expect(!decoded.isCarrier)
        }
      }
    }
  }
}
