public import InternetTypes
public import PacketDissection

/// What a packet's line takes from the packets before it: the numbers that relative sequence numbers are counted from.
///
/// It is found in the order of packets; with it, the line can be made at any time and by any printer of the same options.
public struct LineContext: Sendable {
  let bases: RelativeSequence.Bases?
}

extension PacketPrinter {
  /// Whether lines of these options depend on earlier packets by no more than `LineContext` for most packets.
  public static func canSeparateLines(_ options: PrintOptions) -> Bool {
    switch options.timestampStyle {
    case .sincePrevious, .sinceFirst: return false
    default: break
    }
    return options.isNumeric && !options.explainsChecksums && !options.showsQUIC
      && !options.showsTLS && options.forcedApplication == nil
  }

  /// The context of a packet's line; nil where the line has to be made in the order of packets.
  ///
  /// To be called for each packet, in their order, instead of printing it.
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

  /// Whether a port is of a protocol that is remembered from packet to packet, or that carries other packets.
  @inline(__always)
  private static func isOrdered(_ port: UInt16) -> Bool {
    switch port {
    // NFS and IKE; L2TP, LISP, GENEVE, VXLAN, OTV, MPLS, LWAPP, interception shims, PPTP, NFS's port mapper.
    case 2049, 500, 4500, 7500, 8500: true
    case 1701, 1723, 4342, 4789, 4790, 6081, 6635, 8472, 12_222, 12_223, 49_152: true
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
