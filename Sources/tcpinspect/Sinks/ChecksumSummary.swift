import BasicContainers
import InternetTypes
import PacketDissection
import Reassembly

/// The checksum summary of a run: counts of valid, wrong and unverifiable checksums for each sending host and protocol.
///
/// The checksum of a fragmented datagram counts once, after its reassembly. At most `capacity` hosts are distinguished;
/// packets of further hosts are only counted.
struct ChecksumSummary: ~Copyable {
  /// The header whose checksum it is, in the order of the lines.
  private enum Layer: Int, CaseIterable {
    case ip, tcp, udp, icmp, icmpv6

    var name: String {
      switch self {
      case .ip: "IP header"
      case .tcp: "TCP"
      case .udp: "UDP"
      case .icmp: "ICMP"
      case .icmpv6: "ICMPv6"
      }
    }
  }

  /// The result of the verification, in the order of the lines.
  private enum Kind: Int, CaseIterable {
    case valid, partialPseudoHeader, addressTranslation, zero, wrong, cut, fragment, undecoded
  }

  /// The counts of one host's checksums by result.
  private struct Counts {
    private var counts = InlineArray<40, UInt64>(repeating: 0)

    subscript(layer: Layer, kind: Kind) -> UInt64 {
      get { counts[layer.rawValue * 8 + kind.rawValue] }
      set { counts[layer.rawValue * 8 + kind.rawValue] = newValue }
    }

    func total(_ layer: Layer) -> UInt64 { Kind.allCases.reduce(0) { $0 + self[layer, $1] } }
  }

  private let capacity: Int
  private var hosts: [IPAddress: Counts] = [:]
  private var differences = ChecksumDifferences()
  private var verified: UInt64 = 0
  private var right: UInt64 = 0
  private var fragments = FragmentReassembler()

  /// Packets from hosts beyond the capacity.
  private(set) var overflowCount: UInt64 = 0

  /// An empty summary of at most `capacity` hosts.
  init(capacity: Int = 4096) { self.capacity = capacity }

  /// Counts the checksums of a packet, but not those of encapsulated or quoted packets.
  ///
  /// - Parameters:
  ///   - packet: the decoded packet.
  ///   - frame: the bytes that it was decoded from.
  ///   - linkType: the link type of the frame.
  ///   - time: when they were captured.
  mutating func add(
    _ packet: Packet, _ frame: Span<UInt8>, _ linkType: LinkType, at time: Timestamp
  ) {
    guard packet.isFragment,
      let fragment = IPFragment(packet, in: frame, linkType: linkType)
    else { return add(packet, frame, [.network, .transport]) }
    add(packet, frame, .network)
    while fragments.makeRoom(for: fragment, frame, at: time) { addOutput() }
    switch fragments.take(fragment, frame, timestamp: time, number: 0) {
    case .unchanged: add(packet, frame, .transport)
    case .kept: break
    case .atomic, .output: addOutput()
    }
  }

  /// Counts the datagrams with missing fragments.
  mutating func finish() {
    while fragments.finish() { addOutput() }
  }

  /// Counts the transport checksum of the reassembler's output.
  private mutating func addOutput() {
    // Copied, because bytes borrowed from one property cannot be read while another changes.
    var bytes: [UInt8] = []
    bytes.reserveCapacity(fragments.output.bytes.count)
    for index in 0..<fragments.output.bytes.count { bytes.append(fragments.output.bytes[index]) }
    let packet = Packet(
      decoding: bytes.span, wireLength: fragments.output.wireLength,
      linkType: fragments.output.linkType)
    add(packet, bytes.span, .transport)
  }

  /// The checksums to count.
  private struct Layers: OptionSet {
    let rawValue: UInt8
    static let network = Layers(rawValue: 1)
    static let transport = Layers(rawValue: 2)
  }

  /// Counts checksums of a packet.
  private mutating func add(_ packet: Packet, _ frame: Span<UInt8>, _ layers: Layers) {
    guard let host = packet.sourceAddress else { return }
    guard hosts[host] != nil || hosts.count < capacity else {
      overflowCount += layers.contains(.network) ? 1 : 0
      return
    }
    let judgement = differences.judge(packet, in: frame)
    if layers.contains(.network), let kind = kind(judgement.network) { count(host, .ip, kind) }
    guard layers.contains(.transport) else { return }
    if let number = packet.transportProtocol, let layer = Self.layer(number),
      let kind = kind(judgement.transport)
    {
      count(host, layer, kind)
    }
    // Earlier packets were counted as wrong: one packet is not enough to detect address translation.
    if case .translation(let earlier, let number) = judgement.finding,
      let layer = Self.layer(number)
    {
      hosts[host, default: Counts()][layer, .wrong] -= UInt64(earlier)
      hosts[host, default: Counts()][layer, .addressTranslation] += UInt64(earlier)
    }
  }

  private mutating func count(_ host: IPAddress, _ layer: Layer, _ kind: Kind) {
    hosts[host, default: Counts()][layer, kind] += 1
    switch kind {
    case .valid:
      verified += 1
      right += 1
    case .partialPseudoHeader, .addressTranslation, .zero, .wrong: verified += 1
    case .cut, .fragment, .undecoded: break
    }
  }

  private static func layer(_ number: IPProtocol) -> Layer? {
    switch number {
    case .tcp: .tcp
    case .udp: .udp
    case .icmp: .icmp
    case .icmpv6: .icmpv6
    default: nil
    }
  }

  private func kind(_ diagnosis: ChecksumDiagnosis) -> Kind? {
    switch diagnosis {
    case .absent: nil
    case .valid: .valid
    case .partialPseudoHeader: .partialPseudoHeader
    case .addressTranslation: .addressTranslation
    case .zero: .zero
    case .wrong: .wrong
    case .unverifiable(.truncated): .cut
    case .unverifiable(.fragment): .fragment
    case .unverifiable(.undecoded): .undecoded
    }
  }

  /// The summary: a line for each sending host, protocol and kind of finding, and one for all.
  func lines() -> [String] {
    var lines: [String] = []
    for (host, counts) in hosts.sorted(by: { Self.isBefore($0.key, $1.key) }) {
      for layer in Layer.allCases {
        for kind in Kind.allCases where kind != .valid && counts[layer, kind] > 0 {
          let count = counts[layer, kind]
          lines.append(
            "\(host.text): \(count) of \(counts.total(layer)) \(layer.name) checksums "
              + Self.finding(kind, count))
        }
      }
    }
    lines.append(
      verified == 0
        ? "checksums: none to verify"
        : "checksums: \(verified) verified, \(right == verified ? "all" : String(right)) right")
    if overflowCount > 0 {
      lines.append(
        "checksums: \(overflowCount.counted("packet")) from further hosts \(overflowCount == 1 ? "is" : "are") not in this summary "
          + "(capacity: \(capacity))")
    }
    if differences.evictedCount > 0 {
      lines.append(
        "wrong checksums of \(differences.evictedCount.counted("pair")) of hosts were forgotten: a translator "
          + "between them may be missed")
    }
    return lines
  }

  private static func finding(_ kind: Kind, _ count: UInt64) -> String {
    let verb = count == 1 ? "is" : "are"
    return switch kind {
    case .valid: "\(verb) right"
    case .partialPseudoHeader:
      "\(verb) the pseudo-header's sum: left to its network card "
        + "(the capture was taken on this host)"
    case .addressTranslation:
      "\(verb) right for other addresses or ports: a translator left \(count == 1 ? "it" : "them") "
        + "unchanged"
    case .zero: "\(verb) zero: never computed"
    case .wrong: "\(verb) wrong for a reason that cannot be told: damage, or a faulty sender"
    case .cut: "\(verb) not verifiable: the packet was cut by the capture"
    case .fragment: "\(verb) not verifiable: fragments of the datagram are missing"
    case .undecoded: "\(verb) not verifiable: the header is invalid"
    }
  }

  /// IPv4 before IPv6, and each by its number.
  private static func isBefore(_ first: IPAddress, _ second: IPAddress) -> Bool {
    switch (first, second) {
    case (.v4(let first), .v4(let second)): first.rawValue < second.rawValue
    case (.v6(let first), .v6(let second)): first.rawValue < second.rawValue
    case (.v4, .v6): true
    case (.v6, .v4): false
    }
  }
}
