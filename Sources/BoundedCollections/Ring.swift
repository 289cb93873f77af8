public import BasicContainers

/// The latest elements of a sequence, up to a fixed number; a new one replaces the oldest.
///
/// Memory for all elements is reserved at once; the system provides pages only for the places that were used.
public struct Ring<Element>: ~Copyable {
  @usableFromInline
  var elements: RigidArray<Element>
  /// The position of the oldest element, once the ring is full.
  @usableFromInline
  var start = 0

  /// A ring for at most `capacity` elements, and at least one.
  @inlinable
  public init(capacity: Int) { elements = RigidArray(capacity: max(capacity, 1)) }

  /// How many elements it can hold.
  @inlinable
  public var capacity: Int { elements.capacity }

  /// How many elements there are.
  @inlinable
  public var count: Int { elements.count }

  /// Whether the next element replaces the oldest.
  @inlinable
  public var isFull: Bool { elements.isFull }

  /// The oldest element; `none` in an empty ring.
  @inlinable
  public var oldest: Handle<Element> { elements.isEmpty ? .none : Handle(position: start) }

  /// Adds an element as the newest.
  ///
  /// - Returns: its handle, which was that of the oldest element if the ring was full.
  @inlinable
  public mutating func append(_ element: Element) -> Handle<Element> {
    guard elements.isFull else {
      elements.append(element)
      return Handle(position: elements.count &- 1)
    }
    let position = start
    elements[position] = element
    start = position &+ 1 == elements.count ? 0 : position &+ 1
    return Handle(position: position)
  }

  /// The element of a handle.
  @inlinable
  public subscript(handle: Handle<Element>) -> Element {
    @inline(__always) _read { yield elements[handle.position] }
    @inline(__always) _modify { yield &elements[handle.position] }
  }

  /// Calls `body` for each element, the oldest first.
  @inlinable
  public func visitAll(_ body: (Element) -> Void) {
    for offset in 0..<elements.count {
      let position = start &+ offset
      body(elements[position < elements.count ? position : position &- elements.count])
    }
  }
}

extension Ring: Sendable where Element: Sendable {}
