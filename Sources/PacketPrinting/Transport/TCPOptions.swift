import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// How the option list of a segment ended.
  enum OptionListEnd {
    case complete
    /// Complete, with a multipath option: a later cut is reported under its name.
    case completeWithMultipath
    /// Broken or cut, which ends the line.
    case broken
  }

  /// Prints the options of a TCP segment.
  mutating func printTCPOptions(
    _ packet: Packet, _ frame: Span<UInt8>, sackBase: UInt32
  ) throws(EarlyEnd) -> OptionListEnd {
    if printTimestampsAlone(packet, frame) { return .complete }
    var iterator = TCPOptionIterator(packet)
    var isFirst = true
    var hasMultipath = false
    while let step = iterator.next(in: frame) {
      if !isFirst { line.append(words.comma) }
      let result: OptionResult
      switch step {
      case .cut: throw EarlyEnd(name: hasMultipath ? "mptcp" : "tcp")
      case .badLength: result = .bad
      case .option(let option):
        let room = OptionRoom(
          start: option.data.lowerBound, listEnd: iterator.end, capturedEnd: packet.end)
        result = printTCPOption(option, room, packet, frame, sackBase)
        if option.kind == .endOfList { return hasMultipath ? .completeWithMultipath : .complete }
        if option.kind == .multipath { hasMultipath = hasMultipath || !result.isCut }
        if case .read(let count) = result, count != option.data.count {
          // tcpdump continues after what it read, whatever length the option states.
          line.append("[len ")
          line.append(decimal: option.length)
          line.append(words.close)
          iterator.move(to: option.data.lowerBound + count)
        }
      }
      switch result {
      case .read: isFirst = false
      case .bad:
        line.append(isFirst ? "[bad opt]" : "[bad opt]]")
        return .broken
      case .cut:
        printTruncation(hasMultipath ? "mptcp" : "tcp")
        if !isFirst { line.append(">") }
        return .broken
      }
    }
    return hasMultipath ? .completeWithMultipath : .complete
  }

  /// Prints the one option list that nearly every segment has, aligned timestamps (RFC 7323, appendix A); false when
  /// it is another.
  @inline(__always)
  private mutating func printTimestampsAlone(_ packet: Packet, _ frame: Span<UInt8>) -> Bool {
    let range = packet.tcpOptions
    guard range.count == 12, case .tcp(let header) = packet.transport, header.headerByteCount == 32
    else { return false }
    let options = frame.extracting(range)
    guard options.count == 12, let timestamps = TCPTimestamps(aligned: options, at: 0) else {
      return false
    }
    line.append(words.timestamps)
    line.append(decimal: timestamps.value, words.echo)
    line.append(decimal: timestamps.echo)
    return true
  }

  /// Prints one option: the common ones here, the others by `printRareTCPOption`.
  ///
  /// The data is read by the option's kind; the stated length is compared afterwards.
  private mutating func printTCPOption(
    _ option: TCPOption, _ room: OptionRoom, _ packet: Packet, _ frame: Span<UInt8>,
    _ sackBase: UInt32
  ) -> OptionResult {
    let start = room.start
    switch option.kind {
    case .noOperation:
      line.append(words.noOperation)
      return .read(0)
    case .timestamps:
      let result = room.reading(8)
      guard case .read = result else {
        line.append("TS")
        return result
      }
      let timestamps = TCPTimestamps(decoding: frame, at: start)
      line.append(words.timestampValue)
      line.append(decimal: timestamps.value, words.echo)
      line.append(decimal: timestamps.echo)
      return result
    case .maximumSegmentSize:
      let result = room.reading(2)
      guard case .read = result else {
        line.append("mss")
        return result
      }
      line.append(words.maximumSegmentSize, decimal: UInt32(frame.uint16(at: start)))
      return result
    case .windowScale:
      let result = room.reading(1)
      guard case .read = result else {
        line.append("wscale")
        return result
      }
      line.append(words.windowScale, decimal: UInt32(frame[start]))
      return result
    case .sackPermitted:
      line.append(words.sackPermitted)
      return .read(0)
    case .sack:
      return printSelectiveAcknowledgment(option, room, frame, sackBase)
    case .endOfList:
      line.append("eol")
      return .read(0)
    default:
      return printRareTCPOption(option, room, packet, frame)
    }
  }

  /// Prints the blocks of a selective acknowledgment as far as they were captured (RFC 2018, section 3).
  private mutating func printSelectiveAcknowledgment(
    _ option: TCPOption, _ room: OptionRoom, _ frame: Span<UInt8>, _ base: UInt32
  ) -> OptionResult {
    let count = option.data.count
    guard count & 7 == 0 else {
      line.append("sack invalid sack")
      return .read(count)
    }
    line.append(words.sack, decimal: UInt32(truncatingIfNeeded: count &>> 3))
    line.append(byte: UInt8(ascii: " "))
    var offset = 0
    while offset < count {
      let result = room.reading(offset &+ 8)
      guard case .read = result else { return result }
      let block = TCPSACKBlock(decoding: frame, at: room.start &+ offset)
      line.append(byte: UInt8(ascii: "{"))
      line.append(decimal: block.left &- base, words.sequenceEnd)
      line.append(decimal: block.right &- base)
      line.append(byte: UInt8(ascii: "}"))
      offset &+= 8
    }
    return .read(count)
  }
}

/// The result of reading an option's data.
enum OptionResult {
  /// This many bytes after kind and length were read.
  case read(Int)
  /// The data does not fit into the option list, or contradicts its kind.
  case bad
  /// The data was not captured.
  case cut

  var isCut: Bool { if case .cut = self { true } else { false } }
}

/// The bounds of an option's data in the frame.
struct OptionRoom {
  /// First byte after kind and length.
  let start: Int

  /// End of the whole option list by the data offset.
  let listEnd: Int

  /// End of the captured bytes of the datagram.
  let capturedEnd: Int

  /// The result of reading the first `count` bytes.
  @inline(__always)
  func reading(_ count: Int) -> OptionResult {
    if count > listEnd &- start { return .bad }
    return count > capturedEnd &- start ? .cut : .read(count)
  }
}
