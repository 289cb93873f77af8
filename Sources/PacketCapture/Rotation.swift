public import SystemServices

/// When a savefile ends and the next one begins, and how many there may be.
public struct Rotation: Hashable, Sendable {
  /// A file longer than this many bytes ends before the next packet; nil sets no limit.
  public var byteLimit: Int?
  /// A packet this many seconds after the start of a file begins another file; nil sets no limit.
  public var seconds: Int64?
  /// How many files are kept, or with `seconds` alone how many are written in all; nil for any number.
  public var fileLimit: Int?
  /// A command to run for every finished file, with its path as the last argument.
  public var command: CommandWords?

  /// One file for all packets.
  public init() {}

  /// Whether there may be more than one file.
  public var isRotating: Bool { byteLimit != nil || seconds != nil }
}
