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

  private mutating func each(_ visitor: inout some TextbookVisitor) {
    visitor.visit(&tahoe)
    visitor.visit(&reno)
    visitor.visit(&newReno)
    visitor.visit(&cubic)
  }

  /// Tells all models that are left of an event.
  mutating func take(_ event: TextbookEvent) {
    if isDropped { return }
    var telling = Telling(event: event)
    each(&telling)
    lead = telling.lead
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
    private var count = 0

    init(event: TextbookEvent) { self.event = event }

    mutating func visit<Algorithm>(_ model: inout TextbookModel<Algorithm>) {
      model.take(event)
      let index = count
      count += 1
      // Of models that fit alike the first, simplest one leads.
      guard !model.isDropped, lead.map({ model.misfit < $0.misfit - 0.1 }) ?? true else { return }
      lead = Lead(
        name: Algorithm.name, misfit: model.misfit, size: model.size, threshold: model.threshold,
        index: index, partialCount: model.partialCount)
    }
  }
}
