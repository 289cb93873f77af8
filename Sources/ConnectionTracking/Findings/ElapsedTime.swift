import InternetTypes

/// Times between packets of a capture whose clock may go back.
extension Timestamp {
  /// Nanoseconds since an earlier time; nil if the capture's clock went back between them.
  func elapsed(since start: Timestamp) -> Int64? {
    let time = nanoseconds(since: start)
    return time >= 0 ? time : nil
  }
}

extension Timestamp? {
  /// Nanoseconds since an earlier time; nil if one of them is not known, or the capture's clock went back.
  func elapsed(since start: Timestamp?) -> Int64? {
    guard let self, let start else { return nil }
    return self.elapsed(since: start)
  }
}
