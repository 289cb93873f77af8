import PacketDissection

// Some methods of `Connection` are `mutating` although they only read: reading an element of an `InlineArray` in a borrowed
// value copies the whole array, 208 bytes here, and in an `inout` value it does not. With borrowing methods the `connections`
// command took 4 % more instructions (Swift 6.2).

/// Sequence numbers, unwrapped to 64 bits: they start at 0 with the first one seen and never wrap around.
extension Connection {
  /// Unwraps a number of an endpoint's sequence space: of all candidates, the one nearest to its SND.NXT.
  @inline(__always)
  mutating func unwrap(_ number: UInt32, _ index: Int) -> Int64 {
    let next = endpoints[index].base &+ UInt32(truncatingIfNeeded: endpoints[index].sendNext)
    return endpoints[index].sendNext &+ Int64(Int32(bitPattern: number &- next))
  }

  /// The number after an endpoint's FIN; 0 if no FIN is known.
  ///
  /// Its low half is stored. The FIN is within a window of SND.NXT, so that half is enough.
  mutating func finEnd(_ index: Int) -> Int64 {
    guard endpoints[index].flags.contains(.hasFINEnd) else { return 0 }
    let next = UInt32(truncatingIfNeeded: endpoints[index].sendNext)
    return endpoints[index].sendNext &+ Int64(Int32(bitPattern: finNumbers[index] &- next))
  }

  /// Sets the number after an endpoint's FIN; 0 removes it.
  mutating func setFINEnd(_ end: Int64, _ index: Int) {
    finNumbers[index] = UInt32(truncatingIfNeeded: end)
    if end > 0 {
      endpoints[index].flags.insert(.hasFINEnd)
    } else {
      endpoints[index].flags.remove(.hasFINEnd)
    }
  }
}
