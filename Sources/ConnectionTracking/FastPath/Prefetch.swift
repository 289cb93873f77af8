import BasicContainers
import CPrefetch

// The only place beside `PacketCapture` where a pointer has a name: an address for the processor, through which nobody reads
// or writes.

extension Span where Element: ~Copyable {
  /// Has cache lines of the element at a position brought, while the program goes on.
  ///
  /// - Parameters:
  ///   - position: where the element lies; at any other nothing happens.
  ///   - offset: where in the element the first of them is.
  ///   - lines: how many, each of 64 bytes.
  @inline(__always)
  func prefetch(_ position: Int, offset: Int = 0, lines: Int = 1) {
    guard indices.contains(position) else { return }
    // The address is that of an element, and no more than a hint.
    unsafe withUnsafeBufferPointer { elements in
      guard let base = elements.baseAddress else { return }
      let start = unsafe UnsafeRawPointer(base + position) + offset
      for line in 0..<lines { unsafe cprefetch(start + 64 &* line) }
    }
  }
}

extension RigidArray where Element: ~Copyable {
  /// The same of an array's element.
  @inline(__always)
  func prefetch(_ position: Int, offset: Int = 0, lines: Int = 1) {
    span.prefetch(position, offset: offset, lines: lines)
  }
}
