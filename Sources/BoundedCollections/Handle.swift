/// The place of an element in a slab or ring, in 32 bits; `none` names no element.
///
/// A handle stays valid while its element is there, however the collection grows. It is typed by its element, so that a
/// handle of one collection is not used with another by mistake.
@frozen
public struct Handle<Element: ~Copyable>: Hashable, Sendable, BitwiseCopyable {
  /// The position plus one; 0 in `none`.
  public let rawValue: UInt32

  /// The handle with this raw value.
  @inlinable
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The handle of a position, from 0 to 2^32 - 2.
  @inlinable
  public init(position: Int) { rawValue = UInt32(truncatingIfNeeded: position &+ 1) }

  /// Names no element.
  @inlinable
  public static var none: Handle { Handle(rawValue: 0) }

  /// Whether this names no element.
  @inlinable
  public var isNone: Bool { rawValue == 0 }

  /// The handle itself; nil for `none`.
  @inlinable
  @inline(__always)
  public var ifAny: Handle? { isNone ? nil : self }

  /// The position of the element; -1 for `none`.
  @inlinable
  public var position: Int { Int(rawValue) &- 1 }
}
