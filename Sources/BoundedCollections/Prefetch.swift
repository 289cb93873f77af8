public import BasicContainers
public import CPrefetch

extension Span where Element: ~Copyable {
  /// Prefetches cache lines of an element.
  ///
  /// This is the one place where an element's address is formed: the instruction takes an address and reads nothing that
  /// the program can observe.
  ///
  /// - Parameters:
  ///   - position: the position of the element; no effect for any other number.
  ///   - offset: where in the element the first line is, in bytes.
  ///   - lines: how many lines of 64 bytes.
  @inlinable
  @inline(__always)
  public func prefetch(_ position: Int, offset: Int = 0, lines: Int = 1) {
    guard indices.contains(position) else { return }
    // The address is that of an element, and no more than a hint to the processor.
    unsafe withUnsafeBufferPointer { elements in
      guard let base = elements.baseAddress else { return }
      let start = unsafe UnsafeRawPointer(base + position) + offset
      for line in 0..<lines { unsafe cprefetch(start + 64 &* line) }
    }
  }
}

extension RigidArray where Element: ~Copyable {
  /// Prefetches cache lines of an element, as ``Swift/Span/prefetch(_:offset:lines:)`` does.
  @inlinable
  @inline(__always)
  public func prefetch(_ position: Int, offset: Int = 0, lines: Int = 1) {
    span.prefetch(position, offset: offset, lines: lines)
  }
}
