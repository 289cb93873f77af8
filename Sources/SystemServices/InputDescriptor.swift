internal import CSystem
internal import Synchronization

/// A file, pipe or device that is read from its beginning.
///
/// A pipe without bytes is reported once, so that the caller can flush its buffers; the next read waits.
public final class InputDescriptor: Sendable {
  /// The path as it was given; `-` for standard input.
  public let path: String

  /// Whether this is a regular file, which never has to be waited for.
  public let isRegular: Bool

  private let number: Int32

  private let follows = Atomic(false)

  private let readCount = Atomic(0)

  /// Bytes that were read so far.
  public var bytesRead: Int { readCount.load(ordering: .relaxed) }

  /// The current size of a regular file in bytes; nil for pipes and devices.
  public var size: Int? {
    let size = csystem_file_size(number)
    return size < 0 ? nil : Int(clamping: size)
  }

  /// Whether the last read reported a pause, so that the next one waits.
  private let isWaiting = Atomic(false)

  /// How long a read waits before it reports a pause again.
  private static let waitMilliseconds: Int32 = 100

  /// The result of a read.
  public enum Outcome: Hashable, Sendable {
    /// That many bytes were read, at least one.
    case bytes(Int)
    case end
    /// No bytes are available; the next read waits for 100 ms.
    case quiet
    /// A signal requested the end.
    case interrupted
    /// The system's error number.
    case failed(Int32)
  }

  /// Opens a path.
  ///
  /// - Throws: the system's error with the path as subject.
  public init(path: String) throws(IOError) {
    self.path = path
    var (isRegular, errorNumber) = (false, 0 as Int32)
    // The shim reads the path and writes both values during the call.
    number = unsafe csystem_open_input(path, &isRegular, &errorNumber)
    self.isRegular = isRegular
    if number < 0 { throw IOError(errorNumber: errorNumber, subject: path) }
  }

  deinit { if number > 2 { _ = csystem_close_descriptor(number) } }

  /// Reports the end of the file as a pause from now on, because another program still appends to it.
  public func follow() { follows.store(true, ordering: .relaxed) }

  /// Reads into `buffer` from the element at `offset` on, at most to its end.
  public func read(into buffer: inout [UInt8], from offset: Int) -> Outcome {
    if csystem_interruption_requested() { return .interrupted }
    if !isRegular {
      switch csystem_wait_readable(
        number, isWaiting.load(ordering: .relaxed) ? Self.waitMilliseconds : 0)
      {
      case -2: return .interrupted
      case 0:
        isWaiting.store(true, ordering: .relaxed)
        return .quiet
      default: isWaiting.store(false, ordering: .relaxed)
      }
    }
    var errorNumber: Int32 = 0
    let count: Int64 = unsafe buffer.withUnsafeMutableBufferPointer { bytes in
      // `rebasing` checks that the offset is in the array; the shim writes only into that part.
      let room = unsafe UnsafeMutableBufferPointer(rebasing: bytes[offset...])
      guard let start = room.baseAddress else { return 0 }
      return unsafe csystem_read(number, start, room.count, &errorNumber)
    }
    if count < 0 { return csystem_interruption_requested() ? .interrupted : .failed(errorNumber) }
    if count > 0 {
      readCount.add(Int(count), ordering: .relaxed)
      return .bytes(Int(count))
    }
    guard follows.load(ordering: .relaxed) else { return .end }
    return csystem_wait_readable(-1, Self.waitMilliseconds) == -2 ? .interrupted : .quiet
  }
}
