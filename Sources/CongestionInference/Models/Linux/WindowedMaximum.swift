/// The largest sample of the last ten rounds, by the best three (`lib/win_minmax.c`, Kathleen Nichols' algorithm).
struct WindowedMaximum {
  /// The rounds for which a sample counts (`bbr_bw_rtts`).
  private static var span: Int64 { 10 }

  private var samples = InlineSequences()
  private var rounds = InlineSequences()

  init() {}

  /// The largest sample.
  var value: Int64 { samples[0] }

  /// Adds a sample of a round (`minmax_running_max`).
  mutating func add(_ sample: Int64, in round: Int64) {
    let span = Self.span
    if sample >= samples[0] || round - rounds[2] > span {
      for index in 0..<3 { set(index, sample, round) }
      return
    }
    if sample >= samples[1] {
      set(1, sample, round)
      set(2, sample, round)
    } else if sample >= samples[2] {
      set(2, sample, round)
    }
    let age = round - rounds[0]
    if age > span {
      set(0, samples[1], rounds[1])
      set(1, samples[2], rounds[2])
      set(2, sample, round)
      if round - rounds[0] > span {
        set(0, samples[1], rounds[1])
        set(1, samples[2], rounds[2])
        set(2, sample, round)
      }
    } else if rounds[1] == rounds[0] && age > span / 4 {
      set(1, sample, round)
      set(2, sample, round)
    } else if rounds[2] == rounds[1] && age > span / 2 {
      set(2, sample, round)
    }
  }

  private mutating func set(_ index: Int, _ sample: Int64, _ round: Int64) {
    samples[index] = sample
    rounds[index] = round
  }
}
