/// The comments on packets of a file, stored until they are written.
struct CommentList {
  private var bytes: [UInt8] = []
  private var entries: [Entry] = []
  private var isSorted = true
  private var position = 0

  /// Comments that were left out: a list of more would take too much memory.
  private(set) var omittedCount: UInt64 = 0

  /// The maximum number of bytes of texts and list entries.
  private static let byteLimit = 512 << 20
  private static let countLimit = 8 << 20

  private struct Entry {
    var packet: UInt64
    var start: UInt32
    var count: UInt32
  }

  /// How many comments there are.
  var count: Int { entries.count }

  /// Adds a comment on a packet; those on one packet keep their order.
  mutating func add(_ text: String, to packet: UInt64) {
    guard entries.count < Self.countLimit, bytes.count < Self.byteLimit else {
      omittedCount += 1
      return
    }
    let start = bytes.count
    bytes += Array(text.utf8)
    if let last = entries.last, last.packet > packet { isSorted = false }
    entries.append(
      Entry(
        packet: packet, start: UInt32(truncatingIfNeeded: start),
        count: UInt32(truncatingIfNeeded: bytes.count - start)))
  }

  /// Sorts the comments by packet.
  mutating func sort() {
    position = 0
    if isSorted { return }
    // Comments on the same packet stay in the order in which they were added.
    entries.sort { ($0.packet, $0.start) < ($1.packet, $1.start) }
    isSorted = true
  }

  /// Removes the comments on some packets from the list, and returns each with its packet's number before it.
  ///
  /// - Parameters:
  ///   - packets: the packets.
  ///   - limit: the maximum number of comments returned.
  /// - Returns: the comments, in the order of packets.
  mutating func remove(of packets: Set<UInt64>, limit: Int) -> [String] {
    guard !packets.isEmpty else { return [] }
    sort()
    var removed: [String] = []
    for entry in entries where packets.contains(entry.packet) && removed.count < limit {
      removed.append("packet \(entry.packet): \(text(entry))")
    }
    entries.removeAll { packets.contains($0.packet) }
    return removed
  }

  private func text(_ entry: Entry) -> String {
    let range = Int(entry.start)..<(Int(entry.start) + Int(entry.count))
    return String(decoding: bytes[range], as: UTF8.self)
  }

  /// The comments on a packet; call it in ascending order of packets.
  mutating func take(for packet: UInt64) -> [String] {
    while position < entries.count, entries[position].packet < packet { position += 1 }
    var comments: [String] = []
    while position < entries.count, entries[position].packet == packet {
      comments.append(text(entries[position]))
      position += 1
    }
    return comments
  }
}
