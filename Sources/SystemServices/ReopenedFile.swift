internal import CSystem

/// A file that is opened for each read, so that any number of them can be read at the same time.
public struct ReopenedFile: Sendable {
  /// Its path.
  public let path: String
  /// The offset of the byte that is read next.
  public private(set) var offset: Int64

  /// A file that is read from an offset on.
  public init(path: String, offset: Int64 = 0) {
    self.path = path
    self.offset = offset
  }

  /// Reads into `buffer` from the element `start` on, at most `count` bytes.
  public mutating func read(
    into buffer: inout [UInt8], from start: Int, atMost count: Int
  ) -> InputDescriptor.Outcome {
    var errorNumber: Int32 = 0
    let (path, offset) = (path, offset)
    let got: Int64 = unsafe buffer.withUnsafeMutableBufferPointer { bytes in
      // `rebasing` checks that the offset is in the array; the shim writes only into that part.
      let room = unsafe UnsafeMutableBufferPointer(rebasing: bytes[start...])
      guard let start = room.baseAddress else { return 0 }
      return unsafe csystem_read_at(path, offset, start, min(room.count, count), &errorNumber)
    }
    if got < 0 { return .failed(errorNumber) }
    self.offset += got
    return got > 0 ? .bytes(Int(got)) : .end
  }
}
