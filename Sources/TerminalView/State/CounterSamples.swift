import InternetTypes

/// Counters of a connection in the past, for rates over a window, in the connection's entry itself: thousands of entries
/// get one four times a second.
struct CounterSamples: Sendable {
  /// Counters at a time.
  struct Sample: Sendable {
    var time: Timestamp
    var toServer: UInt64 = 0
    var toClient: UInt64 = 0
    var packets: UInt64 = 0
  }

  /// One for each tenth of the window, one before it, and one for a picture that comes early.
  private static let capacity = 12

  private var samples = InlineArray<12, Sample>(repeating: Sample(time: Timestamp(rawValue: 0)))
  /// The place of the oldest one.
  private var start: UInt8 = 0
  private var count: UInt8 = 0

  /// Whether there is none.
  var isEmpty: Bool { count == 0 }

  private func place(_ index: UInt8) -> Int { (Int(start) + Int(index)) % Self.capacity }

  /// Stores that all counters were zero at a time.
  mutating func begin(at time: Timestamp) { store(Sample(time: time)) }

  /// Stores counters, and returns those with which the window that ends with them began: the last ones that are not
  /// younger than the window, or the first.
  mutating func append(_ now: Sample, window: Nanoseconds) -> Sample {
    let least = Nanoseconds(rawValue: window.rawValue / 10)
    if now.time - samples[place(count - 1)].time >= least { store(now) }
    while count > 1, now.time - samples[place(1)].time >= window {
      start = UInt8(place(1))
      count -= 1
    }
    return samples[place(0)]
  }

  private mutating func store(_ sample: Sample) {
    if count == Self.capacity {
      start = UInt8(place(1))
      count -= 1
    }
    samples[place(count)] = sample
    count += 1
  }
}

extension CounterSamples.Sample {
  init(_ row: LiveRow, at time: Timestamp) {
    self.init(
      time: time, toServer: row.toServer.bytes, toClient: row.toClient.bytes, packets: row.packets)
  }
}
