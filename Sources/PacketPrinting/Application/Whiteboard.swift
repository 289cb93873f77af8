import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a message of the whiteboard wb.
  mutating func printWhiteboard(_ message: WhiteboardMessage) throws(EarlyEnd) {
    do throws(EarlyEnd) {
      if try !printWhiteboardMessage(message) { printInvalid() }
    } catch {
      try settle(error)
    }
  }

  /// Prints a message; false if it is shorter than its type needs.
  private mutating func printWhiteboardMessage(
    _ message: WhiteboardMessage
  ) throws(EarlyEnd) -> Bool {
    guard message.fields.length >= WhiteboardMessage.headerByteCount else { return false }
    try message.fields.check(WhiteboardMessage.headerByteCount, at: 0)
    if try message.flags != 0 { line.append("*") }
    let body = message.body
    let type = try message.type
    switch type {
    case 0:
      line.append(" wb-dop:")
      return try printWhiteboardDrawing(body, at: 0)
    case 1: return try printWhiteboardIdentity(body)
    case 2:
      line.append(" wb-rreq:")
      guard try isWhole(body, 20) else { return false }
      line.append(" please repair ")
      printAddress(try body.ipv4Address(at: 0))
      printWhiteboardRange(try WhiteboardPage(body, at: 4), body, at: 12)
    case 3:
      line.append(" wb-rrep:")
      guard try isWhole(body, 20) else { return false }
      line.append(" for ")
      printAddress(try body.ipv4Address(at: 0))
      return try printWhiteboardDrawing(body, at: 4)
    case 4: line.append(" wb-kill")
    case 5:
      line.append(" wb-preq:")
      guard try isWhole(body, 16) else { return false }
      line.put(" need ", try body.uint32(at: 8), "/")
      printWhiteboardPage(try WhiteboardPage(body, at: 0))
    case 7: return try printWhiteboardPages(body)
    default:
      line.put(" wb-", type, "!")
      return false
    }
    return true
  }

  /// Whether a body has so many bytes; a body that was cut before ends the message.
  private func isWhole(_ body: borrowing Fields, _ count: Int) throws(EarlyEnd) -> Bool {
    guard body.length >= count else { return false }
    try body.check(count, at: 0)
    return true
  }

  /// Appends the initiator and number of a page.
  private mutating func printWhiteboardPage(_ page: WhiteboardPage) {
    printAddress(page.initiator)
    line.put(":", page.number)
  }

  /// Appends a page and the numbers of the first and last operation at `offset`, both captured.
  private mutating func printWhiteboardRange(
    _ page: WhiteboardPage, _ body: borrowing Fields, at offset: Int
  ) {
    line.append(" ")
    printWhiteboardPage(page)
    line.put("<", body.bytes.uint32(at: offset), ":", body.bytes.uint32(at: offset + 4), ">")
  }

  /// Prints drawing operations: their page and numbers at `start`, and each one when verbose.
  private mutating func printWhiteboardDrawing(
    _ body: Fields, at start: Int
  ) throws(EarlyEnd) -> Bool {
    guard try isWhole(body, start + 16) else { return false }
    printWhiteboardRange(try WhiteboardPage(body, at: start), body, at: start + 8)
    guard options.verbosity > 0 else { return true }
    var number = body.bytes.uint32(at: start + 8)
    let last = body.bytes.uint32(at: start + 12)
    var offset = start + 16
    line.append(" <")
    while number <= last {
      let operation = try WhiteboardOperation(body, at: offset)
      if operation.kind > 15 {
        line.put(" dop-", operation.kind, "!")
      } else {
        line.put(" ", Self.drawingName(operation.kind))
        if operation.kind >= 14 {
          let time = operation.timestamp
          line.put(time &- number &+ 1)
          if number > time || time > last {
            line.append("[|]")
            if time < number { return true }
          }
          number = time
        }
      }
      offset += operation.byteCount
      if number == .max { break }
      number += 1
    }
    line.append(" >")
    return true
  }

  /// Prints an announcement: the current and the largest page, how far a site has each page, and the site's name.
  private mutating func printWhiteboardIdentity(_ body: Fields) throws(EarlyEnd) -> Bool {
    line.append(" wb-id:")
    guard body.length >= 28 else { return false }
    try body.check(24, at: 0)
    line.put(" ", try body.uint32(at: 12), "/")
    printWhiteboardPage(try WhiteboardPage(body, at: 16))
    line.put(" (max ", try body.uint32(at: 0), "/")
    printWhiteboardPage(try WhiteboardPage(body, at: 4))
    line.append(") ")
    let count = Int(try body.uint16(at: 24))
    guard body.length >= 28 + count * 8 else { return false }
    try printWhiteboardSites(body, at: 28, count: count)
    line.append("> \"")
    let name = body.dropping(28 + count * 8)
    try printText(name)
    line.append("\"")
    return true
  }

  /// Prints sites and how far each one is, without the last bracket.
  private mutating func printWhiteboardSites(
    _ body: Fields, at start: Int, count: Int
  ) throws(EarlyEnd) {
    for index in 0..<count {
      try body.check(8, at: start + index * 8)
      line.append(index == 0 ? "<" : ",")
      printWhiteboardPage(try WhiteboardPage(body, at: start + index * 8))
    }
  }

  /// Prints the pages that a site has.
  private mutating func printWhiteboardPages(_ body: Fields) throws(EarlyEnd) -> Bool {
    line.append(" wb-prep:")
    guard try isWhole(body, 4) else { return false }
    var left = try body.uint32(at: 0)
    var offset = 4
    while left > 0 {
      try body.check(16, at: offset)
      line.put(" ", try body.uint32(at: offset), "/")
      printWhiteboardPage(try WhiteboardPage(body, at: offset + 4))
      // tcpdump takes the first byte of the number of sites for all of it.
      let count = Int(try body.byte(at: offset + 12))
      try printWhiteboardSites(body, at: offset + 16, count: count)
      line.append(">")
      offset += 16 + count * 8
      left -= 1
    }
    return true
  }

  private static func drawingName(_ kind: UInt8) -> String {
    switch kind {
    case 0: "dop-0!"
    case 1: "dop-1!"
    case 2: "RECT"
    case 3: "LINE"
    case 4: "ML"
    case 5: "DEL"
    case 6: "XFORM"
    case 7: "ELL"
    case 8: "CHAR"
    case 9: "STR"
    case 10: "NOP"
    case 11: "PSCODE"
    case 12: "PSCOMP"
    case 13: "REF"
    case 14: "SKIP"
    default: "HOLE"
    }
  }
}
