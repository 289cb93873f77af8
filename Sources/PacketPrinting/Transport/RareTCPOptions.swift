import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints an option that few segments have: its name and its content.
  @inline(never)
  mutating func printRareTCPOption(
    _ option: TCPOption, _ room: OptionRoom, _ packet: Packet, _ frame: Span<UInt8>
  ) -> OptionResult {
    printTCPOptionName(option.kind)
    let size = option.data.count
    switch option.kind {
    case .echo, .echoReply, .connectionCount, .newConnectionCount, .connectionCountEcho:
      return readingTCPOption(4, room, frame) { line, data in
        line.append(" ")
        line.append(decimal: data.uint32(at: 0))
      }
    case .scpsCapabilities:
      return readingTCPOption(2, room, frame) { line, data in
        line.append(" cap ")
        line.append(hex: UInt32(data[0]), digits: 2)
        line.append(" id ")
        line.append(decimal: UInt32(data[1]))
      }
    case .userTimeout:
      return readingTCPOption(2, room, frame) { line, data in
        let value = UInt32(data.uint16(at: 0))
        line.append(" 0x")
        line.append(hex: value)
        line.append(" ")
        // The granularity bit: minutes instead of seconds (RFC 5482, section 3).
        line.append(decimal: value & 1 == 0 ? value >> 1 : (value >> 1) * 60)
      }
    case .md5Signature:
      let result = room.reading(16)
      guard case .read = result else { return result }
      printSignature(frame.extracting(room.start..<(room.start + 16)), packet, frame)
      return result
    case .authentication:
      return printAuthentication(size, room, frame)
    case .multipath:
      let result = room.reading(size)
      guard case .read = result, case .tcp(let header) = packet.transport else { return result }
      let data = frame.extracting(room.start..<(room.start + size))
      return printMultipath(data, flags: header.flags) ? result : .bad
    case .fastOpen:
      return readingTCPOption(size, room, frame) { line, data in
        line.append(" ")
        Self.printFastOpen(data, to: &line)
      }
    case .experiment2:
      return printTCPExperiment(size, room, frame)
    default:
      if size > 0 { line.append(" 0x") }
      return printOptionBytes(0..<size, room, frame)
    }
  }

  /// Prints an option of an experiment by its identifier (RFC 6994).
  private mutating func printTCPExperiment(
    _ size: Int, _ room: OptionRoom, _ frame: Span<UInt8>
  ) -> OptionResult {
    let result = room.reading(size)
    guard case .read = result else { return result }
    guard size >= 2 else { return .bad }
    return readingTCPOption(size, room, frame) { line, data in
      let identifier = data.uint16(at: 0)
      line.append("-")
      if identifier == 0xf989 {
        line.append("tfo")
        Self.printFastOpen(data.extracting(droppingFirst: 2), to: &line)
      } else {
        line.append(hex: UInt32(identifier), digits: 4)
      }
    }
  }

  /// Appends the name of an option.
  private mutating func printTCPOptionName(_ kind: TCPOption.Kind) {
    switch kind {
    case .echo: line.append("echo")
    case .echoReply: line.append("echoreply")
    case .connectionCount: line.append("cc")
    case .newConnectionCount: line.append("ccnew")
    // tcpdump 4.99 has an empty name for it.
    case .connectionCountEcho: break
    case .md5Signature: line.append("md5")
    case .scpsCapabilities: line.append("scps")
    case .userTimeout: line.append("uto")
    case .authentication: line.append("tcp-ao")
    case .multipath: line.append("mptcp")
    case .fastOpen: line.append("tfo")
    case .experiment2: line.append("exp")
    default:
      line.append("unknown-")
      line.append(decimal: UInt32(kind.rawValue))
    }
  }

  /// Prints the first `count` bytes of an option, if they are present.
  private mutating func readingTCPOption(
    _ count: Int, _ room: OptionRoom, _ frame: Span<UInt8>,
    _ body: (inout TextBuffer, Span<UInt8>) -> Void
  ) -> OptionResult {
    let result = room.reading(count)
    if case .read = result {
      body(&line, frame.extracting(room.start..<(room.start + count)))
    }
    return result
  }

  /// Prints the authentication option (RFC 5925, section 2.2), byte by byte as far as it was captured.
  private mutating func printAuthentication(
    _ size: Int, _ room: OptionRoom, _ frame: Span<UInt8>
  ) -> OptionResult {
    guard size >= 2 else {
      printInvalid()
      return .read(size)
    }
    guard case .read = room.reading(1) else { return .cut }
    line.append(" keyid ")
    line.append(decimal: UInt32(frame[room.start]))
    guard case .read = room.reading(2) else { return .cut }
    line.append(" rnextkeyid ")
    line.append(decimal: UInt32(frame[room.start + 1]))
    if size > 2 { line.append(" mac 0x") }
    return printOptionBytes(2..<size, room, frame)
  }

  /// Prints a range of an option's data in hexadecimal as far as it was captured.
  private mutating func printOptionBytes(
    _ range: Range<Int>, _ room: OptionRoom, _ frame: Span<UInt8>
  ) -> OptionResult {
    for index in range {
      guard case .read = room.reading(index + 1) else { return .cut }
      line.append(hex: UInt32(frame[room.start + index]), digits: 2)
    }
    return .read(range.upperBound)
  }

  /// Prints a Fast Open option: a request for a cookie, or the cookie (RFC 7413, section 4.1.1).
  private static func printFastOpen(_ cookie: Span<UInt8>, to line: inout TextBuffer) {
    if cookie.count == 0 {
      line.append(" cookiereq")
    } else if cookie.count % 2 != 0 || cookie.count < 4 || cookie.count > 16 {
      line.append(" (invalid)")
    } else {
      line.append(" cookie ")
      line.append(hexBytes: cookie)
    }
  }
}
