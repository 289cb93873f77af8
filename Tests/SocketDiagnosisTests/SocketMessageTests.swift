import InternetTypes
import SocketDiagnosis
import Testing

/// Messages of sock_diag(7) as bytes: layouts of linux/inet_diag.h and linux/tcp.h (little-endian machines).
@Suite struct SocketMessageTests {
  private static let client = Endpoint(
    address: .v4(IPv4Address(rawValue: 0x0a00_0001)), port: 40_000)
  private static let server = Endpoint(address: .v4(IPv4Address(rawValue: 0x0a00_0002)), port: 80)

  /// `inet_diag_msg` of a connected socket.
  static func socket(
    family: UInt8 = 2, state: UInt8 = 1, source: [UInt8] = [10, 0, 0, 1],
    destination: [UInt8] = [10, 0, 0, 2], inode: UInt32 = 4711, attributes: [UInt8] = []
  ) -> [UInt8] {
    var bytes: [UInt8] = [family, state, 0, 0, 0x9c, 0x40, 0, 80]
    bytes += source + [UInt8](repeating: 0, count: 16 - source.count)
    bytes += destination + [UInt8](repeating: 0, count: 16 - destination.count)
    bytes += [0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0]
    bytes += [UInt8](repeating: 0, count: 12)
    bytes += [0xe8, 3, 0, 0]
    bytes += (0..<4).map { UInt8(truncatingIfNeeded: inode >> (8 * UInt32($0))) }
    return bytes + attributes
  }

  /// A netlink attribute with its padding.
  static func attribute(_ type: UInt8, _ value: [UInt8]) -> [UInt8] {
    let length = value.count + 4
    let padding = [UInt8](repeating: 0, count: (4 - length % 4) % 4)
    return [UInt8(length & 0xff), UInt8(length >> 8), type, 0] + value + padding
  }

  // A macro cannot take a span.
  private func read(_ bytes: [UInt8]) -> SocketDescription? { SocketDescription(bytes.span) }

  private func message(type: UInt8, sequence: UInt8, _ content: [UInt8]) -> [UInt8] {
    let length = content.count + 16
    return [UInt8(length & 0xff), UInt8(length >> 8), 0, 0, type, 0, 0, 0, sequence, 0, 0, 0]
      + [0, 0, 0, 0] + content
  }

  @Test func `a request about one socket has its endpoints in network byte order`() {
    let tuple = FlowTuple(.tcp, local: Self.client, remote: Self.server)
    let bytes = SocketQuery.exact(
      tuple, interface: 3, extensions: [.information, .congestion], sequence: 9)
    #expect(bytes.count == 72)
    #expect(Array(bytes[0..<16]) == [72, 0, 0, 0, 20, 0, 1, 0, 9, 0, 0, 0, 0, 0, 0, 0])
    // AF_INET, IPPROTO_TCP, INET_DIAG_INFO and INET_DIAG_CONG, all states.
    #expect(Array(bytes[16..<24]) == [2, 6, 0b1010, 0, 255, 255, 255, 255])
    #expect(Array(bytes[24..<32]) == [0x9c, 0x40, 0, 80, 10, 0, 0, 1])
    #expect(Array(bytes[44..<48]) == [10, 0, 0, 2])
    #expect(Array(bytes[60..<72]) == [3, 0, 0, 0] + [UInt8](repeating: 255, count: 8))
  }

  @Test func `a request about UDP has the endpoints the other way round, as the kernel does`() {
    let tuple = FlowTuple(.udp, local: Self.client, remote: Self.server)
    let bytes = SocketQuery.exact(tuple, interface: 0, sequence: 1)
    #expect(bytes[17] == 17)
    #expect(Array(bytes[24..<32]) == [0, 80, 0x9c, 0x40, 10, 0, 0, 2])
  }

  @Test func `a datagram's messages are read one after another, whatever is cut`() {
    let bytes =
      message(type: 20, sequence: 1, Self.socket())
      + message(type: 2, sequence: 1, [254, 255, 255, 255]) + message(type: 3, sequence: 1, [])
    var iterator = NetlinkMessage.Iterator()
    var kinds: [NetlinkMessage.Kind] = []
    while let message = iterator.next(in: bytes.span) { kinds.append(message.kind) }
    // ENOENT.
    #expect(kinds == [.socket, .error(2), .done])
    for count in 0..<bytes.count {
      var iterator = NetlinkMessage.Iterator()
      let cut = Array(bytes[..<count])
      while let message = iterator.next(in: cut.span) {
        #expect(message.content.upperBound <= count)
        if message.kind == .socket {
          #expect(read(Array(cut[message.content])) != nil)
        }
      }
    }
  }

  @Test func `a socket has endpoints, cookie, inode and user`() throws {
    let bytes = Self.socket(attributes: Self.attribute(4, Array("cubic".utf8) + [0]))
    let socket = try #require(read(bytes))
    #expect(socket.local == Self.client)
    #expect(socket.remote == Self.server)
    #expect(socket.state == .established)
    #expect(socket.cookie == 0x2_0000_0001)
    #expect(socket.inode == 4711)
    #expect(socket.user == 1000)
    #expect(socket.congestion == "cubic")
    #expect(socket.isConnected(to: FlowTuple(.tcp, local: Self.client, remote: Self.server)))
    #expect(!socket.receives(FlowTuple(.tcp, local: Self.server, remote: Self.client)))
  }

  @Test func `a closed socket has no user, as the kernel then says root`() throws {
    let socket = try #require(read(Self.socket(inode: 0)))
    #expect(socket.inode == nil)
    #expect(socket.user == nil)
  }

  @Test func `an IPv6 socket with mapped addresses is one of IPv4`() throws {
    let prefix = [UInt8](repeating: 0, count: 10) + [255, 255]
    let bytes = Self.socket(
      family: 10, source: prefix + [10, 0, 0, 1], destination: prefix + [10, 0, 0, 2])
    let socket = try #require(read(bytes))
    #expect(socket.local == Self.client)
    #expect(socket.isConnected(to: FlowTuple(.tcp, local: Self.client, remote: Self.server)))
  }

  @Test func `a socket without a peer receives what its addresses allow`() throws {
    func listener(_ attributes: [UInt8]) throws -> SocketDescription {
      var bytes = Self.socket(
        family: 10, state: 10, source: [], destination: [], attributes: attributes)
      (bytes[6], bytes[7]) = (0, 0)
      return try #require(read(bytes))
    }
    let tuple = FlowTuple(.tcp, local: Self.client, remote: Self.server)
    #expect(try listener([]).receives(tuple))
    // INET_DIAG_SKV6ONLY.
    #expect(try !listener(Self.attribute(11, [1])).receives(tuple))
    #expect(try !listener([]).isConnected(to: tuple))
  }

  @Test func `damaged attributes end the reading, and change nothing before`() throws {
    let good = Self.socket(attributes: Self.attribute(4, Array("reno".utf8) + [0]))
    for bad in [[3, 0, 4, 0], [200, 0, 2, 0], [0, 0, 0, 0]] as [[UInt8]] {
      let socket = try #require(read((good + bad)))
      #expect(socket.congestion == "reno")
    }
  }
}
