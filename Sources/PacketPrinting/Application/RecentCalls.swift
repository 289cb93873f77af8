/// The latest calls of a protocol, which name the procedures of their replies.
///
/// It keeps as many as tcpdump does, 64, and finds the same one where numbers repeat: the search starts at the call that
/// was found last.
struct RecentCalls<Call> {
  private static var capacity: Int { 64 }

  private var calls = [Call?](repeating: nil, count: capacity)
  private var next = 0
  private var lastFound = 0

  /// Enters a call in place of the oldest one.
  mutating func insert(_ call: Call) {
    calls[next] = call
    next = (next + 1) % Self.capacity
  }

  /// The call that a reply answers; nil if it is not known.
  mutating func first(where isAnswered: (Call) -> Bool) -> Call? {
    for step in 0..<Self.capacity {
      let index = (lastFound + step) % Self.capacity
      guard let call = calls[index], isAnswered(call) else { continue }
      lastFound = index
      return call
    }
    return nil
  }
}
