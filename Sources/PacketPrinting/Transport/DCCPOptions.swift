import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints the options of a DCCP packet (RFC 4340, section 5.8) in angle brackets.
  mutating func printDCCPOptions(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    line.append(" <")
    var offset = start
    var left = length
    while let size = try printDCCPOption(bytes, at: offset, left: left), size < left {
      left -= size
      offset += size
      line.append(", ")
    }
    line.append(">")
  }

  /// Prints one option and returns its length; nil if it ends the options.
  private mutating func printDCCPOption(
    _ bytes: Span<UInt8>, at offset: Int, left: Int
  ) throws(EarlyEnd) -> Int? {
    let type = try bytes.byte(at: offset, in: "dccp")
    var length = 1
    if type >= 32 {
      length = Int(try bytes.byte(at: offset + 1, in: "dccp"))
      guard length >= 2 else {
        printDCCPOptionName(type)
        line.append(" optlen too short")
        return nil
      }
    }
    guard left >= length else {
      printDCCPOptionName(type)
      line.append(" optlen goes past header length")
      return nil
    }
    guard bytes.has(length, at: offset) else {
      printTruncation("dccp")
      return nil
    }
    printDCCPOptionName(type)
    if length >= 2 {
      printDCCPOptionValue(type, bytes.extracting((offset + 2)..<(offset + length)))
    }
    return length
  }

  private mutating func printDCCPOptionName(_ type: UInt8) {
    switch type {
    case 0: line.append("nop")
    case 1: line.append("mandatory")
    case 2: line.append("slowreceiver")
    case 32: line.append("change_l")
    case 33: line.append("confirm_l")
    case 34: line.append("change_r")
    case 35: line.append("confirm_r")
    case 36: line.append("initcookie")
    case 37: line.append("ndp_count")
    case 38: line.append("ack_vector0")
    case 39: line.append("ack_vector1")
    case 40: line.append("data_dropped")
    case 41: line.append("timestamp")
    case 42: line.append("timestamp_echo")
    case 43: line.append("elapsed_time")
    case 44: line.append("data_checksum")
    default:
      line.append(type >= 128 ? "CCID option " : "Option ")
      line.append(decimal: UInt32(type))
    }
  }

  private mutating func printDCCPOptionValue(_ type: UInt8, _ value: Span<UInt8>) {
    switch type {
    case 128...:
      if let number = Self.number(value, count: value.count) { printBlankAnd(number) }
    case 32...35: printDCCPFeature(value)
    case 36, 38, 39, 40, 44:
      guard value.count > 0 else { return }
      line.append(type == 44 ? " " : " 0x")
      line.append(hexBytes: value)
    case 37: for index in value.indices { printBlankAnd(UInt32(value[index])) }
    case 41:
      if let number = value.count == 4 ? Self.number(value, count: 4) : nil {
        printBlankAnd(number)
      } else {
        line.append(" [optlen != 6]")
      }
    case 42: printDCCPTimestampEcho(value)
    case 43:
      if let number = Self.number(value, count: value.count) {
        printBlankAnd(number)
      } else {
        line.append(" [optlen != 4 or 6]")
      }
    default: break
    }
  }

  /// Appends the number and value of the feature that is negotiated (RFC 4340, section 6).
  private mutating func printDCCPFeature(_ value: Span<UInt8>) {
    guard value.count > 0 else {
      line.append(" optlen too short")
      return
    }
    let name: String
    switch value[0] {
    case 0: name = "reserved"
    case 1: name = "ccid"
    case 2: name = "allow_short_seqno"
    case 3: name = "sequence_window"
    case 4: name = "ecn_incapable"
    case 5: name = "ack_ratio"
    case 6: name = "send_ack_vector"
    case 7: name = "send_ndp_count"
    case 8: name = "minimum checksum coverage"
    case 9: name = "check data checksum"
    default: return
    }
    line.append(" ")
    line.append(name)
    for index in 1..<value.count { printBlankAnd(UInt32(value[index])) }
  }

  /// Appends the timestamp that comes back, and how long it was held (RFC 4340, section 13.3).
  private mutating func printDCCPTimestampEcho(_ value: Span<UInt8>) {
    guard value.count == 4 || value.count == 6 || value.count == 8 else {
      line.append(" [optlen != 6 or 8 or 10]")
      return
    }
    printBlankAnd(value.uint32(at: 0))
    let rest = value.extracting(droppingFirst: 4)
    if let elapsed = Self.number(rest, count: rest.count) {
      line.append(" (elapsed time ")
      line.append(decimal: elapsed)
      line.append(")")
    }
  }

  private mutating func printBlankAnd(_ number: UInt32) {
    line.append(" ")
    line.append(decimal: number)
  }

  /// The number in two or four bytes; nil for another count.
  private static func number(_ bytes: Span<UInt8>, count: Int) -> UInt32? {
    switch count {
    case 2: UInt32(bytes.uint16(at: 0))
    case 4: bytes.uint32(at: 0)
    default: nil
    }
  }
}
