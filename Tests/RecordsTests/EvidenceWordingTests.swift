import CongestionInference
import Testing

@testable import Records

@Suite struct `Evidence wording` {
  @Test(arguments: [
    (Evidence.tooFewSegments(1), "1 segment is too few to tell"),
    (.tooFewSegments(5), "5 segments are too few to tell"),
    (.tooFewAcknowledgments(0), "0 acknowledgments are too few to tell"),
    (.notFollowed(limit: 2), "not followed: 2 connections had models already"),
    (
      .fits(.cubic, penalty: 0.126, other: .reno, otherPenalty: 12, samples: 1),
      "the windows on the wire differ from CUBIC's by 0.13, from Reno's by 12.00 over "
        + "1 acknowledgment"
    ),
    (
      .fitsRFC(.newReno, penalty: 0, linuxPenalty: 3.5, samples: 90),
      "the windows on the wire differ from the RFCs' NewReno by 0.00, from Linux's by 3.50 over "
        + "90 acknowledgments"
    ),
    (
      .onlyBBRFits(lossBasedPenalty: .infinity, penalty: -1, samples: 200),
      "neither Reno nor CUBIC explains the windows: 1000000000.00 against 0.00 for BBR over "
        + "200 acknowledgments"
    ),
    (.paced(share: 0.555), "56 % of full segments left between acknowledgments"),
    (.reductions(count: 2, factor: 0.7), "2 reductions to 0.70 of the window"),
  ])
  func `evidence is a phrase with rounded numbers`(evidence: Evidence, phrase: String) {
    #expect(evidence.wording == phrase)
  }
}
