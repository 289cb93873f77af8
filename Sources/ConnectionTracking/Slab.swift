import BasicContainers

/// Values at positions that stay, in pieces that are never moved: growth costs no copy and no second memory.
struct Slab<Element: ~Copyable>: ~Copyable {
  /// Elements of a piece: a power of two.
  private static var pieceSize: Int { 1024 }

  private var pieces = UniqueArray<RigidArray<Element>>()
  private var free = UniqueArray<UInt32>()

  /// Positions in use.
  private(set) var count = 0

  init() {}

  /// Puts `element` at a position that is free, and returns the position.
  mutating func insert(_ element: consuming Element) -> UInt32 {
    count &+= 1
    if let position = free.popLast() {
      self[position] = element
      return position
    }
    if pieces.isEmpty || pieces[pieces.count &- 1].isFull {
      pieces.append(RigidArray(capacity: Self.pieceSize))
    }
    let last = pieces.count &- 1
    pieces[last].append(element)
    return UInt32(truncatingIfNeeded: last &* Self.pieceSize &+ pieces[last].count &- 1)
  }

  /// Gives a position back; what lies there stays until it is used again.
  mutating func release(_ position: UInt32) {
    free.append(position)
    count &-= 1
  }

  /// The element at a position that `insert` returned.
  subscript(position: UInt32) -> Element {
    @inline(__always) _read {
      yield pieces[Int(position) / Self.pieceSize][Int(position) % Self.pieceSize]
    }
    @inline(__always) _modify {
      yield &pieces[Int(position) / Self.pieceSize][Int(position) % Self.pieceSize]
    }
  }
}
