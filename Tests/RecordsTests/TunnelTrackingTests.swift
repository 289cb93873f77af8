import BasicContainers
import ConnectionTracking
import InternetTypes
import PacketDissection
import Records
import Testing

/// Packets in tunnels are connections of their own, beside the flow that carries them.
struct TunnelTrackingTests {
  /// A VXLAN packet (RFC 7348) between two tunnel endpoints, with a TCP segment between 10.0.0.1 and 10.0.0.2.
  static func frame(isReply: Bool, network: UInt8, flags: UInt8) -> [UInt8] {
    let address: [UInt8] = [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0]
    let ports: [UInt8] = isReply ? [0, 80, 0x9c, 0x40] : [0x9c, 0x40, 0, 80]
    let segment = ports + [0, 0, 0, 1, 0, 0, 0, 1, 0x50, flags, 0xff, 0xff, 0, 0, 0, 0]
    let inner = address + datagram(segment, 6, network: 10, isReply: isReply)
    let header: [UInt8] = [0x9c, 0x41, 0x12, 0xb5, 0, UInt8(16 + inner.count), 0, 0]
    let carried = header + [8, 0, 0, 0, 0, 0, network, 0] + inner
    return address + datagram(carried, 17, network: 192, isReply: isReply)
  }

  /// An IPv4 packet (RFC 791) between the hosts 1 and 2 of a network.
  static func datagram(
    _ payload: [UInt8], _ number: UInt8, network: UInt8, isReply: Bool
  ) -> [UInt8] {
    let hosts: [UInt8] = isReply ? [2, 1] : [1, 2]
    return [0x45, 0, 0, UInt8(20 + payload.count), 0, 1, 0, 0, 64, number, 0, 0]
      + [network, 0, 0, hosts[0], network, 0, 0, hosts[1]] + payload
  }

  /// The connections of frames, as they end.
  static func connections(of frames: [[UInt8]]) -> [ConnectionSummary] {
    var configuration = TrackerConfiguration()
    configuration.ignoresChecksums = true
    var tracker = ConnectionTracker(configuration)
    for (number, bytes) in frames.enumerated() {
      let packet = Packet(decoding: bytes.span, wireLength: bytes.count, linkType: .ethernet)
      tracker.process(
        packet, frame: bytes.span,
        timestamp: Timestamp(seconds: 1_700_000_000, nanoseconds: Int64(number)),
        number: number + 1)
    }
    while tracker.finish(atMost: 16) {}
    var summaries: [ConnectionSummary] = []
    for index in 0..<tracker.findings.ended.count {
      summaries.append(tracker.findings.ended[index])
    }
    return summaries.sorted { $0.index < $1.index }
  }

  @Test func `the same addresses in two networks are two connections, both directions in each`() {
    let found = Self.connections(of: [
      Self.frame(isReply: false, network: 5, flags: 0x02),
      Self.frame(isReply: true, network: 5, flags: 0x12),
      Self.frame(isReply: false, network: 6, flags: 0x02),
    ])
    let inside = found.filter { $0.protocol == .tcp }
    #expect(inside.map(\.tunnel) == [.vxlan, .vxlan])
    #expect(inside.map(\.clientToServer.packets) == [1, 1])
    #expect(inside.map(\.serverToClient.packets) == [1, 0])
    #expect(inside.map(\.clientToServer.ipBytes) == [40, 40])
    let outside = found.filter { $0.protocol == .udp }
    #expect(outside.allSatisfy { $0.tunnel == nil })
    #expect(outside.reduce(0) { $0 + $1.clientToServer.packets + $1.serverToClient.packets } == 3)
  }

  @Test func `the record names the tunnel`() throws {
    let found = Self.connections(of: [Self.frame(isReply: false, network: 5, flags: 0x02)])
    let inside = try #require(found.last)
    let line = record(ConnectionSchema.self, inside)
    #expect(line.contains(#""vlan":null,"tunnel":"vxlan","#))
  }
}
