import BasicContainers

/// Stores byte strings in chained pieces of one size, so that every released piece can be reused.
///
/// Memory for all pieces is reserved at once and never moved; the system provides pages only for the pieces that were used.
struct PiecePool: ~Copyable {
  /// Bytes of a piece: an Ethernet frame takes three.
  static var pieceSize: Int { 512 }

  private var bytes: RigidArray<UInt8>
  /// The successor of each piece plus one, in a string or in the free list; 0 after the last.
  private var successors: RigidArray<UInt32>
  /// The first free piece plus one.
  private var free: UInt32 = 0

  /// The number of pieces.
  let capacity: Int
  /// Pieces in use.
  private(set) var usedCount = 0

  /// A pool of `byteLimit` bytes, rounded down to whole pieces.
  init(byteLimit: Int) {
    capacity = max(byteLimit / Self.pieceSize, 1)
    bytes = RigidArray(capacity: capacity * Self.pieceSize)
    successors = RigidArray(capacity: capacity)
  }

  /// How many pieces a string of `count` bytes takes.
  static func pieceCount(of count: Int) -> Int { (count &+ pieceSize &- 1) / pieceSize }

  /// Whether a string of `count` bytes would fit into the empty pool.
  func canHold(_ count: Int) -> Bool { Self.pieceCount(of: count) <= capacity }

  /// Whether a string of `count` bytes fits now.
  func hasRoom(for count: Int) -> Bool { usedCount &+ Self.pieceCount(of: count) <= capacity }

  /// Stores a string that fits, and returns its first piece plus one, 0 for an empty string.
  mutating func store(_ string: Span<UInt8>) -> UInt32 {
    guard hasRoom(for: string.count) else { return 0 }
    var first: UInt32 = 0
    var last: UInt32 = 0
    var rest = string
    while !rest.isEmpty {
      let piece = storePiece(rest.extracting(first: min(Self.pieceSize, rest.count)))
      if last == 0 { first = piece } else { successors[Int(last) &- 1] = piece }
      last = piece
      rest = rest.extracting(droppingFirst: Self.pieceSize)
    }
    return first
  }

  /// Fills a free piece, which becomes the last of a string.
  private mutating func storePiece(_ part: Span<UInt8>) -> UInt32 {
    usedCount &+= 1
    guard free == 0 else {
      let piece = free
      let start = (Int(piece) &- 1) &* Self.pieceSize
      free = successors[Int(piece) &- 1]
      successors[Int(piece) &- 1] = 0
      bytes.replace(removing: start..<(start &+ part.count), copying: part)
      return piece
    }
    bytes.append(copying: part)
    for _ in part.count..<Self.pieceSize { bytes.append(0) }
    successors.append(0)
    return UInt32(truncatingIfNeeded: successors.count)
  }

  /// Releases the pieces of a string.
  mutating func release(_ first: UInt32) {
    var piece = first
    while piece != 0 {
      let next = successors[Int(piece) &- 1]
      successors[Int(piece) &- 1] = free
      free = piece
      usedCount &-= 1
      piece = next
    }
  }

  /// Appends a range of a string to an array.
  func append(_ range: Range<Int>, of first: UInt32, to output: inout UniqueArray<UInt8>) {
    var piece = first
    var start = 0
    while piece != 0, start < range.upperBound {
      let wanted = range.clamped(to: start..<(start &+ Self.pieceSize))
      let home = (Int(piece) &- 1) &* Self.pieceSize &- start
      if !wanted.isEmpty {
        output.append(
          copying: bytes.span.extracting(
            (home &+ wanted.lowerBound)..<(home &+ wanted.upperBound)))
      }
      start &+= Self.pieceSize
      piece = successors[Int(piece) &- 1]
    }
  }
}
