import BasicContainers
import CPrefetch

// The only pointer outside of the C doors: an address for the processor's prefetch instruction, never read or written through.

extension Span where Element: ~Copyable {
  /// Prefetches cache lines of the element at a position.
  ///
  /// - Parameters:
  ///   - position: the element's position; nothing happens outside of the span.
  ///   - offset: the offset of the first line in the element, in bytes.
  ///   - lines: how many lines of 64 bytes.
  @inline(__always)
  func prefetch(_ position: Int, offset: Int = 0, lines: Int = 1) {
    guard indices.contains(position) else { return }
    // The position is checked. The address is only a hint to the processor.
    unsafe withUnsafeBufferPointer { elements in
      guard let base = elements.baseAddress else { return }
      let start = unsafe UnsafeRawPointer(base + position) + offset
      for line in 0..<lines { unsafe cprefetch(start + 64 &* line) }
    }
  }
}

extension RigidArray where Element: ~Copyable {
  /// Prefetches cache lines of the element at a position.
  @inline(__always)
  func prefetch(_ position: Int, offset: Int = 0, lines: Int = 1) {
    span.prefetch(position, offset: offset, lines: lines)
  }
}
