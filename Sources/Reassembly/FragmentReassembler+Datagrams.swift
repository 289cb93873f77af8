import BasicContainers
import InternetTypes
import PacketDissection

/// What becomes of datagrams.
extension FragmentReassembler {
  /// Keeps a fragment with its frame; false where there is no room.
  mutating func keep(
    _ kept: KeptFragment, _ frame: Span<UInt8>, in position: UInt32, after previous: UInt32,
    before next: UInt32
  ) -> Bool {
    guard pool.hasRoom(for: frame.count), fragmentCount < limits.fragmentLimit else { return false }
    var kept = kept
    kept.pieces = pool.store(frame)
    kept.next = next
    let entry: UInt32
    if freeFragment != 0 {
      entry = freeFragment
      freeFragment = fragments[Int(entry) &- 1].next
      fragments[Int(entry) &- 1] = kept
    } else {
      fragments.append(kept)
      entry = UInt32(truncatingIfNeeded: fragments.count)
    }
    fragmentCount &+= 1
    if previous == 0 {
      table[position].head = entry
    } else {
      fragments[Int(previous) &- 1].next = entry
    }
    if next == 0 { table[position].tail = entry }
    table[position].count &+= 1
    table[position].received &+= kept.end &- kept.start
    return true
  }

  /// Puts a datagram together whose last hole was filled.
  mutating func complete(
    _ position: UInt32, by fragment: IPFragment, number: Int, timestamp: Timestamp
  ) -> Outcome {
    let head = Int(table[position].head) &- 1
    scratch.removeAll(keepingCapacity: true)
    pool.append(0..<fragments[head].frameByteCount, of: fragments[head].pieces, to: &scratch)
    let total = table[position].total
    guard
      let first = IPFragment(
        scratch.span, wireLength: fragments[head].wireLength, linkType: fragments[head].linkType)
    else { return discard(position) ? .output : .kept }
    guard first.headerByteCount &+ total <= 65_535 else {
      statistics.note(.tooLarge, fragment, packet: number)
      return discard(position) ? .output : .kept
    }
    var bytes = UniqueArray<UInt8>()
    swap(&bytes, &scratch)
    buildWhole(first, bytes.span, total: total)
    swap(&bytes, &scratch)
    var isWhole = first.isWhole
    var next = fragments[head].next
    while next != 0 {
      let index = Int(next) &- 1
      // What comes behind a gap has no place in a packet.
      if isWhole {
        pool.append(fragments[index].data, of: fragments[index].pieces, to: &output.bytes)
      }
      isWhole = isWhole && fragments[index].isWhole
      next = fragments[index].next
    }
    statistics.datagrams &+= 1
    statistics.joined &+= UInt64(clamping: table[position].count)
    if !isWhole { statistics.cutDatagrams &+= 1 }
    (output.timestamp, output.number) = (timestamp, number)
    end(position, as: .complete)
    completed = position &+ 1
    return .output
  }

  /// Begins `output` with the IP header of a whole datagram and what its first fragment has of the data.
  mutating func buildWhole(_ first: IPFragment, _ frame: Span<UInt8>, total: Int) {
    output.bytes.removeAll(keepingCapacity: true)
    output.linkType = .raw
    let isVersion6 = first.nextHeaderOffset != 0
    if let vlan = first.vlan {
      output.linkType = .ethernet
      for _ in 0..<12 { output.bytes.append(0) }
      append(0x8100)
      append(vlan)
      append(isVersion6 ? 0x86dd : 0x0800)
    }
    let start = output.bytes.count
    let header = first.packet.networkOffset..<first.headerEnd
    output.bytes.append(copying: frame.extracting(header))
    if isVersion6 {
      write(UInt16(truncatingIfNeeded: first.headerByteCount &+ total), at: start &+ 4)
      // The fragment header is left out, and its predecessor goes on with its successor (RFC 8200, section 4.5).
      output.bytes[start &+ first.nextHeaderOffset &- header.lowerBound] = frame[first.headerEnd]
    } else {
      replace(UInt16(truncatingIfNeeded: header.count &+ total), at: 2, of: start)
      replace(frame.uint16(at: header.lowerBound &+ 6) & 0xc000, at: 6, of: start)
    }
    output.bytes.append(copying: frame.extracting(first.data))
    output.wireLength = start &+ header.count &+ total
  }

  /// Replaces a field of the IPv4 header from `start` on; a checksum that was wrong stays so (RFC 1624).
  private mutating func replace(_ number: UInt16, at offset: Int, of start: Int) {
    let old = output.bytes.span.uint16(at: start &+ offset)
    let checksum = output.bytes.span.uint16(at: start &+ 10)
    var sum = UInt32(~checksum) &+ UInt32(~old) &+ UInt32(number)
    sum = sum >> 16 &+ sum & 0xffff
    sum = sum >> 16 &+ sum & 0xffff
    write(~UInt16(truncatingIfNeeded: sum), at: start &+ 10)
    write(number, at: start &+ offset)
  }

  private mutating func append(_ number: UInt16) {
    output.bytes.append(UInt8(truncatingIfNeeded: number >> 8))
    output.bytes.append(UInt8(truncatingIfNeeded: number))
  }

  private mutating func write(_ number: UInt16, at offset: Int) {
    output.bytes[offset] = UInt8(truncatingIfNeeded: number >> 8)
    output.bytes[offset &+ 1] = UInt8(truncatingIfNeeded: number)
  }

  // MARK: The fragments of a datagram that was put together

  /// Puts the fragment at a place in the order of positions into `output`, as it was captured, after `take` put a datagram
  /// there; false where there is none.
  ///
  /// Nothing else may have been asked of the reassembler in between.
  public mutating func loadFragment(_ index: Int) -> Bool {
    guard completed != 0, index >= 0 else { return false }
    var next = table[completed &- 1].head
    for _ in 0..<min(index, table[completed &- 1].count) where next != 0 {
      next = fragments[Int(next) &- 1].next
    }
    guard next != 0 else { return false }
    load(Int(next) &- 1)
    return true
  }

  /// Puts a fragment into `output` as it was captured.
  private mutating func load(_ index: Int) {
    output.bytes.removeAll(keepingCapacity: true)
    pool.append(
      0..<fragments[index].frameByteCount, of: fragments[index].pieces, to: &output.bytes)
    output.wireLength = fragments[index].wireLength
    output.linkType = fragments[index].linkType
    output.timestamp = fragments[index].timestamp
    output.number = fragments[index].number
  }

  /// Lets go of the bytes of the datagram that was given out.
  mutating func releaseCompleted() {
    guard completed != 0 else { return }
    releasePieces(of: completed &- 1)
    completed = 0
  }

  // MARK: Without success

  /// Discards a datagram for a fragment that does not go with the others.
  mutating func discard(_ position: UInt32, for fragment: IPFragment) -> Outcome {
    guard discard(position) else { return refuse(fragment, of: position) }
    statistics.strays &+= 1
    return .output
  }

  /// Discards a datagram; whether its first fragment is in `output`.
  private mutating func discard(_ position: UInt32) -> Bool {
    let hasFirst = passFirst(of: position)
    statistics.strays &+= UInt64(clamping: table[position].count &- (hasFirst ? 1 : 0))
    releaseFragments(of: position)
    end(position, as: .discarded)
    return hasFirst
  }

  /// Takes a fragment of a datagram that was discarded: the first goes on, since it tells the flow.
  mutating func refuse(_ fragment: IPFragment, of position: UInt32) -> Outcome {
    if fragment.isFirst, !table[position].hasPassedFirst {
      table[position].hasPassedFirst = true
      return .unchanged
    }
    statistics.strays &+= 1
    return .kept
  }

  /// Gives up a datagram that is not complete; whether its first fragment is in `output`.
  mutating func giveUp(_ position: UInt32) -> Bool {
    let hasFirst = passFirst(of: position)
    statistics.strays &+= UInt64(clamping: table[position].count &- (hasFirst ? 1 : 0))
    forget(position)
    return hasFirst
  }

  /// Puts the first fragment of a datagram into `output`; false where it has not come.
  private mutating func passFirst(of position: UInt32) -> Bool {
    let head = table[position].head
    guard head != 0, fragments[Int(head) &- 1].start == 0 else { return false }
    load(Int(head) &- 1)
    table[position].hasPassedFirst = true
    return true
  }

  /// Remembers a datagram among those that are over, and forgets the oldest of them where there are too many.
  private mutating func end(_ position: UInt32, as state: Datagram.State) {
    table.end(position, as: state)
    if table.count(.over) > max(limits.datagramLimit, 1), let oldest = table.first(.over) {
      forget(oldest)
    }
  }

  /// Takes a datagram and its fragments out.
  mutating func forget(_ position: UInt32) {
    releaseFragments(of: position)
    table.remove(position)
  }

  /// Gives back the bytes of a datagram's fragments.
  private mutating func releasePieces(of position: UInt32) {
    var next = table[position].head
    while next != 0 {
      let index = Int(next) &- 1
      pool.release(fragments[index].pieces)
      fragments[index].pieces = 0
      next = fragments[index].next
    }
  }

  /// Gives back a datagram's fragments.
  private mutating func releaseFragments(of position: UInt32) {
    releasePieces(of: position)
    var next = table[position].head
    while next != 0 {
      let after = fragments[Int(next) &- 1].next
      fragments[Int(next) &- 1].next = freeFragment
      freeFragment = next
      fragmentCount &-= 1
      next = after
    }
    (table[position].head, table[position].tail, table[position].count) = (0, 0, 0)
  }
}
