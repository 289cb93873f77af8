import InternetTypes
import SocketDiagnosis
import Testing

@testable import HostSockets

/// Which connection a socket belongs to, when addresses and ports are used again.
@Suite struct SocketHistoryTests {
  private static let tuple = FlowTuple(
    .tcp, local: Endpoint(address: .v4(IPv4Address(rawValue: 0x0a00_0001)), port: 40_000),
    remote: Endpoint(address: .v4(IPv4Address(rawValue: 0x0a00_0002)), port: 80))

  private static let millisecond: Int64 = 1_000_000

  /// The kernel's description of a socket of the flow.
  private func socket(cookie: UInt8, inode: UInt8) throws -> SocketDescription {
    var bytes: [UInt8] = [2, 1, 0, 0, 0x9c, 0x40, 0, 80, 10, 0, 0, 1]
    bytes += [UInt8](repeating: 0, count: 12) + [10, 0, 0, 2]
    bytes += [UInt8](repeating: 0, count: 12) + [0, 0, 0, 0, cookie, 0, 0, 0, 0, 0, 0, 0]
    bytes += [UInt8](repeating: 0, count: 16) + [inode, 0, 0, 0]
    // A macro cannot take a span.
    let socket = SocketDescription(bytes.span)
    return try #require(socket)
  }

  private func observe(
    _ history: inout SocketHistory, cookie: UInt8, at milliseconds: Int64
  ) throws {
    let time = milliseconds * Self.millisecond
    let inode = history.observe(
      try socket(cookie: cookie, inode: cookie), of: Self.tuple, at: time...time + 1000)
    guard let inode else { return }
    let owner = OwnerAnswer(process: Int32(inode), name: "p\(inode)", group: ControlGroup())
    history.answer(owner, to: Self.tuple, cookie: UInt64(cookie))
  }

  private func begin(_ history: inout SocketHistory, at milliseconds: Int64) -> Bool {
    history.begin(
      Self.tuple, at: milliseconds * Self.millisecond,
      sequence: UInt32(truncatingIfNeeded: milliseconds), isIncoming: false)
  }

  private func take(
    _ history: inout SocketHistory, _ start: Int64, _ end: Int64
  ) -> Int32? {
    history.take(Self.tuple, from: start * Self.millisecond, to: end * Self.millisecond)?
      .owner?.process
  }

  @Test func `each use of the same ports has the process of its own socket`() throws {
    var history = SocketHistory()
    for use in 1...50 as ClosedRange<Int64> {
      #expect(begin(&history, at: use * 10))
      try observe(&history, cookie: UInt8(use), at: use * 10 + 1)
    }
    for use in 1...50 as ClosedRange<Int64> {
      #expect(take(&history, use * 10, use * 10 + 6) == Int32(use))
    }
  }

  @Test func `a retransmitted SYN begins nothing`() {
    var history = SocketHistory()
    let time = Self.millisecond
    let isNew = [time, time * 1000].map {
      history.begin(Self.tuple, at: $0, sequence: 7, isIncoming: false)
    }
    #expect(isNew == [true, false])
  }

  @Test func `an answer that came after the next SYN is nobody's`() throws {
    var history = SocketHistory()
    #expect(begin(&history, at: 10))
    // The thread was late: the socket is that of the connection that began at 20.
    try observe(&history, cookie: 2, at: 21)
    #expect(begin(&history, at: 20))
    #expect(take(&history, 10, 16) == nil)
    #expect(take(&history, 20, 26) == nil)
  }

  @Test func `an answer just before the next SYN may be about its socket`() throws {
    var history = SocketHistory()
    #expect(begin(&history, at: 10))
    let time = 20 * Self.millisecond - 1
    _ = history.observe(try socket(cookie: 2, inode: 2), of: Self.tuple, at: time - 1000...time)
    #expect(begin(&history, at: 20))
    let entry = history.take(Self.tuple, from: 10_000_000, to: 16_000_000)
    #expect(entry != nil && entry?.inode == nil)
  }

  @Test func `a connection from before the capture has the socket that was there meanwhile`() throws
  {
    var history = SocketHistory()
    try observe(&history, cookie: 3, at: 100)
    try observe(&history, cookie: 3, at: 1100)
    #expect(take(&history, 500, 600) == 3)
    #expect(take(&history, 50, 100) == 3)
    #expect(take(&history, 1200, 1300) == nil)
    #expect(take(&history, 10, 90) == nil)
  }

  @Test func `after lost packets a socket counts only while the connection had packets`() throws {
    var history = SocketHistory()
    #expect(begin(&history, at: 10))
    try observe(&history, cookie: 1, at: 30)
    history.isLossy = true
    #expect(take(&history, 10, 16) == nil)
    #expect(take(&history, 10, 40) == 1)
  }

  @Test func `a look at a connection that goes on takes nothing from those of its flow`() throws {
    var history = SocketHistory()
    #expect(begin(&history, at: 10))
    try observe(&history, cookie: 1, at: 11)
    #expect(begin(&history, at: 500))
    try observe(&history, cookie: 2, at: 501)
    func look(_ start: Int64, _ end: Int64) -> UInt64? {
      history.entry(
        of: Self.tuple, from: start * Self.millisecond, to: end * Self.millisecond)?.cookie
    }
    #expect(look(500, 600) == 2)
    #expect(look(10, 16) == 1)
    #expect(take(&history, 500, 600) == 2)
    #expect(look(10, 16) == nil)
  }

  @Test func `a flood of connections to this host evicts none of its own`() throws {
    var history = SocketHistory(
      SocketHistory.Limits(incoming: 100, other: 100, samples: 10))
    #expect(begin(&history, at: 10))
    try observe(&history, cookie: 1, at: 11)
    for peer in 0..<5000 as Range<UInt32> {
      var tuple = Self.tuple
      tuple.remote.address = .v4(IPv4Address(rawValue: 0xc000_0000 + peer))
      _ = history.begin(tuple, at: Int64(peer), sequence: peer, isIncoming: true)
    }
    #expect(history.count == 101)
    #expect(history.evictedCount == 4900)
    #expect(take(&history, 10, 16) == 1)
  }

  /// A proxy uses its ports again and again; a flood has one flow with ever new sequence numbers.
  @Test func `uses of one flow take bounded memory, whether they are joined or not`() throws {
    var history = SocketHistory()
    for use in 1...20_000 as ClosedRange<Int64> {
      #expect(begin(&history, at: use * 10))
      _ = take(&history, use * 10, use * 10 + 6)
      #expect(history.count <= 2)
    }
    #expect(history.queuedCount <= 2048)
    for use in 20_001...21_000 as ClosedRange<Int64> { #expect(begin(&history, at: use * 10)) }
    #expect(history.count <= SocketHistory.usesLimit)
    #expect(history.evictedCount >= 900)
  }

  @Test func `samples are released when their connection has them, and repeated ones are not kept`()
    throws
  {
    var history = SocketHistory(SocketHistory.Limits(samples: 100))
    func keep(_ window: UInt8, at milliseconds: Int64) throws {
      var bytes = [UInt8](repeating: 0, count: 232)
      bytes[80] = window
      let time = milliseconds * Self.millisecond
      // A macro cannot take a span.
      let information = TCPInformation(bytes.span)
      let sample = KernelSample(
        times: time...time, information: try #require(information), congestion: nil,
        isLast: false)
      history.keep(sample, of: Self.tuple, cookie: 7, keepsAll: true)
    }
    for use in 1...5 as ClosedRange<Int64> {
      #expect(begin(&history, at: use * 1000))
      try observe(&history, cookie: 7, at: use * 1000 + 1)
      for sample in 1...60 as ClosedRange<Int64> {
        try keep(UInt8(sample), at: use * 1000 + sample)
      }
      let entry = history.take(
        Self.tuple, from: use * 1000 * Self.millisecond, to: (use * 1000 + 100) * Self.millisecond)
      #expect(entry?.samples.count == 60)
    }
    #expect(history.omittedSampleCount == 0)
    for sample in 1...1000 as ClosedRange<Int64> { try keep(9, at: 6000 + sample) }
    #expect(history.omittedSampleCount == 0)
  }

  // MARK: What the kernel reports

  private static let client = OwnerAnswer(process: 7, name: "seven", group: ControlGroup())
  private static let other = OwnerAnswer(process: 8, name: "eight", group: ControlGroup())

  private func take(_ history: inout SocketHistory, at milliseconds: Int64) -> SocketHistory.Entry?
  {
    let time = milliseconds * Self.millisecond
    return history.take(Self.tuple, from: time, to: time + Self.millisecond / 2)
  }

  @Test func `a process belongs to the SYN that was captured while it connected`() {
    var history = SocketHistory()
    // The same port, half a millisecond later, by another process: no look-up could tell them apart.
    #expect(begin(&history, at: 10))
    _ = history.begin(Self.tuple, at: 10_500_000, sequence: 99, isIncoming: false)
    history.report(
      Self.client, user: 1, of: Self.tuple, cookie: 1, connecting: 9_990_000...10_040_000)
    history.report(
      Self.other, user: 2, of: Self.tuple, cookie: 2, connecting: 10_490_000...10_540_000)
    let first = history.take(Self.tuple, from: 10_000_000, to: 10_100_000)
    let second = history.take(Self.tuple, from: 10_500_000, to: 10_600_000)
    #expect(first?.owner == Self.client)
    #expect(second?.owner == Self.other)
  }

  @Test func `a process that connected in another moment is not that of the connection`() {
    var history = SocketHistory()
    #expect(begin(&history, at: 10))
    history.report(
      Self.client, user: 1, of: Self.tuple, cookie: 1, connecting: 11_000_000...11_040_000)
    #expect(take(&history, at: 10)?.owner == nil)
  }

  @Test func `a later SYN does not take what was reported of an earlier one`() {
    var history = SocketHistory()
    #expect(begin(&history, at: 10))
    history.report(
      Self.client, user: 1, of: Self.tuple, cookie: 1, connecting: 9_990_000...10_040_000)
    history.answer(nil, to: Self.tuple, cookie: 1)
    _ = history.begin(Self.tuple, at: 10_200_000, sequence: 99, isIncoming: false)
    let first = history.take(Self.tuple, from: 10_000_000, to: 10_100_000)
    let second = history.take(Self.tuple, from: 10_200_000, to: 10_300_000)
    #expect(first?.owner == Self.client)
    #expect(second != nil && second?.owner == nil)
  }

  @Test func `the process that closes has the socket of the last SYN before`() {
    var history = SocketHistory()
    #expect(begin(&history, at: 10))
    #expect(begin(&history, at: 20))
    history.report(
      Self.client, user: 1, of: Self.tuple, cookie: 1, closingAt: 15 * Self.millisecond)
    #expect(take(&history, at: 10)?.owner == Self.client)
    #expect(take(&history, at: 20)?.owner == nil)
  }

  @Test func `without the SYN of each connection a process that closes is not attributed`() {
    var history = SocketHistory()
    #expect(begin(&history, at: 10))
    history.isLossy = true
    history.report(
      Self.client, user: 1, of: Self.tuple, cookie: 1, closingAt: 15 * Self.millisecond)
    #expect(take(&history, at: 10)?.owner == nil)
  }

  @Test func `a packet has the process of the SYN before it`() throws {
    var history = SocketHistory()
    #expect(begin(&history, at: 10))
    try observe(&history, cookie: 1, at: 10)
    #expect(begin(&history, at: 20))
    try observe(&history, cookie: 2, at: 20)
    func process(at milliseconds: Int64, _ sequence: UInt32? = nil) -> Int32? {
      let time = milliseconds * Self.millisecond
      return history.entry(of: Self.tuple, at: time, beginningAt: sequence)?.owner?.process
    }
    #expect(process(at: 9) == nil)
    #expect(process(at: 20, 20) == 2)
    // A SYN that nobody noted yet may be another process's.
    #expect(process(at: 30, 30) == nil)
    #expect(process(at: 25) == 2)
  }
}
