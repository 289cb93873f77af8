import PacketDissection
import TextOutput

// Audio and video: RTP and RTCP, and the tools vat and vt that were before them.
extension PacketPrinter {
  /// Prints a packet of the audio tools vat or vt; `stated` is the datagram's payload in bytes by its header.
  mutating func printAudio(_ fields: Fields, stated: Int) throws(EarlyEnd) {
    guard stated >= 2 else { return line.put("udp/va/vat, length ", stated, " < 2") }
    let first = try fields.uint16(at: 0)
    if first & 0xf060 != 0 {
      line.put("udp/vt ", stated, " ", first & 0x3ff, " / ", first >> 10)
      return
    }
    guard stated >= 8 else { return line.put("udp/vat, length ", stated, " < 8") }
    let (word, time) = (try fields.uint32(at: 0), try fields.uint32(at: 4))
    line.put("udp/vat ", stated - 8, " c", word & 0xffff, " ", time)
    line.append(word & 0x80_0000 != 0 ? "*" : "")
    if word & 0x1f_0000 != 0 { line.put(" f", word >> 16 & 0x1f) }
    if word & 0x3f00_0000 != 0 { line.put(" s", word >> 24 & 0x3f) }
  }

  /// Prints a packet of RTP; `stated` is the datagram's payload in bytes by its header.
  mutating func printRTP(_ packet: RealTimePacket, stated: Int) throws(EarlyEnd) {
    guard stated >= 8 else { return line.put("udp/rtp, length ", stated, " < 8") }
    let isFirst = try packet.isFirstVersion
    let (time, type) = (try packet.timestamp, try packet.payloadType)
    let (hasOptions, hasExtension) = (try packet.hasOptions, try packet.hasExtension)
    line.put(isFirst ? "udp/rtpv1 " : "udp/rtp ", stated - (isFirst ? 8 : 12), " c", type)
    line.put(hasOptions || hasExtension ? " +" : " ", try packet.isMarked ? "*" : "", " ")
    line.put(try packet.sequence, " ", time)
    guard options.verbosity > 0 else { return }
    line.put(" ", try packet.source)
    var offset = isFirst ? 8 : 12
    // In words, as tcpdump counts them.
    var left = packet.fields.length / 4 - offset / 4
    while hasOptions {
      let word = try packet.fields.uint32(at: offset)
      let count = Int(word >> 16 & 0xff)
      if count == 0 || count > left { return line.append(" !opt") }
      offset += count * 4
      left -= count
      // The highest bit marks the last option.
      if word >> 31 != 0 { break }
    }
    if hasExtension {
      let count = Int(try packet.fields.uint16(at: offset + 2)) + 1
      if count > left { return line.append(" !ext") }
      offset += count * 4
    }
    // H.261.
    if type == 0x1f { line.put(" 0x", Hex(try packet.fields.uint32(at: offset) >> 16, 4)) }
  }

  /// Prints the packets of RTCP in a datagram.
  mutating func printRTCP(_ fields: Fields) throws(EarlyEnd) {
    var rest = fields
    // Reports reach to the end of the captured part of the datagram, whatever a packet's length is.
    while rest.bytes.count > 0 {
      do throws(EarlyEnd) {
        let packet = RealTimeControlPacket(rest)
        try packet.fields.require(RealTimeControlPacket.headerByteCount)
        try printControlPacket(packet)
        rest = rest.dropping(try packet.length)
      } catch {
        return printTruncation(error.name)
      }
    }
  }

  private mutating func printControlPacket(_ packet: RealTimeControlPacket) throws(EarlyEnd) {
    let (type, length) = (try packet.type, try packet.length)
    var count = 0
    var offset = RealTimeControlPacket.headerByteCount
    switch type {
    case 200, 201:
      count = try packet.count
      let sender = type == 200 ? RealTimeControlPacket.senderByteCount : 0
      line.append(type == 200 ? " sr" : " rr")
      if length != offset + sender + count * RealTimeControlPacket.reportByteCount {
        line.put(" [", length, "]")
      }
    case 202: line.put(" sdes ", length)
    case 203: line.put(" bye ", length)
    default: line.put(" type-0x", Hex(type), " ", length)
    }
    if options.verbosity > 0 && (200...203).contains(type) { line.put(" ", try packet.source) }
    if type == 200 {
      try printSenderReport(packet, at: offset)
      offset += RealTimeControlPacket.senderByteCount
    }
    if count > 1 { line.put(" c", count) }
    // tcpdump does not go on to the next report.
    for _ in 0..<count { try printReceptionReport(packet, at: offset) }
  }

  /// Prints what a sender reports about itself: the time, packets and bytes.
  private mutating func printSenderReport(
    _ packet: RealTimeControlPacket, at offset: Int
  ) throws(EarlyEnd) {
    try packet.fields.require(RealTimeControlPacket.senderByteCount, at: offset)
    let (seconds, fraction) = (
      try packet.fields.uint32(at: offset), try packet.fields.uint32(at: offset + 4)
    )
    line.append(" @")
    line.append(Double(seconds) + Double(fraction) / 4_294_967_296, decimals: 2)
    line.put(" ", try packet.fields.uint32(at: offset + 8), " ")
    line.put(try packet.fields.uint32(at: offset + 12), "p ")
    line.put(try packet.fields.uint32(at: offset + 16), "b")
  }

  /// Prints a report about a source: packets lost, the last one received, jitter, and when its report was received.
  private mutating func printReceptionReport(
    _ packet: RealTimeControlPacket, at offset: Int
  ) throws(EarlyEnd) {
    let fields = packet.fields
    try fields.require(RealTimeControlPacket.reportByteCount, at: offset)
    if options.verbosity > 0 { line.put(" ", try fields.uint32(at: offset)) }
    line.put(" ", try fields.uint24(at: offset + 5), "l ", try fields.uint32(at: offset + 8), "s ")
    line.put(try fields.uint32(at: offset + 12), "j @")
    line.append(Double(try fields.uint32(at: offset + 16)) / 65_536, decimals: 2)
    line.append("+")
    line.append(Double(try fields.uint32(at: offset + 20)) / 65_536, decimals: 2)
  }
}
