import BasicContainers

/// Byte strings in pieces of one size, so that what is given back fits whatever comes next.
///
/// The room for all of them is asked for at once and never moved; the system gives pages only to what is used.
struct PiecePool: ~Copyable {
  /// Bytes of a piece: an Ethernet frame takes three.
  static var pieceSize: Int { 512 }

  private var bytes: RigidArray<UInt8>
  /// The piece after each one plus one, in a string or among those that are free; 0 after the last.
  private var successors: RigidArray<UInt32>
  /// The first free piece plus one.
  private var free: UInt32 = 0

  /// Pieces that are there.
  let capacity: Int
  /// Pieces in use.
  private(set) var usedCount = 0

  /// A pool of `byteLimit` bytes, rounded down to whole pieces.
  init(byteLimit: Int) {
    capacity = max(byteLimit / Self.pieceSize, 1)
    bytes = RigidArray(capacity: capacity * Self.pieceSize)
    successors = RigidArray(capacity: capacity)
  }

  /// Pieces that a string of `count` bytes takes.
  static func pieceCount(of count: Int) -> Int { (count &+ pieceSize &- 1) / pieceSize }

  /// Whether a string of `count` bytes would fit in if nothing else were there.
  func canHold(_ count: Int) -> Bool { Self.pieceCount(of: count) <= capacity }

  /// Whether a string of `count` bytes fits in now.
  func hasRoom(for count: Int) -> Bool { usedCount &+ Self.pieceCount(of: count) <= capacity }

  /// Keeps a string that fits in; its first piece plus one, 0 for an empty one.
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

  /// Fills a piece, with which a string ends for now.
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

  /// Gives a string's pieces back.
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

  /// Appends the part of a string that `range` tells.
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
