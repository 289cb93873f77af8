/// Where `CongestionStore` keeps what it knows of a connection, in 32 bits.
struct CongestionHandle {
  /// The collection and the position in it.
  enum Place {
    /// Nothing is kept.
    case none
    /// The connection's first segments, in short form; their last block in `EarlySegments`.
    case early(lastBlock: UInt32)
    /// An analysis with models.
    case analysis(Int)
    /// The stop-and-wait detector of a UDP flow.
    case exchange(Int)
  }

  /// The kind in the two lowest bits, and the position above them.
  private let bits: UInt32

  @inline(__always)
  init(_ place: Place) {
    switch place {
    case .none: bits = 0
    case .early(let block): bits = block << 2 | 1
    case .analysis(let position): bits = UInt32(truncatingIfNeeded: position) << 2 | 2
    case .exchange(let position): bits = UInt32(truncatingIfNeeded: position) << 2 | 3
    }
  }

  @inline(__always)
  var place: Place {
    switch bits & 3 {
    case 0: .none
    case 1: .early(lastBlock: bits >> 2)
    case 2: .analysis(Int(bits >> 2))
    default: .exchange(Int(bits >> 2))
    }
  }
}
