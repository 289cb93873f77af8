public import InternetTypes
public import PacketDissection

/// What a packet's line needs from earlier packets: the bases of its relative sequence numbers.
///
/// It is determined in packet order; with it, any printer with the same options can format the line at any time.
public struct LineContext: Sendable {
  let bases: RelativeSequence.Bases?
}

extension PacketPrinter {
  /// Whether, with these options, most packets' lines depend on earlier packets only through `LineContext`.
  public static func canSeparateLines(_ options: PrintOptions) -> Bool {
    switch options.timestampStyle {
    case .sincePrevious, .sinceFirst: return false
    default: break
    }
    return options.isNumeric && !options.explainsChecksums && !options.showsQUIC
      && !options.showsTLS && options.forcedApplication == nil
  }

  /// The context of a packet's line; nil if the line must be formatted in packet order.
  ///
  /// Call it for each packet, in their order, instead of printing the packet.
  public mutating func context(of packet: Packet) -> LineContext? {
    switch packet.network {
    case .ipv4, .ipv6: break
    case .arp: return LineContext(bases: nil)
    default: return nil
    }
    switch packet.link {
    case .ethernet where packet.macSecurity == nil: break
    case .raw, .linuxCooked, .loopback: break
    default: return nil
    }
    switch packet.transport {
    case .tcp(let header):
      if Self.isOrdered(header.sourcePort) || Self.isOrdered(header.destinationPort) { return nil }
      let needsBases =
        options.quietness == 0 && !options.usesAbsoluteSequenceNumbers
        && header.flags.contains(.ack)
        && Int(header.headerByteCount) >= TCPHeader.minimumByteCount
      return LineContext(bases: needsBases ? sequenceBases(packet, header) : nil)
    case .udp(let header):
      if Self.isOrdered(header.sourcePort) || Self.isOrdered(header.destinationPort) { return nil }
      return LineContext(bases: nil)
    case .icmp(let header) where header.type == .echoRequest || header.type == .echoReply:
      return LineContext(bases: nil)
    default: return nil
    }
  }

  /// Whether a port belongs to a protocol whose printer remembers earlier packets, or that carries other packets.
  @inline(__always)
  private static func isOrdered(_ port: UInt16) -> Bool {
    switch port {
    // NFS; IKE.
    case 2049, 500, 4500, 7500, 8500: true
    // L2TP, PPTP, LISP control, VXLAN, VXLAN-GPE, GENEVE.
    case 1701, 1723, 4342, 4789, 4790, 6081: true
    // MPLS in UDP, OTV, LWAPP data and control, Broadcom link interfaces.
    case 6635, 8472, 12_222, 12_223, 49_152: true
    default: false
    }
  }

  /// Prints a packet whose context is known, as `print` does.
  public mutating func print(
    _ packet: Packet, frame: Span<UInt8>, statedLength: Int, time: RecordedTime, number: UInt64,
    context: LineContext
  ) {
    presetBases = context.bases
    print(packet, frame: frame, statedLength: statedLength, time: time, number: number)
    presetBases = nil
  }
}
