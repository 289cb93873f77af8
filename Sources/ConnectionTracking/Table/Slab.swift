import BasicContainers

/// Values at positions that stay.
///
/// The room for all that may ever come is asked for at once, and never moved: growth costs no copy and no
/// second memory, and the system gives pages only to what is used.
struct Slab<Element: ~Copyable>: ~Copyable {
  /// The elements, in use or free.
  var elements: RigidArray<Element>
  private var free = UniqueArray<UInt32>()

  /// Positions in use.
  private(set) var count = 0

  /// A slab with room for `capacity` elements.
  init(capacity: Int) { elements = RigidArray(capacity: max(capacity, 1)) }

  /// Whether nothing more fits in.
  var isFull: Bool { free.isEmpty && elements.isFull }

  /// A free position that held an element before.
  mutating func reuse() -> UInt32? {
    guard let position = free.popLast() else { return nil }
    count &+= 1
    return position
  }

  /// Puts `element` at a position that is free, and returns the position; nil where nothing fits in.
  mutating func insert(_ element: consuming Element) -> UInt32? {
    if let position = reuse() {
      elements[Int(position)] = element
      return position
    }
    guard !elements.isFull else { return nil }
    count &+= 1
    elements.append(element)
    return UInt32(truncatingIfNeeded: elements.count &- 1)
  }

  /// Gives a position back; what lies there stays until it is used again.
  mutating func release(_ position: UInt32) {
    free.append(position)
    count &-= 1
  }

  /// Gives back any position, where none is used again.
  mutating func discard() { count &-= 1 }

  /// The element at a position that `insert` returned.
  subscript(position: UInt32) -> Element {
    @inline(__always) _read { yield elements[Int(position)] }
    @inline(__always) _modify { yield &elements[Int(position)] }
  }
}
