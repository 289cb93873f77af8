import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a packet of the Ad Hoc Configuration Protocol: header and type when verbose, options when more so.
  mutating func printAHCP(_ bytes: Span<UInt8>, _ payload: ApplicationPayload) throws(EarlyEnd) {
    let packet = AHCPPacket(at: payload.start)
    let range = payload.start..<(payload.start + payload.length)
    line.append("AHCP")
    guard payload.length >= 2, try packet.magic(bytes) == 43 else {
      try printInvalidAHCP(bytes, range)
      return
    }
    let version = try packet.version(bytes)
    guard version == 1 else {
      line.put(" Version ", version, " (unknown)")
      return
    }
    line.append(" Version 1")
    guard payload.length >= AHCPPacket.headerByteCount else {
      try printInvalidAHCP(bytes, range)
      return
    }
    if options.verbosity > 0 {
      line.put("\n\tHopcount ", try packet.hopCount(bytes))
      line.put(", Original Hopcount ", try packet.originalHopCount(bytes))
      line.put(", Nonce 0x", Hex(try packet.nonce(bytes), 8))
      let source = try packet.source(bytes)
      line.append(", Source Id ")
      printAHCPIdentifier(source)
      let destination = try packet.destination(bytes)
      line.append(", Destination Id ")
      printAHCPIdentifier(destination)
    } else {
      try bytes.require(AHCPPacket.headerByteCount, at: payload.start, in: AHCPPacket.name)
    }
    try printAHCPBody(bytes, (payload.start + AHCPPacket.headerByteCount)..<range.upperBound)
  }

  /// Reports that the bytes in `range` are invalid, and whether they were captured completely.
  private mutating func printInvalidAHCP(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(EarlyEnd) {
    printInvalid()
    try bytes.require(range.count, at: range.lowerBound, in: AHCPPacket.name)
  }

  private mutating func printAHCPIdentifier(_ identifier: UInt64) {
    for shift in stride(from: 56, through: 0, by: -8) {
      line.put(Hex(identifier >> UInt64(shift) & 0xff, 2), shift > 0 ? ":" : "")
    }
  }

  private mutating func printAHCPBody(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(EarlyEnd) {
    guard range.count >= AHCPBody.headerByteCount else {
      try printInvalidAHCP(bytes, range)
      return
    }
    let body = try AHCPBody(bytes, at: range.lowerBound)
    let start = range.lowerBound + AHCPBody.headerByteCount
    if options.verbosity > 0 {
      if Int(body.type) < Self.ahcpNames.count {
        line.put("\n\t", Self.ahcpNames[Int(body.type)])
      } else {
        line.put("\n\tUnknown-", body.type)
      }
      if body.reserved != 0 { line.put(", MBZ ", body.reserved) }
      line.put(", Length ", body.length)
    }
    guard start + body.length <= range.upperBound else {
      try printInvalidAHCP(bytes, start..<range.upperBound)
      return
    }
    if options.verbosity > 1 {
      try printAHCPOptions(bytes, start..<(start + body.length))
    } else {
      try bytes.require(body.length, at: start, in: AHCPPacket.name)
    }
  }

  private mutating func printAHCPOptions(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(EarlyEnd) {
    var offset = range.lowerBound
    while offset < range.upperBound {
      let type = try bytes.byte(at: offset, in: AHCPPacket.name)
      offset += 1
      if Int(type) < Self.ahcpOptionNames.count {
        line.put("\n\t ", Self.ahcpOptionNames[Int(type)])
      } else {
        line.put("\n\t Unknown-", type)
      }
      if type <= 1 { continue }
      guard offset < range.upperBound else {
        try printInvalidAHCP(bytes, offset..<range.upperBound)
        return
      }
      let length = Int(try bytes.byte(at: offset, in: AHCPPacket.name))
      offset += 1
      guard offset + length <= range.upperBound else {
        try printInvalidAHCP(bytes, offset..<range.upperBound)
        return
      }
      try printAHCPOption(type, bytes, offset..<(offset + length))
      offset += length
    }
  }

  private mutating func printAHCPOption(
    _ type: UInt8, _ bytes: Span<UInt8>, _ value: Range<Int>
  ) throws(EarlyEnd) {
    switch type {
    case 2, 3:
      guard value.count == 4 else {
        try printInvalidAHCP(bytes, value)
        return
      }
      let number = try bytes.uint32(at: value.lowerBound, in: AHCPPacket.name)
      if type == 2 { printAHCPTime(number) } else { line.put(": ", number, "s") }
    case 4, 8, 12, 13: try printAHCPAddresses(bytes, value, size: 16, hasLength: false)
    case 5, 9: try printAHCPAddresses(bytes, value, size: 4, hasLength: false)
    case 6, 10: try printAHCPAddresses(bytes, value, size: 16, hasLength: true)
    case 11: try printAHCPAddresses(bytes, value, size: 4, hasLength: true)
    default:
      line.put(" (Length ", value.count, ")")
      try bytes.require(value.count, at: value.lowerBound, in: AHCPPacket.name)
    }
  }

  /// Appends a time as `: 2023-11-14 22:13:20 UTC`.
  private mutating func printAHCPTime(_ seconds: UInt32) {
    let date = TimestampPrinter.civilDate(Int64(seconds))
    line.put(": ", date.year, "-", Padded(date.month, 2), "-", Padded(date.day, 2), " ")
    let second = seconds % 86_400
    line.put(Padded(second / 3600, 2), ":", Padded(second / 60 % 60, 2), ":")
    line.put(Padded(second % 60, 2), " UTC")
  }

  /// Prints addresses of `size` bytes, each with a prefix length after it when `hasLength`.
  private mutating func printAHCPAddresses(
    _ bytes: Span<UInt8>, _ value: Range<Int>, size: Int, hasLength: Bool
  ) throws(EarlyEnd) {
    let step = hasLength ? size + 1 : size
    var offset = value.lowerBound
    while offset < value.upperBound {
      guard offset + step <= value.upperBound else {
        try printInvalidAHCP(bytes, offset..<value.upperBound)
        return
      }
      try bytes.require(step, at: offset, in: AHCPPacket.name)
      line.append(offset == value.lowerBound ? ": " : ", ")
      if size == 4 {
        printAddress(IPv4Address(rawValue: bytes.uint32(at: offset)))
      } else {
        printAddress(IPv6Address(rawValue: bytes.uint128(at: offset)))
      }
      if hasLength { line.put("/", bytes[offset + size]) }
      offset += step
    }
  }

  private static let ahcpNames = ["Discover", "Offer", "Request", "Ack", "Nack", "Release"]

  private static let ahcpOptionNames = [
    "Pad", "Mandatory", "Origin Time", "Expires", "My-IPv6-Address", "My-IPv4-Address",
    "IPv6 Prefix", "IPv4 Prefix", "IPv6 Address", "IPv4 Address", "IPv6 Prefix Delegation",
    "IPv4 Prefix Delegation", "Name Server", "NTP Server",
  ]
}
