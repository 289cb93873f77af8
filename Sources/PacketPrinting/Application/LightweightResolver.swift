import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a message of BIND 9's lightweight resolver.
  mutating func printResolver(_ message: LightweightResolverMessage) throws(EarlyEnd) {
    do throws(EarlyEnd) {
      try printResolverMessage(message)
    } catch {
      try settle(error)
    }
  }

  private mutating func printResolverMessage(
    _ message: LightweightResolverMessage
  ) throws(EarlyEnd) {
    try message.fields.check(LightweightResolverMessage.headerByteCount, at: 0)
    line.append(" lwres")
    let version = try message.version
    if options.verbosity > 0 || version != 0 { line.put(" v", version) }
    // Where the message ends that was printed; nil for an unknown operation.
    var end: Int? = 0
    if version == 0 {
      try printResolverHeader(message)
      end = try printResolverBody(message).map { $0 + LightweightResolverMessage.headerByteCount }
    }
    let stated = try message.length
    if Int(stated) != message.fields.length {
      line.put(" [len: ", stated, " != ", message.fields.length, "]")
    }
    // Of another version tcpdump reads nothing, so that nothing is left.
    if version == 0, let end, end < Int(stated) { line.append("[extra]") }
  }

  /// Prints the operation, the flags and, when very verbose, the numbers in the header.
  private mutating func printResolverHeader(
    _ message: LightweightResolverMessage
  ) throws(EarlyEnd) {
    let (operation, flags) = (try message.operation, try message.flags)
    switch LightweightResolverMessage.Operation(rawValue: operation) {
    case .none?: line.append(" noop")
    case .addressesByName?: line.append(" getaddrsbyname")
    case .nameByAddress?: line.append(" getnamebyaddr")
    case .recordsByName?: line.append(" getrdatabyname")
    case nil: line.put(" #0x", Hex(operation))
    }
    if flags & 1 == 0 { line.append("?") }
    if flags & ~1 != 0 { line.put("[0x", Hex(flags), "]") }
    guard options.verbosity > 1 else { return }
    line.put(" (serial:0x", Hex(try message.serial), " result:0x", Hex(try message.result))
    line.put(" recvlen:", try message.receiveLength)
    if options.verbosity > 2 {
      line.put(" authtype:0x", Hex(try message.authenticationType))
      line.put(" authlen:", try message.authenticationLength)
    }
    line.append(")")
  }

  /// Prints a request or response; returns how many bytes of it were read, nil for an unknown operation.
  private mutating func printResolverBody(
    _ message: LightweightResolverMessage
  ) throws(EarlyEnd) -> Int? {
    let isResponse = try message.flags & 1 != 0
    let body = message.body
    guard
      let operation = LightweightResolverMessage.Operation(rawValue: try message.operation)
    else { return nil }
    switch operation {
    case .none: return 0
    case .addressesByName:
      return isResponse ? try printAddressesOfName(body) : try printAddressQuestion(body)
    case .nameByAddress:
      return isResponse ? try printNameOfAddress(body) : try printNameQuestion(body)
    case .recordsByName:
      return isResponse ? try printRecordsOfName(body) : try printRecordQuestion(body)
    }
  }

  /// Prints the flags that a body begins with, when most verbose.
  private mutating func printResolverFlags(_ body: borrowing Fields) throws(EarlyEnd) {
    if options.verbosity > 2 { line.put(" flags:0x", Hex(try body.uint32(at: 0))) }
  }

  private mutating func printAddressQuestion(_ body: Fields) throws(EarlyEnd) -> Int {
    try body.check(10, at: 0)
    try printResolverFlags(body)
    let kinds = try body.uint32(at: 4)
    switch kinds & 3 {
    case 1: line.append(" IPv4")
    case 2: line.append(" IPv6")
    case 3: line.append(" IPv4/6")
    default: break
    }
    if kinds & ~3 != 0 { line.put("[0x", Hex(kinds), "]") }
    var offset = 10
    try printResolverName(body, &offset, count: Int(try body.uint16(at: 8)))
    return offset
  }

  private mutating func printNameQuestion(_ body: Fields) throws(EarlyEnd) -> Int {
    try body.check(4, at: 0)
    try printResolverFlags(body)
    var offset = 4
    try printResolverAddress(body, &offset)
    return offset
  }

  private mutating func printRecordQuestion(_ body: Fields) throws(EarlyEnd) -> Int {
    try body.check(10, at: 0)
    try printResolverFlags(body)
    try printRecordKind(body)
    var offset = 10
    try printResolverName(body, &offset, count: Int(try body.uint16(at: 8)))
    return offset
  }

  /// Prints the type of records, and their class unless it is IN.
  private mutating func printRecordKind(_ body: borrowing Fields) throws(EarlyEnd) {
    line.append(" ")
    printDNSType(try body.uint16(at: 6))
    let number = try body.uint16(at: 4)
    switch number {
    case 1: break
    case 3: line.append(" CHAOS")
    case 4: line.append(" HS")
    case 255: line.append(" ANY")
    default: line.put(" Class", number)
    }
  }

  private mutating func printAddressesOfName(_ body: Fields) throws(EarlyEnd) -> Int {
    try body.check(10, at: 0)
    try printResolverFlags(body)
    let (aliases, addresses) = (try body.uint16(at: 4), try body.uint16(at: 6))
    line.put(" ", aliases, "/", addresses)
    var offset = 10
    try printResolverName(body, &offset, count: Int(try body.uint16(at: 8)))
    for _ in 0..<aliases { try printCountedName(body, &offset) }
    for _ in 0..<addresses { try printResolverAddress(body, &offset) }
    return offset
  }

  private mutating func printNameOfAddress(_ body: Fields) throws(EarlyEnd) -> Int {
    try body.check(8, at: 0)
    try printResolverFlags(body)
    let aliases = try body.uint16(at: 4)
    line.put(" ", aliases)
    var offset = 8
    try printResolverName(body, &offset, count: Int(try body.uint16(at: 6)))
    for _ in 0..<aliases { try printCountedName(body, &offset) }
    return offset
  }

  private mutating func printRecordsOfName(_ body: Fields) throws(EarlyEnd) -> Int {
    try body.check(16, at: 0)
    try printResolverFlags(body)
    try printRecordKind(body)
    let (records, signatures) = (try body.uint16(at: 12), try body.uint16(at: 14))
    line.append(" TTL ")
    printDuration(try body.uint32(at: 8))
    line.put(" ", records, "/", signatures)
    var offset = 16
    try printCountedName(body, &offset)
    for _ in 0..<(Int(records) + Int(signatures)) {
      try body.check(2, at: offset)
      let count = Int(try body.uint16(at: offset))
      try body.check(count, at: offset + 2)
      line.append(hexBytes: try body.bytes(at: offset + 2, count: count))
      offset += 2 + count
    }
    return offset
  }

  /// Prints a name of `count` bytes, which a zero byte follows.
  private mutating func printResolverName(
    _ body: Fields, _ offset: inout Int, count: Int
  ) throws(EarlyEnd) {
    try body.check(count + 1, at: offset)
    line.append(" ")
    line.append(visible: try body.bytes(at: offset, count: count))
    offset += count + 1
  }

  /// Prints a name after its length.
  private mutating func printCountedName(
    _ body: Fields, _ offset: inout Int
  ) throws(EarlyEnd) {
    try body.check(2, at: offset)
    let count = Int(try body.uint16(at: offset))
    offset += 2
    try printResolverName(body, &offset, count: count)
  }

  /// Prints an address after its family and length.
  private mutating func printResolverAddress(
    _ body: Fields, _ offset: inout Int
  ) throws(EarlyEnd) {
    try body.check(6, at: offset)
    let family = try body.uint32(at: offset)
    let count = Int(try body.uint16(at: offset + 4))
    offset += 6
    try body.check(count, at: offset)
    // tcpdump continues after the address, whatever its length is.
    switch family {
    case 1:
      guard count >= 4 else { throw body.end }
      line.append(" ")
      printAddress(try body.ipv4Address(at: offset))
      offset += 4
    case 2:
      guard count >= 16 else { throw body.end }
      line.append(" ")
      printAddress(try body.ipv6Address(at: offset))
      offset += 16
    default:
      line.put(" ", family, "/")
      line.append(hexBytes: try body.bytes(at: offset, count: count))
      offset += count
    }
  }
}
