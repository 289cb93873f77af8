import InternetTypes

/// What is remembered of a data chunk for as long as it may be sent again.
struct ChunkRecord {
  /// When it was captured last.
  var time: PacketTime
  /// The packet that it was captured in first.
  var packet: UInt64
  /// Its transmission sequence number.
  var number: UInt32
  /// Bytes of user data.
  var size: UInt16
  /// How many acknowledgments said that it is missing (RFC 9260, section 7.2.4).
  var misses: UInt8 = 0
  var flags: Flags

  struct Flags: OptionSet {
    let rawValue: UInt8
    /// It was captured; where not, only acknowledgments told of it.
    static var isSeen: Flags { Flags(rawValue: 1) }
    static var isAcknowledged: Flags { Flags(rawValue: 2) }
    static var isBeginning: Flags { Flags(rawValue: 4) }
    static var isEnding: Flags { Flags(rawValue: 8) }
    static var isSentAgain: Flags { Flags(rawValue: 16) }
  }
}

/// The latest data chunks of one direction, by their numbers.
///
/// It begins with 16 and doubles while what is outstanding needs it, up to 1,024: what is older is forgotten, and so is what
/// a number that jumps leaves behind.
struct ChunkRing {
  static var smallest: Int { 16 }
  static var largest: Int { 1024 }

  private var records: [ChunkRecord?] = []

  /// How many numbers it spans.
  var capacity: Int { records.count }

  /// The record of a number, if it is remembered.
  subscript(number: UInt32) -> ChunkRecord? {
    get {
      guard !records.isEmpty else { return nil }
      let record = records[Int(number) & (records.count &- 1)]
      return record?.number == number ? record : nil
    }
    set {
      guard !records.isEmpty, let newValue else { return }
      records[Int(number) & (records.count &- 1)] = newValue
    }
  }

  /// What a number would displace.
  func displaced(by number: UInt32) -> ChunkRecord? {
    guard !records.isEmpty else { return nil }
    let record = records[Int(number) & (records.count &- 1)]
    return record?.number == number ? nil : record
  }

  /// Makes room for another number, out of a budget that all directions share.
  mutating func grow(from budget: inout Int) {
    let count = max(records.count &* 2, Self.smallest)
    guard count <= Self.largest, budget >= count &- records.count else { return }
    budget &-= count &- records.count
    let former = records
    records = Array(repeating: nil, count: count)
    for record in former {
      if let record { self[record.number] = record }
    }
  }

  /// Forgets all, and gives the room back.
  mutating func removeAll(to budget: inout Int) {
    budget &+= records.count
    records = []
  }
}
