import Testing

@testable import CongestionInference

@Suite struct `Agreement of models with the wire` {
  @Test func `a model that was never contradicted has no share`() {
    var agreement = Agreement()
    for _ in 0..<100 { agreement.hit() }
    #expect(agreement.share == 0)
    #expect(agreement.recent == 0)
  }

  @Test func `contradictions count by their share, those of one segment less`() {
    var agreement = Agreement()
    for _ in 0..<75 { agreement.hit() }
    for _ in 0..<25 { agreement.miss(by: 5) }
    #expect(agreement.share == 0.25)
    #expect(agreement.recent > Calibration.Agreement.following.enter)
    var single = Agreement()
    for _ in 0..<100 { single.miss(by: 1) }
    #expect(single.share == Calibration.Agreement.single)
  }

  @Test func `a model that fits again is followed again`() {
    var agreement = Agreement()
    for _ in 0..<50 { agreement.miss(by: 5) }
    for _ in 0..<150 { agreement.hit() }
    #expect(agreement.recent < Calibration.Agreement.following.leave)
  }
}
