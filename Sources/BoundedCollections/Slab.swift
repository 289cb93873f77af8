public import BasicContainers

/// Elements at places that do not change, up to a fixed number; freed places are reused.
///
/// Memory for all elements is reserved at once and never moved: growth copies nothing, and the system provides pages only
/// for the places that were used.
public struct Slab<Element: ~Copyable>: ~Copyable {
  @usableFromInline
  var elements: RigidArray<Element>
  /// Handles of freed places, the latest last.
  @usableFromInline
  var free = UniqueArray<Handle<Element>>()

  @usableFromInline
  var storedCount = 0

  /// A slab for at most `capacity` elements, and at least one.
  @inlinable
  public init(capacity: Int) { elements = RigidArray(capacity: max(capacity, 1)) }

  /// How many elements there are.
  @inlinable
  public var count: Int { storedCount }

  /// How many elements it can hold.
  @inlinable
  public var capacity: Int { elements.capacity }

  /// Whether no other element fits.
  @inlinable
  public var isFull: Bool { free.isEmpty && elements.isFull }

  /// How many places have ever been used; their positions are less than this.
  @inlinable
  public var usedPlaceCount: Int { elements.count }

  /// Stores an element at a free place.
  ///
  /// - Returns: its handle; `none` if the slab is full, and the element is destroyed.
  @inlinable
  public mutating func insert(_ element: consuming Element) -> Handle<Element> {
    if let handle = reuse() {
      elements[handle.position] = element
      return handle
    }
    guard !elements.isFull else { return .none }
    storedCount &+= 1
    elements.append(element)
    return Handle(position: elements.count &- 1)
  }

  /// Takes a freed place whose former element is still there, for callers that overwrite it in place.
  ///
  /// - Returns: its handle; nil if no place was freed.
  @inlinable
  public mutating func reuse() -> Handle<Element>? {
    guard let handle = free.popLast() else { return nil }
    storedCount &+= 1
    return handle
  }

  /// Frees the place of an element, which is destroyed when the place is reused.
  ///
  /// - Parameter handle: an element that is there; freeing it twice corrupts the slab's count, not its memory.
  @inlinable
  public mutating func release(_ handle: Handle<Element>) {
    free.append(handle)
    storedCount &-= 1
  }

  /// Counts an element as removed whose place is never reused.
  @inlinable
  public mutating func retire() { storedCount &-= 1 }

  /// The element of a handle that `insert` returned.
  @inlinable
  public subscript(handle: Handle<Element>) -> Element {
    @inline(__always) _read { yield elements[handle.position] }
    @inline(__always) _modify { yield &elements[handle.position] }
  }

  /// Prefetches cache lines of an element; no effect for `none`.
  ///
  /// - Parameters:
  ///   - handle: the element.
  ///   - offset: where in the element the first line is, in bytes.
  ///   - lines: how many lines of 64 bytes.
  @inlinable
  @inline(__always)
  public func prefetch(_ handle: Handle<Element>, offset: Int = 0, lines: Int = 1) {
    elements.prefetch(handle.position, offset: offset, lines: lines)
  }
}

extension Slab: Sendable where Element: Sendable & ~Copyable {}
