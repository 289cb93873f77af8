import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a datagram of the ZigBee encapsulation protocol, and the frame in it.
  mutating func printZigBee(_ datagram: ZigBeeEncapsulation) throws(EarlyEnd) {
    line.append("ZEP")
    let fields = datagram.fields
    guard try datagram.preamble == 0x4558 else {
      line.append(" [Preamble Code: ")
      line.append(visible: fields.bytes.extracting(first: 2))
      line.append("]")
      return printInvalid()
    }
    let version = try datagram.version
    line.put("v", version, " ")
    let size = try datagram.headerByteCount
    guard fields.length >= size else {
      line.put(" [len ", fields.length, " < ", size, "]")
      return printInvalid()
    }
    var inner = 0
    if size == 8 {
      line.put("ACK, seq# = ", try fields.uint32(at: 4))
    } else {
      try printZigBeeRadio(datagram, version)
      if version != 1 {
        printZigBeeTime(try fields.uint32(at: 9), fraction: try fields.uint32(at: 13))
        _ = try datagram.innerLength
        line.put(", seq# = ", try fields.uint32(at: 17), ", ")
      }
      inner = Int(try datagram.innerLength)
      line.put("inner len = ", inner)
    }
    let rest = fields.dropping(size)
    if inner > 0 {
      line.append("\n\t")
      let frame = LowRateFrame(Fields(rest.bytes, length: inner, in: "802.15.4"))
      // Of a frame that is whole, nothing is left for a dump.
      if try printLowRateFrame(frame) != 0 { return }
    }
    printUnknown(rest.bytes.extracting(first: max(0, min(rest.length, rest.bytes.count))))
  }

  /// Prints the type of version 2, channel and device, and the quality of what was received.
  private mutating func printZigBeeRadio(
    _ datagram: ZigBeeEncapsulation, _ version: UInt8
  ) throws(EarlyEnd) {
    let (fields, channel) = (datagram.fields, try datagram.channelOffset)
    if version != 1 { line.put("Type ", try datagram.type, ", ") }
    line.put("Channel ID ", try fields.byte(at: channel), ", Device ID 0x")
    line.put(Hex(try fields.uint16(at: channel + 1), 4), ", ")
    if try fields.byte(at: channel + 3) != 0 {
      line.append("CRC, ")
    } else {
      line.put("LQI ", try fields.byte(at: channel + 4), ", ")
    }
  }

  /// Appends seconds since 1900 and a fraction, and the date; tcpdump computes the fraction in single precision.
  private mutating func printZigBeeTime(_ seconds: UInt32, fraction: UInt32) {
    let billionths = UInt32(Double(Float(fraction) / 4_294_967_296) * 1_000_000_000)
    line.put(seconds, ".", Padded(billionths, 9))
    guard seconds != 0 else { return }
    // 1970 in seconds since 1900; earlier times are taken to be after 2036.
    let since1970 = Int64(seconds &- 2_208_988_800)
    let local = since1970 + Int64(timestamps.utcOffset(since1970))
    let date = TimestampPrinter.civilDate(local)
    let second = (local % 86_400 + 86_400) % 86_400
    line.put(" (", date.year, "/", Padded(date.month, 2), "/", Padded(date.day, 2), " ")
    line.put(Padded(second / 3600, 2), ":", Padded(second / 60 % 60, 2), ":")
    line.put(Padded(second % 60, 2), ")")
  }
}
