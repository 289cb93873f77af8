import BasicContainers

/// Values at positions that stay, without a number of them that is known before.
///
/// They stand on shelves of one size; another shelf costs no copy of those that are there, as a longer array does.
struct Shelves<Element: ~Copyable>: ~Copyable {
  private var shelves = UniqueArray<RigidArray<Element>>()
  private var free = UniqueArray<UInt32>()
  private var end: UInt32 = 0

  /// Places of a shelf.
  private static var length: UInt32 { 256 }

  init() {}

  /// Positions in use.
  var count: Int { Int(end) &- free.count }

  /// A position that was given back.
  mutating func reuse() -> UInt32? { free.popLast() }

  /// Puts an element at a position that none ever had.
  mutating func append(_ element: consuming Element) -> UInt32 {
    if end % Self.length == 0 { shelves.append(RigidArray(capacity: Int(Self.length))) }
    shelves[shelves.count &- 1].append(element)
    end &+= 1
    return end &- 1
  }

  /// Gives a position back; what is there stays until another takes its place.
  mutating func release(_ position: UInt32) { free.append(position) }

  /// The element at a position.
  subscript(position: UInt32) -> Element {
    @inline(__always) _read {
      yield shelves[Int(position / Self.length)][Int(position % Self.length)]
    }
    @inline(__always) _modify {
      yield &shelves[Int(position / Self.length)][Int(position % Self.length)]
    }
  }
}
