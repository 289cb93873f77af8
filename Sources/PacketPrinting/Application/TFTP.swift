import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a TFTP packet (RFC 1350; options RFC 2347).
  mutating func printTFTP(
    _ bytes: Span<UInt8>, _ payload: ApplicationPayload
  ) throws(EarlyEnd) {
    line.put("TFTP, length ", payload.length)
    guard try printTFTPPacket(bytes, payload) else {
      printTruncation(TFTPFields.name)
      return
    }
  }

  /// Prints the packet from its operation on; false if it is cut.
  private mutating func printTFTPPacket(
    _ bytes: Span<UInt8>, _ payload: ApplicationPayload
  ) throws(EarlyEnd) -> Bool {
    let end = payload.start + payload.length
    guard payload.length >= 2 else { return false }
    let operation = try TFTPFields.operation(bytes, at: payload.start)
    line.append(", ")
    guard let name = Self.tftpOperation(operation) else {
      line.put("tftp-#", operation)
      return true
    }
    line.append(name)
    let start = payload.start + 2
    switch operation {
    case 1, 2:
      guard start < end else { return false }
      line.append(" \"")
      let file = printTFTPText(bytes, at: start, before: end)
      line.append("\"")
      guard let file, file < end else { return false }
      line.append(" ")
      guard let mode = printTFTPText(bytes, at: file, before: end) else { return false }
      return try printTFTPOptions(bytes, at: mode, before: end)
    case 3, 4:
      guard start + 2 <= end else { return false }
      line.put(" block ", try TFTPFields.number(bytes, at: payload.start))
      return true
    case 5:
      guard start + 2 <= end else { return false }
      let code = try TFTPFields.number(bytes, at: payload.start)
      line.append(" ")
      if let name = Self.tftpError(code) {
        line.append(name)
      } else {
        line.put("tftp-err-#", code, " \"")
      }
      guard start + 2 < end else { return false }
      line.append(" \"")
      let text = printTFTPText(bytes, at: start + 2, before: end)
      line.append("\"")
      return text != nil
    default: return try printTFTPOptions(bytes, at: start, before: end)
    }
  }

  /// Prints names and values of options; false if one is cut.
  private mutating func printTFTPOptions(
    _ bytes: Span<UInt8>, at start: Int, before end: Int
  ) throws(EarlyEnd) -> Bool {
    var offset = start
    while offset < end {
      if try bytes.byte(at: offset, in: TFTPFields.name) == 0 {
        offset += 1
        continue
      }
      line.append(" ")
      guard let next = printTFTPText(bytes, at: offset, before: end) else { return false }
      offset = next
    }
    return true
  }

  /// Prints a text up to its zero and returns where the next one begins; nil if it is cut.
  private mutating func printTFTPText(
    _ bytes: Span<UInt8>, at offset: Int, before limit: Int
  ) -> Int? {
    let text = ZeroTerminatedText(bytes, at: offset, before: limit)
    for index in text.range { line.append(visible: bytes[index]) }
    return text.end
  }

  private static func tftpOperation(_ operation: UInt16) -> String? {
    switch operation {
    case 1: "RRQ"
    case 2: "WRQ"
    case 3: "DATA"
    case 4: "ACK"
    case 5: "ERROR"
    case 6: "OACK"
    default: nil
    }
  }

  private static func tftpError(_ code: UInt16) -> String? {
    switch code {
    case 0: "EUNDEF"
    case 1: "ENOTFOUND"
    case 2: "EACCESS"
    case 3: "ENOSPACE"
    case 4: "EBADOP"
    case 5: "EBADID"
    case 6: "EEXISTS"
    case 7: "ENOUSER"
    default: nil
    }
  }
}
