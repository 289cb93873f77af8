import InternetTypes

extension Packet {
  /// Finds the packet inside a frame of one of the rarer link types, and decodes it.
  ///
  /// Frames of other types, and those with a payload other than IP, have no network layer.
  mutating func decodeOtherLink(
    _ frame: Span<UInt8>, _ linkType: LinkType
  ) throws(DecodeError) {
    switch linkType {
    case .ppp, .pppDirection: try decodePointToPoint(frame, at: 0)
    case .pppSerial:
      guard frame.count >= 4 else { return }
      if frame[0] == 0x0f || frame[0] == 0x8f {
        try decodeInside(frame, EtherType(rawValue: frame.uint16(at: 2)), at: 4)
      } else {
        try decodePointToPoint(frame, at: 0)
      }
    case .ciscoHDLC:
      guard frame.count >= 4 else { return }
      try decodeInside(frame, EtherType(rawValue: frame.uint16(at: 2)), at: 4)
    case .pppoe:
      guard frame.count >= 8, frame[1] == 0 else { return }
      try decodePointToPoint(frame, at: 6)
    case .infiniBand:
      guard frame.count >= 44 else { return }
      try decodeInside(frame, EtherType(rawValue: frame.uint16(at: 40)), at: 44)
    case .slip, .slipBSD: try decodeVersioned(frame, at: linkType == .slip ? 16 : 24)
    case .encapsulation: try decodeVersioned(frame, at: 12)
    case .ipnet: try decodeVersioned(frame, at: 24)
    case .packetFilterLog:
      guard frame.count >= 1 else { return }
      try decodeVersioned(frame, at: (Int(frame[0]) + 3) & ~3)
    case .netfilterLog: try decodeNetfilterLog(frame)
    case .fddi:
      guard frame.count > 13, frame[0] & 0xf0 == 0x50 else { return }
      try decodeLogicalLink(frame, at: 13)
    case .fibreChannel: try decodeLogicalLink(frame, at: 16)
    case .tokenRing: try decodeTokenRing(frame)
    case .frameRelay: try decodeFrameRelay(frame)
    case .symantec:
      guard frame.count >= 44 else { return }
      try decodeInside(frame, EtherType(rawValue: frame.uint16(at: 6)), at: 44)
    case .firewire:
      guard frame.count >= 18 else { return }
      try decodeInside(frame, EtherType(rawValue: frame.uint16(at: 16)), at: 18)
    case .atm: try decodeLogicalLink(frame, at: 0)
    case .broadcomTag, .marvellTag: try decodeEthernet(frame, tagByteCount: 4)
    case .marvellTypeTag: try decodeEthernet(frame, tagByteCount: 8)
    case .broadcomTagFirst, .netAnalyzer: try decodeEthernet(frame, behind: 4)
    case .netAnalyzerTransparent: try decodeEthernet(frame, behind: 12)
    default: try decodeDeviceHeader(frame, linkType)
    }
  }

  /// Finds the packet behind a header that the capturing device wrote: a tap, or a wireless interface.
  private mutating func decodeDeviceHeader(
    _ frame: Span<UInt8>, _ linkType: LinkType
  ) throws(DecodeError) {
    switch linkType {
    case .packetTap:
      // Little-endian: the header's length, whether a packet follows, and its link type.
      guard frame.count >= 12, frame.uint32(at: 4).byteSwapped == 1 else { return }
      try decodeNested(
        frame, frame.uint32(at: 8).byteSwapped,
        at: Int(frame.uint32(at: 0).byteSwapped))
    case .perPacketInformation:
      guard frame.count >= 8 else { return }
      try decodeNested(
        frame, frame.uint32(at: 4).byteSwapped, at: Int(frame.uint16(at: 2).byteSwapped))
    case .prism:
      // A prism header of 144 bytes, or one of AVS.
      guard frame.count >= 8 else { return }
      let isAVS = frame.uint32(at: 0) & 0xffff_f000 == 0x8021_1000
      try decodeWireless(frame, at: isAVS ? Int(frame.uint32(at: 4)) : 144)
    case .wirelessAVS:
      guard frame.count >= 8 else { return }
      try decodeWireless(frame, at: Int(frame.uint32(at: 4)))
    case .wireless: try decodeWireless(frame, at: 0)
    case .radiotap:
      guard frame.count >= 8 else { return }
      try decodeWireless(frame, at: Int(frame[2]) | Int(frame[3]) << 8)
    default: break
    }
  }

  /// Decodes the frame at `offset` by its link type (a DLT number).
  private mutating func decodeNested(
    _ frame: Span<UInt8>, _ number: UInt32, at offset: Int
  ) throws(DecodeError) {
    guard offset >= 8, offset < end else { return }
    switch LinkType(rawValue: Int32(truncatingIfNeeded: number)) {
    case .ethernet: try decodeEthernet(frame, behind: offset)
    case .raw, .rawOpenBSD, .rawSavefile, .ipv4, .ipv6: try decodeVersioned(frame, at: offset)
    case .null, .loop: try decodeVersioned(frame, at: offset + 4)
    case .ppp: try decodePointToPoint(frame, at: offset)
    case .wireless: try decodeWireless(frame, at: offset)
    case .radiotap:
      guard offset + 4 <= end else { return }
      let byteCount = Int(frame[offset + 2]) | Int(frame[offset + 3]) << 8
      try decodeWireless(frame, at: offset + byteCount)
    default: break
    }
  }

  /// Decodes a data frame of a token ring: access and frame control, addresses, and perhaps a route.
  private mutating func decodeTokenRing(_ frame: Span<UInt8>) throws(DecodeError) {
    guard frame.count >= 15, frame[1] & 0xc0 == 0x40 else { return }
    // The highest bit of the source address: routing information follows.
    let isRouted = frame[8] & 0x80 != 0
    try decodeLogicalLink(frame, at: 14 + (isRouted ? Int(frame[14] & 0x1f) : 0))
  }

  /// Decodes a frame of frame relay (RFC 2427), with an address of two to four bytes.
  private mutating func decodeFrameRelay(_ frame: Span<UInt8>) throws(DecodeError) {
    var at = 0
    while at < min(4, end), frame[at] & 1 == 0 { at += 1 }
    at += 1
    guard at + 2 <= end else { return }
    guard frame[at] == 3 else {
      // Cisco's encapsulation has an EtherType instead.
      try decodeInside(frame, EtherType(rawValue: frame.uint16(at: at)), at: at + 2)
      return
    }
    at += 1
    if frame[at] == 0 { at += 1 }
    guard at < end else { return }
    switch frame[at] {
    case 0xcc: try decodeInside(frame, .ipv4, at: at + 1)
    case 0x8e: try decodeInside(frame, .ipv6, at: at + 1)
    case 0x80 where at + 6 <= end && frame.uint24(at: at + 1) == 0:
      try decodeInside(frame, EtherType(rawValue: frame.uint16(at: at + 4)), at: at + 6)
    default: break
    }
  }

  /// Decodes the payload of an EtherType at `offset`, unless it is empty.
  private mutating func decodeInside(
    _ frame: Span<UInt8>, _ type: EtherType, at offset: Int
  ) throws(DecodeError) {
    guard offset <= end, offset <= networkLength else { return }
    etherType = type
    networkOffset = offset
    networkLength -= offset
    try decodeNetworkLayer(frame)
  }

  /// Decodes the IP packet at `offset` by its version nibble.
  private mutating func decodeVersioned(
    _ frame: Span<UInt8>, at offset: Int
  ) throws(DecodeError) {
    guard offset < end else { return }
    switch frame[offset] >> 4 {
    case 4: try decodeInside(frame, .ipv4, at: offset)
    case 6: try decodeInside(frame, .ipv6, at: offset)
    default: break
    }
  }

  /// Decodes a PPP frame at `offset`.
  private mutating func decodePointToPoint(
    _ frame: Span<UInt8>, at offset: Int
  ) throws(DecodeError) {
    guard offset + 2 <= end else { return }
    let hasControl = frame[offset + 1] == 3 && (frame[offset] == 0xff || frame[offset] <= 1)
    let start = hasControl ? offset + 2 : offset
    guard
      let header = TunnelHeader.pointToPoint(
        frame.extracting(start..<end), kind: .pppoe, after: start),
      case .etherType(let type) = header.content
    else { return }
    try decodeInside(frame, type, at: header.byteCount)
  }

  /// Decodes the packet among the fields of a netfilter log.
  private mutating func decodeNetfilterLog(_ frame: Span<UInt8>) throws(DecodeError) {
    var offset = 4
    while offset + 4 <= end {
      // In the capturing host's byte order, which is the little-endian one for the most part.
      let length = Int(frame[offset]) | Int(frame[offset + 1]) << 8
      if frame[offset + 2] == 9 && frame[offset + 3] == 0 {
        try decodeVersioned(frame, at: offset + 4)
        return
      }
      guard length >= 4 else { return }
      offset += (length + 3) & ~3
    }
  }

  /// Decodes an LLC header at `offset`.
  private mutating func decodeLogicalLink(
    _ frame: Span<UInt8>, at offset: Int
  ) throws(DecodeError) {
    guard offset < end, offset <= networkLength else { return }
    networkOffset = offset
    networkLength -= offset
    try decodeLogicalLink(frame)
  }

  /// Decodes the data frame of IEEE 802.11 at `offset`, unless it is encrypted.
  private mutating func decodeWireless(
    _ frame: Span<UInt8>, at offset: Int
  ) throws(DecodeError) {
    guard offset >= 0, offset < end,
      let header = TunnelHeader.wireless(frame.extracting(offset..<end), after: offset)
    else { return }
    try decodeLogicalLink(frame, at: header.byteCount)
  }

  /// Decodes an Ethernet frame at `offset`.
  private mutating func decodeEthernet(
    _ frame: Span<UInt8>, behind offset: Int
  ) throws(DecodeError) {
    guard offset <= end else { return }
    networkOffset = min(end, offset + EthernetHeader.byteCount)
    let header = try EthernetHeader(decoding: frame.extracting(offset..<end))
    try decodeEthernet(frame, header, byteCount: offset + EthernetHeader.byteCount)
  }
}
