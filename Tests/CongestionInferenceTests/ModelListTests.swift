import Testing

@testable import CongestionInference

/// The list of models: each has one place, and the groups hold all of them.
@Suite struct `Model list` {
  @Test func `a table has room for each model`() {
    #expect(ModelTable<Int>.capacity == SenderModelID.allCases.count)
    var table = ModelTable(repeating: 0)
    table.fill { Int($0.rawValue) }
    for id in SenderModelID.allCases { #expect(table[id] == Int(id.rawValue)) }
  }

  @Test func `the groups by stack and kind hold each model once`() {
    var grouped: [SenderModelID] = []
    for index in SenderModelID.linuxLossBased.indices {
      let id = SenderModelID.linuxLossBased[index]
      #expect(id.traits.isLinuxLossBased)
      grouped.append(id)
    }
    for index in SenderModelID.rfc.indices {
      let id = SenderModelID.rfc[index]
      #expect(id.traits.stack == .rfc)
      grouped.append(id)
    }
    grouped += SenderModelID.allCases.filter(\.traits.steersWindow)
    grouped += SenderModelID.allCases.filter { $0.traits.stack == .wire }
    #expect(grouped.count == SenderModelID.allCases.count)
    #expect(Set(grouped).count == grouped.count)
  }

  @Test func `a new bank has initial windows of ten segments and no penalties`() {
    let bank = ModelBank()
    for id in SenderModelID.allCases {
      #expect(bank[id].size == 10)
      #expect(bank[id].penalty == 0)
    }
    #expect(bank.lossBasedLead == .linuxCubic)
    #expect(bank.rfcLead == .rfcReno)
  }

  @Test func `in the middle of a connection no model of the RFCs is followed`() {
    var bank = ModelBank()
    bank.handle(.beganInMidstream)
    #expect(bank.rfcLead == nil)
    #expect(bank[.linuxReno].size == 2)
    #expect(bank[.linuxCubic].size == 2)
    #expect(bank[.rfcReno].penalty == .infinity)
  }

  @Test(arguments: [(1, 10, 0.42), (2, 10, 1.2), (10, 10, 4.4), (20, 10, 4.4)])
  func `a difference costs its share of the window, and more from two segments on`(
    difference: Int, size: Int, points: Double
  ) {
    #expect(abs(Calibration.Penalty.points(difference: difference, of: size) - points) < 1e-9)
  }
}
