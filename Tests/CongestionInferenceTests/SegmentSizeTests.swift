import Testing

@testable import CongestionInference

/// The size of full segments follows from what is sent; the option of the SYN is evidence only (RFC 9293, section 3.7.1).
@Suite struct `Segment sizes` {
  private func size(
    announced: Int?, default size: Int = 536, isDefault: Bool = false,
    _ segments: [(length: Int, isPush: Bool)]
  ) -> Int {
    var estimate = SegmentSizeEstimate(announced: announced, default: size, isDefault: isDefault)
    for segment in segments {
      _ = estimate.note(segment.length, isPush: segment.isPush, isCut: false)
    }
    return estimate.size
  }

  @Test func `without an option the first longer segment tells`() {
    #expect(size(announced: nil, isDefault: true, [(1448, false)]) == 1448)
    #expect(size(announced: nil, isDefault: true, [(100, true), (1448, false)]) == 1448)
  }

  @Test func `segments below the announced size that do not end a write are the full ones`() {
    #expect(size(announced: 1448, [(1420, false), (1420, false)]) == 1420)
  }

  @Test func `small writes are not taken for full segments`() {
    let writes = [(length: Int, isPush: Bool)](repeating: (100, true), count: 50)
    #expect(size(announced: 1448, writes) == 1448)
  }

  @Test func `segments that the receive window cuts are not taken for full ones`() {
    var estimate = SegmentSizeEstimate(announced: 1448, default: 536, isDefault: false)
    for _ in 0..<50 { _ = estimate.note(700, isPush: false, isCut: true) }
    #expect(estimate.size == 1448)
  }

  @Test func `frames of several segments are not taken for full ones`() {
    #expect(size(announced: 1448, [(14480, false), (2896, false), (2896, true)]) == 1448)
    #expect(size(announced: nil, default: 1448, [(2896, false), (14480, false)]) == 1448)
  }

  @Test func `without SYNs jumbo segments are recognised by their repetition`() {
    #expect(
      size(announced: nil, default: 1448, [(8948, false), (8948, false), (8948, false)]) == 8948)
  }

  @Test func `a path that takes less from some time on lowers the size, and more raises it again`()
  {
    let full = [(length: Int, isPush: Bool)](repeating: (1448, false), count: 20)
    let lower = [(length: Int, isPush: Bool)](repeating: (1348, false), count: 20)
    #expect(size(announced: 1448, full + lower) == 1348)
    #expect(size(announced: 1448, full + lower + full) == 1448)
  }
}
