import ConnectionTracking

/// The signs of events: each cause has a shape of its own, so that none is told by colour alone.
enum EventGlyph: String, CaseIterable {
  case fast, timeout, probe, repeated, needless, reordered, missing, duplicate
  case closed, asked, opened, full, small, alive, copy, reset, wrong, flag

  /// The sign of an event.
  init(_ kind: SegmentEvent.Kind) {
    self =
      switch kind {
      case .fastRetransmission: .fast
      case .timeoutRetransmission: .timeout
      case .tailLossProbe: .probe
      case .retransmission: .repeated
      case .spuriousRetransmission, .spuriousEvidence: .needless
      case .outOfOrder: .reordered
      case .lostSegment, .ackLostSegment: .missing
      case .duplicateAck: .duplicate
      case .zeroWindow: .closed
      case .zeroWindowProbe, .zeroWindowProbeAck: .asked
      case .windowUpdate: .opened
      case .windowFull: .full
      case .sillyWindow: .small
      case .keepAlive, .keepAliveAck: .alive
      case .duplicatePacket: .copy
      case .injectedReset, .challengeAck, .portReuse: .reset
      case .checksumInvalid, .wrongTag: .wrong
      }
  }

  /// Its colour, by what it is about.
  var tone: String {
    switch self {
    case .fast, .timeout, .probe, .repeated, .needless: "loss"
    case .missing, .wrong, .reset: "bad"
    case .closed, .asked, .opened, .full, .small: "win"
    case .reordered, .duplicate, .alive, .copy, .flag: "other"
    }
  }

  /// Its shape around the origin, about nine pixels wide.
  private var outline: String {
    switch self {
    case .fast: "M-5 4L0-5L5 4z"
    case .timeout: "M-4-4H4V4H-4z"
    case .probe: "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z"
    case .repeated: "M-5 0L0-5L5 0L0 5z"
    case .needless: "M-5 0L0-5L5 0L0 5zM-2 0H2"
    case .reordered: "M4-4L-4 0L4 4"
    case .missing: "M-4-4L4 4M4-4L-4 4"
    case .duplicate: "M-3 0H3M0-3V3"
    case .closed: "M-4-4H4L-4 4H4"
    case .asked: "M-3 4V-4H3V0H-3"
    case .opened: "M-4 1L0-4L4 1M0-4V5"
    case .full: "M-5-4H5M0-4V5"
    case .small: "M3-4H-3V0H3V4H-3"
    case .alive: "M-4 3A4 4 0 0 1 4 3"
    case .copy: "M-4-4H2V2H-4zM-2-2H4V4H-2z"
    case .reset: "M0-5V5M-5 0H5M-4-4L4 4M4-4L-4 4"
    case .wrong: "M0-5V1M0 4V5"
    case .flag: "M0 5V-5L5-3L0-1"
    }
  }

  private var isFilled: Bool {
    switch self {
    case .fast, .timeout, .probe, .repeated, .flag: true
    default: false
    }
  }

  /// Appends the definitions that marks refer to: signs, hatchings, the head of an arrow.
  static func appendDefinitions(to page: inout Markup) {
    page.element(.svg, [.class("defs"), .role("img"), .isHidden, .width("0"), .height("0")]) {
      $0.element(.title, text: "Signs")
      $0.element(.desc, text: "The signs that the pictures use")
      $0.element(.defs) { defs in
        for glyph in allCases {
          defs.empty(
            .path,
            [
              .id("e-\(glyph.rawValue)"), .outline(glyph.outline),
              .class(glyph.isFilled ? "glyph full" : "glyph"),
            ])
        }
        appendPatterns(to: &defs)
        defs.element(
          .marker,
          [
            .id("head"), .viewBox(10, 10), .refX("9"), .refY("5"), .markerWidth("7"),
            .markerHeight("7"), .orientedAutomatically,
          ]
        ) { $0.empty(.path, [.class("arrowhead"), .outline("M0 0L10 5L0 10z")]) }
      }
    }
  }

  /// The hatchings of phases and limits.
  private static func appendPatterns(to defs: inout Markup) {
    for hatching in Hatching.allCases {
      let size = "\(hatching.size)"
      defs.element(
        .pattern,
        [
          .id("h-\(hatching.rawValue)"), .width(size), .height(size), .inUserSpace,
          .patternTransform("rotate(\(hatching.angle))"),
        ]
      ) {
        $0.empty(
          .rect, [.class("ground p-\(hatching.rawValue)"), .width(size), .height(size)])
        $0.empty(.path, [.class("hatch p-\(hatching.rawValue)"), .outline(hatching.outline)])
      }
    }
  }

  /// Appends a mark at a place in percent.
  func append(
    x: String, y: String, _ attributes: [Attribute], title: String?, to page: inout Markup
  ) {
    let all = [.reference("e-\(rawValue)"), .x(x), .y(y)] + attributes
    guard let title else { return page.empty(.use, all) }
    page.element(.use, all) { $0.element(.title, text: title) }
  }
}

/// The hatchings of areas, which differ in angle and density as well as in colour.
enum Hatching: String, CaseIterable {
  case slowStart = "slow-start"
  case avoidance, recovery, loss, idle, other
  case congestionWindow = "congestion-window"
  case receiveWindow = "receive-window"
  case application, pacing
  case senderOther = "sender-other"
  case unknown

  var angle: Int {
    switch self {
    case .slowStart, .congestionWindow: 45
    case .recovery, .receiveWindow: -45
    case .loss, .senderOther: 0
    case .avoidance, .application, .idle: 90
    case .other, .pacing, .unknown: 20
    }
  }

  var size: Int {
    switch self {
    case .recovery, .loss, .congestionWindow, .receiveWindow: 6
    case .slowStart, .pacing, .senderOther: 9
    case .application, .unknown: 10
    case .avoidance, .idle, .other: 14
    }
  }

  var outline: String {
    switch self {
    case .loss, .senderOther: "M0 0V\(size)M0 0H\(size)"
    case .avoidance, .application: "M0 0V1.5"
    default: "M0 0V\(size)"
    }
  }
}
