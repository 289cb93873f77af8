import InternetTypes

extension SenderAnalysis {
  /// The verdict at the end.
  mutating func finalVerdict() -> CongestionVerdict {
    var result = verdict
    result.sender = end
    result.segmentSize = sender.segmentSize
    result.initialWindow = firstFlight
    result.fastRetransmissions = sender.counters.fastRetransmissions
    result.timeoutRetransmissions = sender.counters.timeoutRetransmissions
    result.tailLossProbes = sender.counters.probes
    result.spuriousRetransmissions = sender.counters.spurious
    result.roundTripMinimum = sender.roundTrip.minimum == .max ? 0 : sender.roundTrip.minimum
    // The minimum is a microsecond at least, also where the capture shows none.
    result.roundTripMaximum = max(sender.roundTrip.maximum, result.roundTripMinimum)
    if result.roundTripMinimum > 0 {
      result.roundTripInflation =
        Double(result.roundTripMaximum) / Double(result.roundTripMinimum)
    }
    if maximumFlightSegments == 1 && newSegments >= StopAndWait.fewestBlocks {
      result.stopAndWait = StopAndWait(
        blocks: newSegments, bytes: newBytes, roundTrip: sender.roundTrip.smoothed)
    }
    judge(&result)
    return result
  }

  /// Names the algorithm and says why.
  mutating func judge(_ result: inout CongestionVerdict) {
    let best = best
    let (reno, cubic) = (sender.bank.reno.misfit, sender.bank.cubic.misfit)
    let distance = abs(reno - cubic)
    let fit = min(reno, cubic) / Double(max(evidenceCount, 1))
    if best == 3, let lead = sender.bank.textbook.lead {
      result.algorithm = lead.name
      result.confidence = confidence(
        min(reno, cubic) - lead.misfit + (hasForeignStart ? 2 : 0),
        fit: lead.misfit / Double(max(evidenceCount, 1)))
      result.remarks = [
        "the windows on the wire differ from the RFCs' \(title(lead.name)) by "
          + "\(figure(lead.misfit)), from Linux's by \(figure(min(reno, cubic))) over "
          + "\(evidenceCount) acknowledgments"
      ]
      if hasForeignStart {
        result.remarks.append("the first flight is not Linux's: \(firstFlight) segments")
      }
      if lead.name == .reno && lead.partialCount == 0 {
        result.remarks.append("no partial acknowledgment tells Reno from NewReno")
      }
    } else if best == 2 {
      result.algorithm = .bbr
      result.confidence = confidence(min(reno, cubic) - sender.bank.bbr.misfit, fit: 0)
      result.remarks = [
        "neither Reno nor CUBIC explains the windows: \(figure(min(reno, cubic))) against "
          + "\(figure(sender.bank.bbr.misfit)) for BBR over \(evidenceCount.counted("acknowledgment"))",
        "\(percentage(pacingShare)) of full segments left between acknowledgments",
      ]
    } else if distance >= 1 && fit < 0.05 && !isCircular {
      result.algorithm = best == 0 ? .reno : .cubic
      result.confidence = confidence(distance, fit: fit)
      let (name, other) = best == 0 ? ("Reno", "CUBIC") : ("CUBIC", "Reno")
      result.remarks = [
        "the windows on the wire differ from \(name)'s by \(figure(min(reno, cubic))), from "
          + "\(other)'s by \(figure(max(reno, cubic))) over \(evidenceCount.counted("acknowledgment"))"
      ]
    } else if evidenceCount >= 20 {
      result.algorithm = .lossBased
      result.confidence = 0.5
      result.remarks = [
        isCircular
          ? "without timestamps, this far from the sender, the order of events rests on the model itself"
          : distance < 1
            ? "Reno and CUBIC both explain what was seen"
            : "neither Reno nor CUBIC explains what was seen well"
      ]
    } else {
      result.algorithm = .undetermined
      result.remarks = [
        "\(evidenceCount.counted("acknowledgment")) \(evidenceCount == 1 ? "is" : "are") too few "
          + "to tell"
      ]
    }
    addReductions(to: &result)
  }

  private mutating func addReductions(to result: inout CongestionVerdict) {
    let best = best
    let isBBR = best == 2
    result.reductionCount = notedReductions + (isBBR ? 0 : notedRestarts)
    if !isBBR {
      let place = best == 3 ? sender.bank.textbook.lead?.index : nil
      result.reductions = reductions.filter {
        $0.cause != .idle || (best == 0 ? $0.before.0 > $0.after.0 : $0.before.1 > $0.after.1)
      }.map { noted in
        var (before, after) =
          best == 0 ? (noted.before.0, noted.after.0) : (noted.before.1, noted.after.1)
        if let place, noted.textbook.indices.contains(place) {
          (before, after) = noted.textbook[place]
        }
        return WindowReduction(time: noted.time, cause: noted.cause, before: before, after: after)
      }
      result.reductionCount -= reductions.count - result.reductions.count
      let factors = result.reductions.filter {
        $0.before >= 8 && $0.cause != .timeout && $0.cause != .idle
      }
      .map { Double($0.after) / Double($0.before) }.sorted()
      if !factors.isEmpty && result.algorithm != .lossBased && result.algorithm != .undetermined {
        result.remarks.append(
          "\(factors.count.counted("reduction")) to \(figure(factors[factors.count / 2])) of the "
            + "window")
      }
    }
    let loss = result.reductions.first { $0.cause != .idle }
    let stall = isBBR ? nil : lastingStall
    if let stall, loss.map({ stall.time < $0.time && $0.before <= stall.window + 1 }) ?? true,
      hystartExit.map({ best != 1 || stall.time < $0.time }) ?? true
    {
      result.slowStartExit = SlowStartExit(
        time: stall.time, window: stall.window, cause: .receiveWindow)
    } else if isBBR {
      if let plateau {
        result.slowStartExit = SlowStartExit(
          time: plateau.time, window: plateau.window, cause: .bandwidthPlateau)
      }
    } else if best == 1, let hystartExit, loss.map({ hystartExit.time < $0.time }) ?? true {
      result.slowStartExit = SlowStartExit(
        time: hystartExit.time, window: hystartExit.window, cause: .hystart)
      if result.algorithm == .cubic {
        result.remarks.append("slow start ended without a loss (HyStart)")
      }
    } else if let loss {
      result.slowStartExit = SlowStartExit(
        time: loss.time, window: loss.before,
        cause: loss.cause == .congestionMark ? .congestionMark : .loss)
    }
  }

  private func title(_ name: AlgorithmName) -> String {
    switch name {
    case .tahoe: "Tahoe"
    case .reno: "Reno"
    case .newReno: "NewReno"
    default: "CUBIC"
    }
  }

  /// The end of growth in slow start by the receive window, where that lasted for more than one round trip.
  private var lastingStall: WindowStall? {
    let roundTrip = max(Int64(sender.roundTrip.smoothed), 1) &* 1000
    return stall.flatMap { $0.until.nanoseconds(since: $0.time) >= 2 &* roundTrip ? $0 : nil }
  }

  /// From the weight of the evidence and from how well the winner fits.
  private func confidence(_ weight: Double, fit: Double) -> Double {
    let weight = max(weight, 0)
    return min(0.99, weight / (weight + 2)) * max(0.5, 1 - fit * 4)
  }

  private func figure(_ value: Double) -> String {
    let hundredths = Int((min(max(value, 0), 1e9) * 100).rounded())
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }

  private func percentage(_ share: Double) -> String {
    "\(Int((min(max(share, 0), 1) * 100).rounded())) %"
  }
}
