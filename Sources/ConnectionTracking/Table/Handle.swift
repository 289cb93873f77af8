/// The position of an element in a slab, or none, in 32 bits.
///
/// `UInt32?` takes eight bytes. This type takes four: it stores the position plus one, and 0 for none.
struct Handle: Equatable {
  private var number: UInt32

  private init(number: UInt32) { self.number = number }

  /// The handle of a position.
  @inline(__always)
  init(_ position: UInt32) { number = position &+ 1 }

  /// No position.
  @inline(__always)
  static var none: Handle { Handle(number: 0) }

  /// Whether there is no position.
  @inline(__always)
  var isNone: Bool { number == 0 }

  /// The position as an index for a prefetch, which ignores the -1 of none.
  @inline(__always)
  var prefetchIndex: Int { Int(number) &- 1 }

  /// The position; nil for none.
  @inline(__always)
  var position: UInt32? { number == 0 ? nil : number &- 1 }
}
