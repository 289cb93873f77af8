import PacketDissection
import TextOutput

// Protocols over AppleTalk's datagrams: transactions (ATP) and name binding (NBP).
extension PacketPrinter {
  /// Prints a packet of the transaction protocol: control, bitmap or sequence, transaction, user data.
  mutating func printAppleTalkTransaction(_ packet: Fields) throws(EarlyEnd) {
    try packet.require(8)
    guard packet.length >= 8 else { return line.put(" [|atp ", packet.length, "]") }
    let length = packet.length - 8
    let (control, bitmap) = (try packet.byte(at: 0), try packet.byte(at: 1))
    let transaction = try packet.uint16(at: 2)
    switch control & 0xc0 {
    case 0x40:
      line.put(control & 0x20 != 0 ? " atp-req  " : " atp-req* ", transaction)
      printTransactionBitmap(bitmap)
      if length != 0 { line.put(" [len=", length, "]") }
      printTransactionFlags(control & 0x18, separator: " [")
    case 0x80:
      line.put(control & 0x10 != 0 ? " atp-resp*" : " atp-resp ", transaction, ":", bitmap, " (")
      line.put(length, ")")
      printTransactionFlags(control & 0x28, separator: " [")
    case 0xc0:
      line.put(" atp-rel  ", transaction)
      printTransactionBitmap(bitmap)
      if length != 0 { line.put(" [len=", length, "]") }
      printTransactionFlags(control & 0x38, separator: "[")
    default: line.put(" atp-0x", Hex(control), "  ", transaction, " (", length, ")")
    }
    let data = try packet.uint32(at: 4)
    if data != 0 { line.put(" 0x", Hex(data)) }
  }

  /// Appends the flags of a transaction that are set, after `separator`, and a bracket; nothing if none is.
  private mutating func printTransactionFlags(_ flags: UInt8, separator: String) {
    guard flags != 0 else { return }
    line.append(separator)
    printFlagNames(
      UInt32(flags), [(0x20, "XO"), (0x10, "EOM"), (0x08, "STS")], separator: ",", none: "")
    line.append("]")
  }

  /// Appends which packets of a response are wanted: as a range if they are the first ones.
  private mutating func printTransactionBitmap(_ bitmap: UInt8) {
    if (bitmap &+ 1) & bitmap != 0 {
      var separator = "<"
      for index in 0..<8 where bitmap >> UInt8(index) & 1 == 1 {
        line.put(separator, index)
        separator = ","
      }
      line.append(">")
    } else {
      let count = 8 - bitmap.leadingZeroBitCount
      if count > 1 { line.put("<0-", count - 1, ">") } else { line.append("<0>") }
    }
  }

  /// Prints a packet of the name binding protocol: control and count, identifier, and tuples of address and names.
  mutating func printNameBinding(
    _ packet: Fields, from source: AppleTalkAddress
  ) throws(EarlyEnd) {
    guard packet.length >= 2 + 8 else { return line.put(" truncated-nbp ", packet.length) }
    try packet.require(2)
    let (control, identifier) = (try packet.byte(at: 0), try packet.byte(at: 1))
    let count = Int(control & 0x0f)
    let tuples = packet.dropping(2)
    switch control & 0xf0 {
    case 0x10, 0x20:
      line.put(control & 0xf0 == 0x20 ? " nbp-lkup " : " nbp-brRq ", identifier, ":")
      try tuples.require(5)
      _ = printBindingNames(tuples)
      // A lookup has one tuple, with the sender's address and without an enumerator.
      if count != 1 { line.put(" [ntup=", count, "]") }
      let enumerator = try tuples.byte(at: 4)
      if enumerator != 0 { line.put(" [enum=", enumerator, "]") }
      let address = try Self.bindingAddress(tuples)
      if address != source {
        line.append(" [addr=")
        printAppleTalkAddress(address)
        line.put(".", address.socket, "]")
      }
    case 0x30:
      line.put(" nbp-reply ", identifier, ":")
      try printBindings(tuples, count: count, from: source)
    default: line.put(" nbp-0x", Hex(control), "  ", identifier, " (", tuples.length, ")")
    }
  }

  /// Prints the tuples of a reply, up to the first one that is cut.
  private mutating func printBindings(
    _ tuples: Fields, count: Int, from source: AppleTalkAddress
  ) throws(EarlyEnd) {
    var rest = tuples
    for _ in 0..<count {
      try rest.require(5)
      let end = printBindingNames(rest)
      let enumerator = try rest.byte(at: 4)
      if enumerator != 1 { line.put("(", enumerator, ")") }
      let address = try Self.bindingAddress(rest)
      if address.socket != source.socket { line.put(" ", address.socket) }
      if address.network != source.network || address.node != source.node {
        line.append(" [addr=")
        printAppleTalkAddress(address)
        line.append("]")
      }
      guard let end else { return }
      rest = rest.dropping(end)
    }
  }

  /// The address that a tuple begins with.
  private static func bindingAddress(
    _ tuple: borrowing Fields
  ) throws(EarlyEnd) -> AppleTalkAddress {
    AppleTalkAddress(
      network: try tuple.uint16(at: 0), node: try tuple.byte(at: 2), socket: try tuple.byte(at: 3))
  }

  /// Prints object, type and zone of a tuple; returns where they end, nil if they are cut or too long.
  private mutating func printBindingNames(_ tuple: Fields) -> Int? {
    var offset = 5
    line.append(" \"")
    for separator in [":", "@", "\""] {
      guard tuple.has(1, at: offset) else {
        printTruncation(tuple.name)
        return nil
      }
      let count = Int(tuple.bytes[offset])
      guard count <= 32 else {
        line.put("[len=", count, "]")
        return nil
      }
      let text = tuple.part(at: offset + 1, length: count)
      line.append(visible: text.bytes)
      if text.isCut {
        printTruncation(tuple.name)
        return nil
      }
      offset += 1 + count
      line.append(separator)
    }
    return offset
  }
}
