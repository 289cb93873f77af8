import InternetTypes

/// A datagram of which fragments were seen.
struct Datagram {
  /// What became of it.
  enum State: UInt8 {
    /// It waits for fragments.
    case waiting
    /// It was put together: its fragments may come again.
    case complete
    /// It was discarded: so are its fragments that still come (RFC 8200, section 4.5).
    case discarded
  }

  let source: UInt128
  let destination: UInt128
  let identification: UInt32
  let domain: UInt32
  let hash: UInt32
  /// When the fragment that came first did.
  let begin: Int64
  var state = State.waiting
  /// Whether its first fragment went on by itself.
  var hasPassedFirst = false
  /// Bytes of data, once the last fragment told; -1 before.
  var total = -1
  /// Bytes of data that are there.
  var received = 0
  /// The largest position that was seen.
  var furthest = 0
  /// How many fragments are kept.
  var count = 0
  /// The kept fragments in order of position, the first and the last plus one; 0 where there are none.
  var head: UInt32 = 0
  var tail: UInt32 = 0
  /// The next datagram of the same bucket plus one.
  var chain: UInt32 = 0
  /// The datagrams before and after it in its list plus one.
  var older: UInt32 = 0
  var newer: UInt32 = 0

  /// A datagram of which this fragment is the first to come.
  init(_ fragment: IPFragment, hash: UInt32, begin: Int64) {
    source = fragment.source
    destination = fragment.destination
    identification = fragment.identification
    domain = fragment.domain
    self.hash = hash
    self.begin = begin
  }

  /// Whether a fragment belongs to it.
  func matches(_ fragment: IPFragment) -> Bool {
    identification == fragment.identification && source == fragment.source
      && destination == fragment.destination && domain == fragment.domain
  }
}

/// A fragment that is kept, with the whole frame it came in.
struct KeptFragment {
  var start: Int
  var end: Int
  /// A keyed hash of its data, and of whether it is the last.
  var digest: UInt64
  /// Where the frame is kept; 0 once it is not.
  var pieces: UInt32
  /// Captured bytes of the frame.
  var frameByteCount: Int
  /// Where its data is in the frame.
  var data: Range<Int>
  var wireLength: Int
  var linkType: LinkType
  var timestamp: Timestamp
  var number: Int
  /// The next one of the datagram plus one, or the next free one.
  var next: UInt32 = 0

  /// Whether the capture has all of its data.
  var isWhole: Bool { data.count == end &- start }
}
