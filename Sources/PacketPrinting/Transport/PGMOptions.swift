import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints the options of a PGM packet (RFC 3208, section 9); returns the offset after them, or nil if one is
  /// malformed.
  mutating func printPGMOptions(
    _ packet: borrowing PGMPacket, from start: Int
  ) throws(EarlyEnd) -> Int? {
    try packet.fields.require(4, at: start)
    let first = try PGMOption(packet, at: start)
    if first.type != 0 {
      line.append("[First option bad, should be PGM_OPT_LENGTH, is ", decimal: first.type, "]")
      return nil
    }
    if first.length != 4 {
      line.append("[Bad OPT_LENGTH option, length ", decimal: first.length, " != 4]")
      return nil
    }
    let total = Int(try packet.fields.uint16(at: start + 2))
    if total < 4 {
      line.append("[Bad total option length ", decimal: total, " < 4]")
      return nil
    }
    line.append(" OPTS LEN ", decimal: total)
    var left = total - 4
    var offset = start + 4
    while left > 0 {
      if left < 4 {
        line.append("[Total option length leaves no room for final option]")
        return nil
      }
      let option = try PGMOption(packet, at: offset)
      if option.length < 4 {
        line.append("[Bad option, length ", decimal: option.length, " < 4]")
        return offset + 2
      }
      if left < option.length {
        line.append("[Total option length leaves no room for final option]")
        return nil
      }
      try packet.fields.require(option.length - 2, at: offset + 2)
      guard try printPGMOption(option, packet) else { return nil }
      // tcpdump skips an unknown option by its length, counted after type and length.
      let isSkipped = option.expectedLength == nil && option.type != 2
      offset += option.length + (isSkipped ? 2 : 0)
      left -= option.type == 2 ? option.length - 4 : option.length
      if option.isLast { break }
    }
    return offset
  }

  /// Prints one option; false if its length is wrong.
  private mutating func printPGMOption(
    _ option: PGMOption, _ packet: borrowing PGMPacket
  ) throws(EarlyEnd) -> Bool {
    guard isPGMLengthRight(option) else { return false }
    let value = option.offset + 4
    switch option.type {
    case 0:
      line.append(" OPTS LEN (extra?) ", decimal: try packet.fields.uint16(at: option.offset + 2))
    case 1:
      line.append(" FRAG seq ", decimal: try packet.fields.uint32(at: value))
      line.append(" off ", decimal: try packet.fields.uint32(at: value + 4))
      line.append(" len ", decimal: try packet.fields.uint32(at: value + 8))
    case 2: return try printPGMList(option, packet)
    case 3: line.append(" JOIN ", decimal: try packet.fields.uint32(at: value))
    case 4:
      line.append(" BACKOFF ivl ", decimal: try packet.fields.uint32(at: value))
      line.append(" ivlseq ", decimal: try packet.fields.uint32(at: value + 4))
    case 5:
      line.append(" BACKOFF max ", decimal: try packet.fields.uint32(at: value))
      line.append(" min ", decimal: try packet.fields.uint32(at: value + 4))
    case 7, 18, 19: return try printPGMAddressOption(option, packet)
    case 8: line.append(" PARITY MAXTGS ", decimal: try packet.fields.uint32(at: value))
    case 9: line.append(" PARITY GROUP ", decimal: try packet.fields.uint32(at: value))
    case 10: line.append(" PARITY ATGS ", decimal: try packet.fields.uint32(at: value))
    case 11: line.append(" NBR_UNREACH")
    case 12: line.append(" PATH_NLA [", decimal: option.length, "]")
    case 13: line.append(" SYN")
    case 14: line.append(" FIN")
    case 15: line.append(" RST")
    case 16: line.append(" CR")
    case 17: line.append(" CRQST")
    default:
      line.append(" OPT_")
      line.append(upperHexDigits: option.rawType)
      line.append(" [", decimal: option.length, "] ")
    }
    return true
  }

  /// Prints a list of sequence numbers; false if its length is not a multiple of four.
  private mutating func printPGMList(
    _ option: PGMOption, _ packet: borrowing PGMPacket
  ) throws(EarlyEnd) -> Bool {
    line.append(" NAK LIST")
    var offset = option.offset + 4
    let end = option.offset + option.length
    while offset < end {
      if end - offset < 4 {
        line.append("[Option length not a multiple of 4]")
        return false
      }
      try packet.fields.require(4, at: offset)
      line.append(" ", decimal: try packet.fields.uint32(at: offset))
      offset += 4
    }
    return true
  }

  private mutating func printPGMAddressOption(
    _ option: PGMOption, _ packet: borrowing PGMPacket
  ) throws(EarlyEnd) -> Bool {
    let fixed = option.expectedLength ?? 0
    let family = option.offset + fixed - 4
    let size: Int? =
      switch try packet.fields.uint16(at: family) {
      case 1: 4
      case 2: 16
      default: nil
      }
    if let size, option.length != fixed + size {
      line.append("[Bad ")
      line.append(Self.pgmOptionName(option.type))
      line.append(" option, length ", decimal: option.length)
      line.append(" != ", decimal: fixed, " + address size]")
      return false
    }
    let address = try packet.address(family: family, at: option.offset + fixed).address
    switch option.type {
    case 7: line.append(" REDIRECT ")
    case 18:
      line.append(" PGMCC DATA ", decimal: try packet.fields.uint32(at: option.offset + 4), " ")
    default:
      line.append(" PGMCC FEEDBACK ", decimal: try packet.fields.uint32(at: option.offset + 4), " ")
    }
    line.put(address)
    return true
  }

  /// Whether an option has the length of its type; if not, reports it.
  private mutating func isPGMLengthRight(_ option: PGMOption) -> Bool {
    guard let expected = option.expectedLength else { return true }
    if option.hasAddress ? option.length >= expected : option.length == expected { return true }
    line.append("[Bad ")
    line.append(option.type == 19 ? "PGM_OPT_PGMCC_FEEDBACK" : Self.pgmOptionName(option.type))
    line.append(" option, length ", decimal: option.length)
    line.append(option.hasAddress ? " < " : " != ", decimal: expected, "]")
    return false
  }

  private static func pgmOptionName(_ type: UInt8) -> String {
    switch type {
    case 0: "OPT_LENGTH"
    case 1: "OPT_FRAGMENT"
    case 3: "OPT_JOIN"
    case 4: "OPT_NAK_BO_IVL"
    case 5: "OPT_NAK_BO_RNG"
    case 7: "OPT_REDIRECT"
    case 8: "OPT_PARITY_PRM"
    case 9: "OPT_PARITY_GRP"
    case 10: "OPT_CURR_TGSIZE"
    case 11: "OPT_NBR_UNREACH"
    case 13: "OPT_SYN"
    case 14: "OPT_FIN"
    case 15: "OPT_RST"
    case 17: "OPT_CRQST"
    case 18: "OPT_PGMCC_DATA"
    default: "OPT_PGMCC_FEEDBACK"
    }
  }
}
