public import BasicContainers

/// Doubly linked lists over the elements of one slab; each element is in at most one list.
///
/// The links are here, not in the elements. Appending, removing and finding the first take constant time.
public struct HandleLists<Element: ~Copyable>: ~Copyable {
  @frozen
  @usableFromInline
  struct Link: BitwiseCopyable {
    @usableFromInline
    var previous: Handle<Element>
    @usableFromInline
    var next: Handle<Element>

    @inlinable
    init(previous: Handle<Element>, next: Handle<Element>) {
      self.previous = previous
      self.next = next
    }
  }

  /// The link of each position.
  @usableFromInline
  var links: RigidArray<Link>
  /// The bounds of each list: `next` is its first element, `previous` its last.
  @usableFromInline
  var ends: RigidArray<Link>
  @usableFromInline
  var counts: RigidArray<Int>

  /// Empty lists.
  ///
  /// - Parameters:
  ///   - capacity: the capacity of the slab.
  ///   - listCount: how many lists; they are numbered from 0.
  @inlinable
  public init(capacity: Int, listCount: Int = 1) {
    let empty = Link(previous: .none, next: .none)
    links = RigidArray(capacity: max(capacity, 1))
    ends = RigidArray(repeating: empty, count: listCount)
    counts = RigidArray(repeating: 0, count: listCount)
  }

  /// How many elements a list has.
  @inlinable
  public func count(of list: Int = 0) -> Int { counts[list] }

  /// The first element of a list; `none` if it is empty.
  @inlinable
  public func first(of list: Int = 0) -> Handle<Element> { ends[list].next }

  /// The element after another one; `none` after the last.
  @inlinable
  public func next(after handle: Handle<Element>) -> Handle<Element> {
    links[handle.position].next
  }

  /// Appends an element that is in no list.
  @inlinable
  public mutating func append(_ handle: Handle<Element>, to list: Int = 0) {
    while links.count <= handle.position { links.append(Link(previous: .none, next: .none)) }
    let last = ends[list].previous
    links[handle.position] = Link(previous: last, next: .none)
    if last.isNone { ends[list].next = handle } else { links[last.position].next = handle }
    ends[list].previous = handle
    counts[list] &+= 1
  }

  /// Removes an element from the list that it is in.
  @inlinable
  public mutating func remove(_ handle: Handle<Element>, from list: Int = 0) {
    let link = links[handle.position]
    if link.previous.isNone {
      ends[list].next = link.next
    } else {
      links[link.previous.position].next = link.next
    }
    if link.next.isNone {
      ends[list].previous = link.previous
    } else {
      links[link.next.position].previous = link.previous
    }
    counts[list] &-= 1
  }
}

extension HandleLists: Sendable where Element: ~Copyable {}
