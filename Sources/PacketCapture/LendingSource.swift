/// The loops in which sources lend their packets; clients compile them into their own code.
@usableFromInline
protocol LendingSource: ~Copyable {
  /// The bytes of the current packet, valid until more packets are read.
  var currentBytes: UnsafeBufferPointer<UInt8> { get }

  /// Why no packets are available.
  var end: PacketLoopEnd { get }

  /// Packets that were read and not used; they stay in place until the next call.
  mutating func packetsAtHand() -> UnsafeBufferPointer<LentPacket>

  /// Marks the first packets as used.
  mutating func use(_ count: Int)
}

extension LendingSource where Self: ~Copyable {
  /// Lends one packet after another until the body returns false or no packet is available.
  @inlinable
  mutating func lendEach<Failure: Error>(
    _ body: (CapturedPacket, Span<UInt8>) throws(Failure) -> Bool
  ) throws(Failure) -> PacketLoopEnd {
    while true {
      // They stay in place until this value reads more.
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
    // No packets can be read while the body borrows this value.
    unsafe try body(currentBytes.span)
  }
}
