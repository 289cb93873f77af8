/// What ended a pass over the window.
enum ReadStop {
  /// The batch is full.
  case full
  /// The next record or block is not whole in the window.
  case needs(MissingPart)
  /// A block without packets that need not be in memory: that many bytes are to be passed over.
  case skip(Int)
  /// Another savefile's header stands where a record or block was expected.
  case anotherFile
  /// The input states what cannot be.
  case failed(FormatError)
}

/// What has to come to make a record or block whole: that many bytes of it.
enum MissingPart {
  case recordHeader(Int)
  case packet(Int, header: Int)
  case block(Int)
}
