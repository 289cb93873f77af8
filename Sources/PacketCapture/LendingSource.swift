/// How sources lend their packets: the loops that clients compile into their own code.
@usableFromInline
protocol LendingSource: ~Copyable {
  /// The bytes of the current packet, valid until more packets are asked for.
  var currentBytes: UnsafeBufferPointer<UInt8> { get }

  /// Why there are no packets at hand.
  var end: PacketLoopEnd { get }

  /// Packets that are at hand and not used; they stay where they are until the next call.
  mutating func packetsAtHand() -> UnsafeBufferPointer<LentPacket>

  /// Says that the first so many packets at hand were used.
  mutating func use(_ count: Int)
}

extension LendingSource where Self: ~Copyable {
  /// Lends one packet after another until the body returns false or nothing is at hand.
  @inlinable
  mutating func lendEach<Failure: Error>(
    _ body: (CapturedPacket, Span<UInt8>) throws(Failure) -> Bool
  ) throws(Failure) -> PacketLoopEnd {
    while true {
      // They stay where they are until this value is asked for more.
      let packets = unsafe packetsAtHand()
      if packets.isEmpty { return end }
      var used = 0
      defer { use(used) }
      while used < packets.count {
        let packet = unsafe packets[used]
        used += 1
        if unsafe try !body(packet.header, packet.bytes.span) { return .stopped }
      }
    }
  }

  /// Lends the current packet's bytes.
  @inlinable
  func lendCurrent<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // Nobody can ask for more while the body borrows this value.
    unsafe try body(currentBytes.span)
  }
}
