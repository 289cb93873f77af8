/// The identifiers of all sender models; the list that a new model is added to.
///
/// A new model is a file in this folder and its line in each part of this file; the compiler or `ModelListTests` names
/// the parts that miss it. Of models of the RFCs that fit equally well, the one listed first is preferred: algorithms in
/// use come before historical ones.
enum SenderModelID: UInt8, CaseIterable, Sendable {
  case linuxReno
  case linuxCubic
  case linuxBBR
  case rfcReno
  case rfcNewReno
  case rfcCubic
  case rfcTahoe
  case observed

  /// The constant properties of a model.
  var traits: ModelTraits {
    switch self {
    case .linuxReno: LinuxModel<LinuxReno>.traits
    case .linuxCubic: LinuxModel<LinuxCubic>.traits
    case .linuxBBR: LinuxModel<LinuxBBR>.traits
    case .rfcReno: RFCModel<ClassicReno>.traits
    case .rfcNewReno: RFCModel<NewReno>.traits
    case .rfcCubic: RFCModel<StandardCubic>.traits
    case .rfcTahoe: RFCModel<Tahoe>.traits
    case .observed: ObservedWindow.traits
    }
  }

  /// Linux's loss-based models; its default comes first.
  static var linuxLossBased: InlineArray<2, SenderModelID> { [.linuxCubic, .linuxReno] }

  /// The models of the RFCs, in their order of preference.
  static var rfc: InlineArray<4, SenderModelID> { [.rfcReno, .rfcNewReno, .rfcCubic, .rfcTahoe] }
}

/// One value for each model.
struct ModelTable<Value> {
  fileprivate var values: InlineArray<8, Value>

  init(repeating value: Value) { values = InlineArray(repeating: value) }

  /// How many models there is room for; a test holds it to the list.
  static var capacity: Int { 8 }

  /// Sets each value from its model.
  @inline(__always)
  mutating func fill(_ value: (SenderModelID) -> Value) {
    for index in values.indices {
      guard let id = SenderModelID(rawValue: UInt8(truncatingIfNeeded: index)) else { return }
      values[index] = value(id)
    }
  }

  subscript(id: SenderModelID) -> Value {
    @inline(__always) get { values[Int(id.rawValue)] }
    @inline(__always) _modify { yield &values[Int(id.rawValue)] }
  }
}

/// All models of one sender, side by side, with how well each fits.
struct ModelBank {
  private(set) var linuxReno = LinuxModel<LinuxReno>()
  private(set) var linuxCubic = LinuxModel<LinuxCubic>()
  private(set) var linuxBBR = LinuxModel<LinuxBBR>()
  private(set) var rfcReno = RFCModel<ClassicReno>()
  private(set) var rfcNewReno = RFCModel<NewReno>()
  private(set) var rfcCubic = RFCModel<StandardCubic>()
  private(set) var rfcTahoe = RFCModel<Tahoe>()
  private(set) var observed = ObservedWindow()

  /// The current fit of each model.
  private(set) var fits = ModelTable(repeating: ModelFit())
  /// The models that have left slow start without a loss, one bit each.
  private(set) var exits: UInt16 = 0
  /// The model of the RFCs that fits best; nil once all were dropped.
  private(set) var rfcLead: SenderModelID?
  private var followsRFC = true
  /// Linux's loss-based model that fits best: its default, unless another fits clearly better.
  private(set) var lossBasedLead = SenderModelID.linuxLossBased[0]
  /// The least penalty of Linux's loss-based models.
  private(set) var lossBasedPenalty = 0.0

  init() {
    var output: Void = ()
    forEach(Refresh.self, (), &output)
    chooseLeads()
  }

  /// Applies a visitor to each of Linux's models, and updates `fits`.
  private mutating func forEachLinux<Visitor: ModelVisitor>(
    _: Visitor.Type, _ input: Visitor.Input, _ output: inout Visitor.Output
  ) {
    Visitor.visit(&linuxReno, input, &output, &fits, &exits)
    Visitor.visit(&linuxCubic, input, &output, &fits, &exits)
    Visitor.visit(&linuxBBR, input, &output, &fits, &exits)
  }

  /// Applies a visitor to each model, and updates `fits`.
  private mutating func forEach<Visitor: ModelVisitor>(
    _: Visitor.Type, _ input: Visitor.Input, _ output: inout Visitor.Output
  ) {
    forEachLinux(Visitor.self, input, &output)
    Visitor.visit(&observed, input, &output, &fits, &exits)
    guard followsRFC else { return }
    Visitor.visit(&rfcReno, input, &output, &fits, &exits)
    Visitor.visit(&rfcNewReno, input, &output, &fits, &exits)
    Visitor.visit(&rfcCubic, input, &output, &fits, &exits)
    Visitor.visit(&rfcTahoe, input, &output, &fits, &exits)
  }

  /// Chooses the models that fit best, after penalties have changed.
  private mutating func chooseLeads() {
    let linux = SenderModelID.linuxLossBased
    lossBasedLead = linux[0]
    lossBasedPenalty = .infinity
    for index in linux.indices {
      let penalty = fits[linux[index]].penalty
      lossBasedPenalty = min(lossBasedPenalty, penalty)
      if penalty < fits[lossBasedLead].penalty - Calibration.Selection.linuxTie {
        lossBasedLead = linux[index]
      }
    }
    guard followsRFC else { return }
    rfcLead = nil
    var least = Double.infinity
    let rfc = SenderModelID.rfc
    for index in rfc.indices {
      let penalty = fits[rfc[index]].penalty
      if penalty < least - (rfcLead == nil ? 0 : Calibration.Selection.rfcTie) {
        rfcLead = rfc[index]
        least = penalty
      }
    }
    followsRFC = rfcLead != nil
  }

  subscript(id: SenderModelID) -> ModelFit {
    @inline(__always) get { fits[id] }
  }
}

extension ModelTable<ModelFit> {
  /// The window of each model; `mutating` only to avoid copies of the table.
  var estimates: ModelTable<WindowEstimate> {
    mutating get {
      var estimates = ModelTable<WindowEstimate>(repeating: WindowEstimate())
      for index in values.indices { estimates.values[index] = values[index].estimate }
      return estimates
    }
  }
}

// MARK: Events, acknowledgments and responses

extension ModelBank {
  /// Passes an event that is no acknowledgment to all models.
  mutating func handle(_ event: SenderEvent) {
    var output: Void = ()
    forEach(Handle.self, event, &output)
    chooseLeads()
  }

  /// Passes an acknowledgment to all models before the sender's state changes; `acknowledge` follows.
  mutating func observe(_ effect: AcknowledgmentEffect) {
    var output: Void = ()
    forEachLinux(Observe.self, effect, &output)
  }

  /// Passes an acknowledgment to all models after the sender's state has changed.
  mutating func acknowledge(_ effect: AcknowledgmentEffect) {
    var output: Void = ()
    forEach(Acknowledge.self, effect, &output)
  }

  /// Lets models in a reduction send as much as was delivered, without an acknowledgment.
  mutating func reduceProportionally(_ effect: AcknowledgmentEffect) {
    var output: Void = ()
    forEachLinux(ReduceProportionally.self, effect, &output)
  }

  /// Passes a burst of new data to all models.
  mutating func validate(_ burst: SentBurst) {
    var output: Void = ()
    forEachLinux(Validate.self, burst, &output)
  }

  /// Compares all models with the sender's response to an acknowledgment.
  mutating func compare(_ response: SenderResponse) {
    var hasChanged = false
    forEach(Compare.self, response, &hasChanged)
    if hasChanged { chooseLeads() }
  }

  /// The window of each model before and after its latest reduction.
  mutating func latestReductions() -> ModelTable<WindowChange> {
    var changes = ModelTable(repeating: WindowChange())
    forEach(CollectReductions.self, (), &changes)
    return changes
  }

  /// The evidence that a model adds to a verdict which names it.
  mutating func evidence(of id: SenderModelID) -> [Evidence] {
    var evidence: [Evidence] = []
    forEach(CollectEvidence.self, id, &evidence)
    return evidence
  }
}

/// An operation on a model of any type.
private protocol ModelVisitor {
  associatedtype Input
  associatedtype Output

  /// Applies the operation; returns whether the model's window or penalty may have changed.
  static func apply<Model: WindowModel>(
    _ model: inout Model, _ input: Input, _ output: inout Output
  ) -> Bool
}

extension ModelVisitor {
  @inline(__always)
  fileprivate static func visit<Model: WindowModel>(
    _ model: inout Model, _ input: Input, _ output: inout Output,
    _ fits: inout ModelTable<ModelFit>, _ exits: inout UInt16
  ) {
    guard apply(&model, input, &output) else { return }
    let fit = model.fit
    if fit.slowStartExit != nil { exits |= 1 << Model.id.rawValue }
    fits[Model.id] = fit
  }
}

private enum Refresh: ModelVisitor {
  static func apply<Model: WindowModel>(
    _ model: inout Model, _: Void, _ output: inout Void
  ) -> Bool { true }
}

private enum Handle: ModelVisitor {
  static func apply<Model: WindowModel>(
    _ model: inout Model, _ event: SenderEvent, _ output: inout Void
  ) -> Bool {
    model.handle(event)
    return true
  }
}

private enum Observe: ModelVisitor {
  static func apply<Model: WindowModel>(
    _ model: inout Model, _ effect: AcknowledgmentEffect, _ output: inout Void
  ) -> Bool {
    model.observe(effect)
    return false
  }
}

private enum Acknowledge: ModelVisitor {
  static func apply<Model: WindowModel>(
    _ model: inout Model, _ effect: AcknowledgmentEffect, _ output: inout Void
  ) -> Bool {
    model.acknowledge(effect)
    return true
  }
}

private enum ReduceProportionally: ModelVisitor {
  static func apply<Model: WindowModel>(
    _ model: inout Model, _ effect: AcknowledgmentEffect, _ output: inout Void
  ) -> Bool {
    model.reduceProportionally(effect)
    return true
  }
}

private enum Validate: ModelVisitor {
  static func apply<Model: WindowModel>(
    _ model: inout Model, _ burst: SentBurst, _ output: inout Void
  ) -> Bool { model.validate(burst) }
}

private enum Compare: ModelVisitor {
  static func apply<Model: WindowModel>(
    _ model: inout Model, _ response: SenderResponse, _ hasChanged: inout Bool
  ) -> Bool {
    let changes = model.compare(response)
    hasChanged = hasChanged || changes
    return changes
  }
}

private enum CollectReductions: ModelVisitor {
  static func apply<Model: WindowModel>(
    _ model: inout Model, _: Void, _ changes: inout ModelTable<WindowChange>
  ) -> Bool {
    changes[Model.id] = model.latestReduction
    return false
  }
}

private enum CollectEvidence: ModelVisitor {
  static func apply<Model: WindowModel>(
    _ model: inout Model, _ id: SenderModelID, _ evidence: inout [Evidence]
  ) -> Bool {
    if Model.id == id { evidence = model.evidence }
    return false
  }
}
