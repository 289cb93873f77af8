/// A block of items that become text together, and then their text.
protocol TextBlock: ~Copyable, Sendable {
  /// The block's number in output order.
  var number: Int { get set }

  /// Whether it has no items.
  var isEmpty: Bool { get }

  /// Whether it must be handed over before anything more can be added.
  var isFull: Bool { get }

  /// Writes the text.
  ///
  /// - Throws: the error of `output`.
  mutating func write<E: Error>(_ output: (Span<UInt8>) throws(E) -> Void) throws(E)

  /// Removes items and text, and keeps their memory.
  mutating func removeAll()
}
