/// Why a pass over the window ended.
enum ReadStop {
  /// The batch is full.
  case full
  /// The next record or block is not complete in the window.
  case needs(MissingPart)
  /// A block without packets need not be in memory: skip that many bytes.
  case skip(Int)
  /// Another savefile's header is in place of a record or block.
  case anotherFile
  /// The input is malformed or unsupported.
  case failed(FormatError)
}

/// The missing part of a record or block, with the number of bytes that complete it.
enum MissingPart {
  case recordHeader(Int)
  case packet(Int, header: Int)
  case block(Int)
}
