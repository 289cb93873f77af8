import BasicContainers
import BoundedCollections
import InternetTypes
import PacketDissection

/// Completing, discarding and releasing datagrams.
extension FragmentReassembler {
  /// Stores a fragment with its frame; false if there is no room.
  mutating func keep(
    _ kept: KeptFragment, _ frame: Span<UInt8>, in position: Handle<Datagram>,
    after previous: Handle<KeptFragment>, before next: Handle<KeptFragment>
  ) -> Bool {
    guard pool.hasRoom(for: frame.count), fragments.count < limits.fragmentLimit
    else { return false }
    var kept = kept
    kept.pieces = pool.store(frame)
    kept.next = next
    let handle = fragments.insert(kept)
    if previous.isNone {
      table[position].head = handle
    } else {
      fragments[previous].next = handle
    }
    if next.isNone { table[position].tail = handle }
    table[position].count &+= 1
    table[position].received &+= kept.end &- kept.start
    return true
  }

  /// Reassembles a datagram whose last gap was filled.
  mutating func complete(
    _ position: Handle<Datagram>, by fragment: IPFragment, number: Int, timestamp: Timestamp
  ) -> Outcome {
    let head = table[position].head
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
    while !next.isNone {
      // Bytes after a gap cannot be placed in the captured packet.
      if isWhole {
        pool.append(fragments[next].data, of: fragments[next].pieces, to: &output.bytes)
      }
      isWhole = isWhole && fragments[next].isWhole
      next = fragments[next].next
    }
    statistics.datagrams &+= 1
    statistics.joined &+= UInt64(clamping: table[position].count)
    if !isWhole { statistics.cutDatagrams &+= 1 }
    (output.timestamp, output.number) = (timestamp, number)
    end(position, as: .complete)
    completed = position
    return .output
  }

  /// Starts `output` with the IP header of a whole datagram and the data of its first fragment.
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
      // The fragment header is removed: its predecessor names its successor (RFC 8200, section 4.5).
      output.bytes[start &+ first.nextHeaderOffset &- header.lowerBound] = frame[first.headerEnd]
    } else {
      replace(UInt16(truncatingIfNeeded: header.count &+ total), at: 2, of: start)
      replace(frame.uint16(at: header.lowerBound &+ 6) & 0xc000, at: 6, of: start)
    }
    output.bytes.append(copying: frame.extracting(first.data))
    output.wireLength = start &+ header.count &+ total
  }

  /// Replaces a field of the IPv4 header at `start` and updates the checksum; a wrong one stays wrong (RFC 1624).
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

  // MARK: The fragments of a reassembled datagram

  /// Loads a fragment of the datagram in `output` into `output`, as it was captured.
  ///
  /// Valid only after `take` returned `output`, before any other call.
  ///
  /// - Parameter index: its number in the order of positions, from 0.
  /// - Returns: false if there is none.
  public mutating func loadFragment(_ index: Int) -> Bool {
    guard !completed.isNone, index >= 0 else { return false }
    var next = table[completed].head
    for _ in 0..<min(index, table[completed].count) where !next.isNone {
      next = fragments[next].next
    }
    if next.isNone { return false }
    load(next)
    return true
  }

  /// Loads a fragment into `output`, as it was captured.
  private mutating func load(_ index: Handle<KeptFragment>) {
    output.bytes.removeAll(keepingCapacity: true)
    pool.append(
      0..<fragments[index].frameByteCount, of: fragments[index].pieces, to: &output.bytes)
    output.wireLength = fragments[index].wireLength
    output.linkType = fragments[index].linkType
    output.timestamp = fragments[index].timestamp
    output.number = fragments[index].number
    output.tag = fragments[index].tag
  }

  /// Releases the bytes of the datagram in `output`.
  mutating func releaseCompleted() {
    if completed.isNone { return }
    releasePieces(of: completed)
    completed = .none
  }

  // MARK: Incomplete datagrams

  /// Discards a datagram because of a fragment that contradicts the others.
  mutating func discard(_ position: Handle<Datagram>, for fragment: IPFragment) -> Outcome {
    guard discard(position) else { return refuse(fragment, of: position) }
    statistics.strays &+= 1
    return .output
  }

  /// Discards a datagram, and returns whether its first fragment is in `output`.
  private mutating func discard(_ position: Handle<Datagram>) -> Bool {
    let hasFirst = passFirst(of: position)
    statistics.strays &+= UInt64(clamping: table[position].count &- (hasFirst ? 1 : 0))
    releaseFragments(of: position)
    end(position, as: .discarded)
    return hasFirst
  }

  /// Processes a fragment of a discarded datagram: its first fragment is delivered, because it identifies the flow.
  mutating func refuse(_ fragment: IPFragment, of position: Handle<Datagram>) -> Outcome {
    if fragment.isFirst, !table[position].hasPassedFirst {
      table[position].hasPassedFirst = true
      return .unchanged
    }
    statistics.strays &+= 1
    return .kept
  }

  /// Gives up an incomplete datagram, and returns whether its first fragment is in `output`.
  mutating func giveUp(_ position: Handle<Datagram>) -> Bool {
    let hasFirst = passFirst(of: position)
    statistics.strays &+= UInt64(clamping: table[position].count &- (hasFirst ? 1 : 0))
    remove(position)
    return hasFirst
  }

  /// Loads the first fragment of a datagram into `output`; false if it was not captured.
  private mutating func passFirst(of position: Handle<Datagram>) -> Bool {
    let head = table[position].head
    guard !head.isNone, fragments[head].start == 0 else { return false }
    load(head)
    table[position].hasPassedFirst = true
    return true
  }

  /// Moves a datagram to the ended ones, and removes the oldest of them if there are too many.
  private mutating func end(_ position: Handle<Datagram>, as state: Datagram.State) {
    table.end(position, as: state)
    if table.count(.ended) > max(limits.datagramLimit, 1) { remove(table.first(.ended)) }
  }

  /// Removes a datagram and its fragments.
  mutating func remove(_ position: Handle<Datagram>) {
    releaseFragments(of: position)
    table.remove(position)
  }

  /// Releases the bytes of a datagram's fragments.
  private mutating func releasePieces(of position: Handle<Datagram>) {
    var next = table[position].head
    while !next.isNone {
      pool.release(fragments[next].pieces)
      fragments[next].pieces = 0
      next = fragments[next].next
    }
  }

  /// Releases a datagram's fragments.
  private mutating func releaseFragments(of position: Handle<Datagram>) {
    releasePieces(of: position)
    var next = table[position].head
    while !next.isNone {
      fragments.release(next)
      next = fragments[next].next
    }
    (table[position].head, table[position].tail, table[position].count) = (.none, .none, 0)
  }
}
