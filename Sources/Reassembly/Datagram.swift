import BoundedCollections
import InternetTypes

/// A datagram of which fragments were captured.
struct Datagram {
  /// The state of a datagram.
  enum State: UInt8 {
    /// Incomplete: further fragments may complete it.
    case waiting
    /// Reassembled: copies of its fragments may follow.
    case complete
    /// Discarded, as are its later fragments (RFC 8200, section 4.5).
    case discarded
  }

  let source: UInt128
  let destination: UInt128
  let identification: UInt32
  let domain: UInt32
  let hash: UInt32
  /// When the first fragment was captured.
  let begin: Timestamp
  var state = State.waiting
  /// Whether its fragment at position 0 was delivered by itself.
  var hasPassedFirst = false
  /// Bytes of data, known from the last fragment; -1 before.
  var total = -1
  /// Bytes of data in the stored fragments.
  var received = 0
  /// The largest end of a fragment.
  var furthest = 0
  /// How many fragments are stored.
  var count = 0
  /// The first and the last of the stored fragments in order of position.
  var head = Handle<KeptFragment>.none
  var tail = Handle<KeptFragment>.none

  /// A datagram of which `fragment` is the first that was captured.
  init(_ fragment: IPFragment, hash: UInt32, begin: Timestamp) {
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

/// A stored fragment, with the whole frame that it was captured in.
struct KeptFragment {
  var start: Int
  var end: Int
  /// A keyed hash of its data, and of whether it is the last.
  var digest: UInt64
  /// The first piece of the stored frame; 0 after its release.
  var pieces: UInt32
  /// Captured bytes of the frame.
  var frameByteCount: Int
  /// The range of its data in the frame.
  var data: Range<Int>
  var wireLength: Int
  var linkType: LinkType
  var timestamp: Timestamp
  var number: Int
  var tag: UInt64
  /// The next fragment of the datagram; `none` after the last.
  var next = Handle<KeptFragment>.none

  /// Whether all of its data was captured.
  var isWhole: Bool { data.count == end &- start }
}
