/// The same hostile bytes in every run: SplitMix64.
public struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  /// A generator whose numbers follow from `seed`.
  public init(seed: UInt64) { state = seed }

  /// The next number.
  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }

  /// Up to `maximum` bytes of anything.
  public mutating func bytes(upTo maximum: Int) -> [UInt8] {
    (0..<Int.random(in: 0...maximum, using: &self)).map { _ in
      UInt8.random(in: 0...255, using: &self)
    }
  }

  /// A real frame with something wrong: bytes replaced, bits flipped, its end cut or moved.
  public mutating func mutation(of frame: [UInt8]) -> [UInt8] {
    var mutated = frame
    // Most headers are in the first hundred bytes.
    let reach = max(min(mutated.count, 120), 1)
    for _ in 0..<Int.random(in: 1...4, using: &self) where !mutated.isEmpty {
      let at = Int.random(in: 0..<reach, using: &self) % mutated.count
      switch Int.random(in: 0..<6, using: &self) {
      case 0: mutated[at] = UInt8.random(in: 0...255, using: &self)
      case 1: mutated[at] ^= 1 << UInt8.random(in: 0..<8, using: &self)
      case 2: mutated[at] = 0
      case 3: mutated[at] = 0xff
      case 4: mutated.removeLast(Int.random(in: 0..<mutated.count, using: &self))
      default: mutated.remove(at: at)
      }
    }
    return mutated
  }
}
