import InternetTypes
import PacketDissection
import Testing

struct TCPOptionTests {
  /// The steps over an option list, of which all or `captured` bytes were captured.
  func steps(_ options: [UInt8], captured: Int? = nil) -> [TCPOptionIterator.Step] {
    let datagram = Sample.datagram(Sample.segment(options: options))
    let frame = datagram.span.extracting(first: 40 + (captured ?? options.count))
    let packet = Sample.decode(datagram, captured: frame.count)
    var iterator = TCPOptionIterator(packet)
    var steps: [TCPOptionIterator.Step] = []
    while let step = iterator.next(in: frame) {
      steps.append(step)
      // No list has more steps than bytes: one that does not end is to fail, not to hang.
      if steps.count > options.count + 1 { break }
    }
    return steps
  }

  @Test func `an option list is walked kind by kind, its data left in the frame`() {
    // What Linux sends in a SYN: MSS 1460, SACK permitted, time stamps, padding, window scale.
    let list: [UInt8] = [
      2, 4, 0x05, 0xb4, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0, 1, 3, 3, 7,
    ]
    let kinds: [TCPOption.Kind] = [
      .maximumSegmentSize, .sackPermitted, .timestamps, .noOperation, .windowScale,
    ]
    let data = [42..<44, 46..<46, 48..<56, 57..<57, 59..<60]
    let lengths = [4, 2, 10, 1, 3]
    let found: [TCPOption] = steps(list).compactMap {
      if case .option(let option) = $0 { option } else { nil }
    }
    #expect(found.map(\.kind) == kinds)
    #expect(found.map(\.data) == data)
    #expect(found.map(\.length) == lengths)
  }

  @Test(arguments: [0, 1, 5, 255] as [UInt8])
  func `a length below two or beyond the list ends the iteration`(_ length: UInt8) {
    #expect(steps([3, length, 1, 1]) == [.badLength])
  }

  @Test func `a kind in the last byte reads its length from the byte after the list`() {
    #expect(steps([1, 1, 1, 3]).last == .cut)
  }

  @Test(arguments: 0..<4)
  func `a list cut before an option's length says so`(_ captured: Int) {
    let walked = steps([1, 1, 3, 3, 7, 1, 1, 1], captured: captured)
    #expect(walked.last == .cut)
    #expect(walked.count == min(captured, 2) + 1)
  }

  @Test func `an option whose data was not captured is handed out with the range it would have`() {
    let walked = steps([8, 10, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1], captured: 4)
    guard case .option(let option)? = walked.first else {
      Issue.record("no option")
      return
    }
    #expect(option.data == 42..<50)
    #expect(walked.last == .cut)
  }

  @Test func `an iteration can be continued at another offset`() {
    let datagram = Sample.datagram(Sample.segment(options: [2, 3, 5, 180, 1, 1, 1, 1]))
    var iterator = TCPOptionIterator(Sample.decode(datagram))
    #expect(iterator.end == 48)
    _ = iterator.next(in: datagram.span)
    iterator.move(to: 44)
    guard case .option(let option)? = iterator.next(in: datagram.span) else {
      Issue.record("no option")
      return
    }
    #expect(option.kind == .noOperation)
  }

  @Test func `every list of two bytes is walked to its end`() {
    for first in UInt8.min...UInt8.max {
      for second in UInt8.min...UInt8.max {
        #expect(steps([first, second, 0, 0]).count <= 4)
      }
    }
  }

  @Test func `the kinds have the numbers that IANA gave them`() {
    let kinds: [TCPOption.Kind] = [
      .endOfList, .noOperation, .maximumSegmentSize, .windowScale, .sackPermitted, .sack, .echo,
      .echoReply, .timestamps, .connectionCount, .newConnectionCount, .connectionCountEcho,
      .md5Signature, .scpsCapabilities, .userTimeout, .authentication, .multipath, .fastOpen,
      .experiment2,
    ]
    let numbers: [UInt8] = [
      0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 19, 20, 28, 29, 30, 34, 254,
    ]
    #expect(kinds.map(\.rawValue) == numbers)
  }
}
