import InternetTypes

/// Fields that packets of some link types have in the byte order of the capturing host, which is that of the savefile.
///
/// A reader converts them to this machine's order, and a writer of the other order converts them back. libpcap does the
/// former (`swap_pseudo_headers` of pcap-common.c).
enum HostOrderFields {
  private static let usb: Int32 = 189
  private static let usbWithPadding: Int32 = 220

  /// Whether packets of a link type have such fields.
  static func isPresent(in linkType: LinkType) -> Bool {
    linkType == .netfilterLog || linkType.rawValue == usb || linkType.rawValue == usbWithPadding
  }

  /// Swaps a packet's fields.
  ///
  /// - Parameters:
  ///   - bytes: the bytes that hold the packet.
  ///   - packet: the range of its captured bytes.
  ///   - linkType: its link type.
  ///   - order: the byte order that the fields have.
  static func swap(
    _ bytes: inout MutableSpan<UInt8>, _ packet: Range<Int>, _ linkType: LinkType,
    from order: ByteOrder
  ) {
    switch linkType.rawValue {
    case usb: bytes.swapUSB(packet, isPadded: false, from: order)
    case usbWithPadding: bytes.swapUSB(packet, isPadded: true, from: order)
    case LinkType.netfilterLog.rawValue: bytes.swapNetfilterLog(packet, from: order)
    default: break
    }
  }
}

extension MutableSpan<UInt8> {
  /// Swaps length and type of each attribute of a netfilter log packet; their values are in network byte order.
  fileprivate mutating func swapNetfilterLog(_ packet: Range<Int>, from order: ByteOrder) {
    // Family, version and resource identifier: four bytes without an order.
    var offset = packet.lowerBound + 4
    while offset + 4 <= packet.upperBound {
      let length = Int(span.uint16(at: offset, order))
      swap([2, 2], at: offset, in: packet)
      guard length >= 4 else { return }
      offset += (length + 3) & ~3
    }
  }

  /// Swaps the numbers of Linux's USB monitor header, of 48 bytes or of 64 (`struct mon_bin_hdr` of the kernel's
  /// usbmon.rst).
  fileprivate mutating func swapUSB(
    _ packet: Range<Int>, isPadded: Bool, from order: ByteOrder
  ) {
    let start = packet.lowerBound
    guard packet.count >= 48 else { return }
    let isIsochronous = span[start + 9] == 0
    let count = Int(span.uint32(at: start + 44, order))
    swap([8], at: start, in: packet)
    swap([2], at: start + 12, in: packet)
    swap([8, 4, 4, 4, 4], at: start + 16, in: packet)
    // A control transfer has its setup packet here, which is bytes.
    if isIsochronous { swap([4, 4], at: start + 40, in: packet) }
    guard isPadded else { return }
    swap([4, 4, 4, 4], at: start + 48, in: packet)
    guard isIsochronous else { return }
    let room = max(packet.count - 64, 0) / 16
    for index in 0..<min(count, room) { swap([4, 4, 4], at: start + 64 + 16 * index, in: packet) }
  }

  /// Swaps consecutive numbers of these sizes, as far as the packet holds them.
  private mutating func swap(_ sizes: [Int], at start: Int, in packet: Range<Int>) {
    var offset = start
    for size in sizes {
      guard offset + size <= packet.upperBound else { return }
      for index in 0..<(size / 2) { swapAt(offset + index, offset + size - 1 - index) }
      offset += size
    }
  }
}
