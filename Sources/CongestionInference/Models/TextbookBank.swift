/// Does the same with each model of the RFCs.
protocol TextbookVisitor {
  mutating func visit<Algorithm>(_ model: inout TextbookModel<Algorithm>)
}

/// The models of the RFCs, side by side: what other systems than Linux follow, and what textbooks draw.
struct TextbookBank {
  var tahoe = TextbookModel<Tahoe>()
  var reno = TextbookModel<ClassicReno>()
  var newReno = TextbookModel<NewReno>()
  var cubic = TextbookModel<StandardCubic>()

  /// The one that fits best; nil where all were dropped.
  private(set) var lead: Lead?
  private(set) var isDropped = false
  private var misfits = InlineArray<4, Double>(repeating: .infinity)
  /// What each model has; of no meaning where it was dropped.
  private(set) var windows = Windows(repeating: PendingWindow())

  typealias Windows = InlineArray<4, PendingWindow>

  /// What is known of the model that fits best.
  struct Lead {
    var name: AlgorithmName
    var misfit: Double
    var size: Int
    var threshold: Int
    /// Its place among the models.
    var index: Int
    var partialCount: Int
  }

  init() {}

  /// Of models that fit alike the first one leads: what is in use before what is in textbooks only.
  private mutating func each(_ visitor: inout some TextbookVisitor) {
    visitor.visit(&reno)
    visitor.visit(&newReno)
    visitor.visit(&cubic)
    visitor.visit(&tahoe)
  }

  /// Models whose misfits differ by no more than this fit alike.
  private static var tie: Double { 0.1 }

  /// The pairs of models whose windows differ now, four bits a model.
  var differences: UInt16 {
    var pairs: UInt16 = 0
    for first in windows.indices {
      for second in windows.indices where windows[first].size != windows[second].size {
        pairs |= 1 << UInt16(first * 4 + second)
      }
    }
    return pairs
  }

  /// Whether a model fits as well as the leading one, of those that differ from it by `differences`.
  func isTied(among differences: UInt16) -> Bool {
    guard let lead else { return false }
    for index in misfits.indices
    where differences >> UInt16(lead.index * 4 + index) & 1 == 1
      && misfits[index] <= lead.misfit + Self.tie
    {
      return true
    }
    return false
  }

  /// Tells all models that are left of an event.
  mutating func take(_ event: TextbookEvent) {
    if isDropped { return }
    var telling = Telling(event: event)
    each(&telling)
    lead = telling.lead
    windows = telling.windows
    misfits = telling.misfits
    if lead == nil { isDropped = true }
  }

  /// Nothing of them is wanted any more.
  mutating func drop() {
    isDropped = true
    lead = nil
  }

  /// The windows before and after the latest reduction of each model.
  mutating func latestReductions() -> [(before: Int, after: Int)] {
    if isDropped { return [] }
    var collecting = Collecting()
    each(&collecting)
    return collecting.reductions
  }

  private struct Collecting: TextbookVisitor {
    var reductions: [(before: Int, after: Int)] = []

    mutating func visit<Algorithm>(_ model: inout TextbookModel<Algorithm>) {
      reductions.append((model.windowBefore, model.windowAfter))
    }
  }

  private struct Telling: TextbookVisitor {
    let event: TextbookEvent
    var lead: Lead?
    var windows = Windows(repeating: PendingWindow())
    var misfits = InlineArray<4, Double>(repeating: .infinity)
    private var count = 0

    init(event: TextbookEvent) { self.event = event }

    mutating func visit<Algorithm>(_ model: inout TextbookModel<Algorithm>) {
      model.take(event)
      let index = count
      count += 1
      guard !model.isDropped else { return }
      windows[index].size = Int32(clamping: model.size)
      windows[index].threshold = Int32(clamping: model.threshold)
      misfits[index] = model.misfit
      guard lead.map({ model.misfit < $0.misfit - TextbookBank.tie }) ?? true else { return }
      lead = Lead(
        name: Algorithm.name, misfit: model.misfit, size: model.size, threshold: model.threshold,
        index: index, partialCount: model.partialCount)
    }
  }
}
