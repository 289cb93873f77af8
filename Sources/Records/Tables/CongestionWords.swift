import CongestionInference

// Names and times of verdicts, as sentences have them.

extension CongestionVerdict {
  /// The microseconds under a limit; 0 without times.
  func time(_ limit: SendingLimit) -> Int64 {
    let index = Int(limit.rawValue)
    return timeLimited.indices.contains(index) ? timeLimited[index] : 0
  }
}

extension AlgorithmName {
  /// The name in sentences.
  var title: String {
    switch self {
    case .tahoe: "Tahoe"
    case .reno: "Reno"
    case .newReno: "NewReno"
    case .cubic: "CUBIC"
    case .bbr: "BBR"
    case .bic: "BIC"
    case .scalable: "Scalable TCP"
    case .highspeed: "HighSpeed TCP"
    case .htcp: "H-TCP"
    case .hybla: "Hybla"
    case .illinois: "Illinois"
    case .lp: "TCP-LP"
    case .lossBased: "loss-based"
    case .undetermined: "algorithm not known"
    }
  }
}

extension SlowStartExit.Cause {
  /// The cause in words.
  var words: String {
    switch self {
    case .loss: "by a loss"
    case .hystart: "by HyStart"
    case .congestionMark: "by ECN"
    case .receiveWindow: "by the receive window"
    case .bandwidthPlateau: "when bandwidth stopped growing"
    }
  }
}

extension ReductionCause {
  /// The cause in words.
  var words: String {
    switch self {
    case .fastRetransmit: "by fast retransmit"
    case .timeout: "by timeout"
    case .congestionMark: "by ECN"
    case .idle: "after idle"
    }
  }
}
