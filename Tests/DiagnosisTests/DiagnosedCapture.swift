import Diagnosis
import FixtureCaptures
import FloodDetection
import Foundation
import InternetTypes
import PacketDissection
import TrackingPipeline

/// The findings about a fixture.
struct DiagnosedCapture {
  private(set) var findings: [DiagnosedFinding] = []
  private(set) var packetCount: UInt64 = 0
  /// When each packet was captured.
  private(set) var times: [Timestamp] = []

  /// Diagnoses a capture of microseconds, written on a little-endian machine.
  ///
  /// - Parameters:
  ///   - name: the fixture.
  ///   - keeps: whether a packet, by its number from 1 and its bytes, is in the capture.
  ///   - change: the bytes of a packet that are captured in place of its own.
  ///   - seconds: is added to the time of the packet with this number.
  /// - Throws: if it cannot be read.
  init(
    _ name: String, keeping keeps: (Int, [UInt8]) -> Bool = { _, _ in true },
    changing change: (Int, [UInt8]) -> [UInt8] = { $1 }, delaying seconds: [Int: Int64] = [:]
  ) throws {
    let bytes = [UInt8](
      try Data(contentsOf: FixtureCapture.folder.appending(path: name + ".pcap")))
    func number(_ offset: Int) -> Int {
      (0..<4).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
    }
    let linkType = LinkType(rawValue: Int32(number(20) & 0xffff))
    var configuration = PipelineConfiguration()
    configuration.findings = [.transitions, .events, .modelWindows, .verdicts, .connections]
    configuration.shardCount = 1
    var tracker = CaptureTracker(configuration)
    var detector = FloodDetector()
    var diagnostician = Diagnostician()
    var offset = 24
    var position = 0
    while offset + 16 <= bytes.count {
      position += 1
      let captured = Array(bytes[(offset + 16)..<(offset + 16 + number(offset + 8))])
      let stated = number(offset + 12)
      guard keeps(position, captured) else {
        offset += 16 + captured.count
        continue
      }
      let frame = change(position, captured)
      let wireLength = stated + frame.count - captured.count
      packetCount += 1
      let second = Int64(number(offset)) + (seconds[position] ?? 0)
      let time = Timestamp(rawValue: second * 1_000_000_000 + Int64(number(offset + 4)) * 1000)
      times.append(time)
      let header = FrameHeader(
        linkType: linkType, wireLength: wireLength, timestamp: time,
        number: Int(packetCount))
      tracker.take(frame.span, header, into: &diagnostician)
      let packet = Packet(
        decoding: frame.span, wireLength: wireLength, linkType: linkType)
      diagnostician.note(packet: packetCount, at: time, isCut: false)
      if detector.process(packet, frame: frame.span, time: time) {
        for alert in detector.takeAlerts() { diagnostician.take(alert, packet: packetCount) }
      }
      offset += 16 + captured.count
    }
    tracker.finish(into: &diagnostician)
    _ = detector.finish()
    for alert in detector.takeAlerts() { diagnostician.take(alert, packet: packetCount) }
    findings = diagnostician.finish().findings
  }

  /// The kinds of the findings of a severity, the worst first.
  func kinds(_ severity: FindingSeverity) -> [DiagnosisKind] {
    findings.filter { $0.severity == severity }.map(\.kind)
  }
}
