import Foundation
import InternetTypes
import SocketDiagnosis
import Testing

@testable import HostSockets

/// What this kernel says of real sockets, against what the process that has them sees: /proc/self/fd and TCP_INFO.
@Suite(.serialized) struct DiagnosisSocketTests {
  /// A process with sockets of a family, connected to each other; it says a local port, a remote port, an inode and a window.
  private final class Sockets {
    let process = Process()
    let words: [Int]

    /// Starts python3; nil, loudly, if it is missing.
    init?(_ script: String) throws {
      let python = ["/usr/bin/python3", "/usr/local/bin/python3"].first {
        FileManager.default.isExecutableFile(atPath: $0)
      }
      guard let python else {
        print("*** NOT TESTED: what the kernel says of sockets (python3 is missing)")
        return nil
      }
      let beginning = """
        import os, socket, struct, sys
        def tell(ours, port):
            link = os.readlink(f'/proc/self/fd/{ours.fileno()}')
            window = 0
            if ours.type == socket.SOCK_STREAM:
                window = struct.unpack_from('I', ours.getsockopt(socket.IPPROTO_TCP, 11, 512), 80)[0]
            print(ours.getsockname()[1], port, link[8:-1], window, flush=True)
            sys.stdin.read()

        """
      process.executableURL = URL(filePath: python)
      process.arguments = ["-c", beginning + script]
      let output = Pipe()
      process.standardOutput = output
      process.standardInput = Pipe()
      try process.run()
      var text = Data()
      while !text.contains(10), let part = try output.fileHandleForReading.read(upToCount: 1) {
        if part.isEmpty { break }
        text += part
      }
      words = String(decoding: text, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        .compactMap { Int($0) }
    }

    deinit {
      // The test's runner blocks SIGTERM, and what it starts inherits that.
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
  }

  private static let loopback = IPAddress.v4(IPv4Address(rawValue: 0x7f00_0001))
  private static let loopback6 = IPAddress.v6(IPv6Address(rawValue: 1))

  private func tuple(
    _ protocol: IPProtocol, _ address: IPAddress, _ words: [Int]
  ) throws -> FlowTuple {
    try #require(words.count == 4)
    return FlowTuple(
      `protocol`, local: Endpoint(address: address, port: UInt16(clamping: words[0])),
      remote: Endpoint(address: address, port: UInt16(clamping: words[1])))
  }

  private func ask(
    _ tuple: FlowTuple, _ extensions: SocketQuery.Extensions = []
  ) throws -> SocketDescription? {
    var kernel = try DiagnosisSocket()
    return kernel.socket(of: tuple, interface: 1, extensions)
  }

  @Test(arguments: [
    ("AF_INET", "127.0.0.1", loopback), ("AF_INET6", "::1", loopback6),
    ("AF_INET6", "::ffff:127.0.0.1", loopback),
  ])
  func `a connection's socket is found by its endpoints, with inode, user and tcp_info`(
    family: String, host: String, address: IPAddress
  ) throws {
    let script = """
      listener = socket.socket(socket.\(family)); listener.bind(('\(host)', 0)); listener.listen()
      ours = socket.socket(socket.\(family)); ours.connect(listener.getsockname())
      tell(ours, listener.getsockname()[1])
      """
    guard let sockets = try Sockets(script) else { return }
    let tuple = try tuple(.tcp, address, sockets.words)
    let socket = try #require(try ask(tuple, [.information, .congestion]))
    #expect(socket.isConnected(to: tuple))
    #expect(socket.state == .established)
    #expect(socket.inode == UInt64(sockets.words[2]))
    #expect(socket.user == getuid())
    #expect(socket.information?.window == UInt32(sockets.words[3]))
    #expect(socket.congestion?.isEmpty == false)
    // The port alone finds nothing of this connection.
    var other = tuple
    other.remote.port = 9
    #expect(try ask(other)?.isConnected(to: tuple) != true)
  }

  @Test func `the listener of a port is found where there is no connection`() throws {
    let script = """
      listener = socket.socket(socket.AF_INET6); listener.bind(('::', 0)); listener.listen()
      tell(listener, 1)
      """
    guard let sockets = try Sockets(script) else { return }
    let tuple = try tuple(.tcp, Self.loopback, sockets.words)
    let socket = try #require(try ask(tuple))
    #expect(socket.state == .listen)
    #expect(socket.receives(tuple))
    #expect(!socket.isConnected(to: tuple))
    #expect(socket.inode == UInt64(sockets.words[2]))
  }

  @Test(arguments: [true, false])
  func `a socket of UDP is found with and without a peer`(isConnected: Bool) throws {
    let script = """
      ours = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); ours.bind(('127.0.0.1', 0))
      if \(isConnected ? "True" : "False"): ours.connect(('127.0.0.1', 9))
      tell(ours, 9)
      """
    guard let sockets = try Sockets(script) else { return }
    let tuple = try tuple(.udp, Self.loopback, sockets.words)
    let socket = try #require(try ask(tuple))
    #expect(socket.receives(tuple))
    #expect(socket.isConnected(to: tuple) == isConnected)
    #expect(socket.inode == UInt64(sockets.words[2]))
  }

  @Test func `the list of sockets has the one that was asked for`() throws {
    let script = """
      listener = socket.socket(); listener.bind(('127.0.0.1', 0)); listener.listen()
      ours = socket.socket(); ours.connect(listener.getsockname())
      tell(ours, listener.getsockname()[1])
      """
    guard let sockets = try Sockets(script) else { return }
    let tuple = try tuple(.tcp, Self.loopback, sockets.words)
    var kernel = try DiagnosisSocket()
    var inodes: [UInt64?] = []
    kernel.forEachSocket(
      { SocketQuery.all(.tcp, isVersion6: false, states: .connected, sequence: $0) },
      { socket in if socket.isConnected(to: tuple) { inodes.append(socket.inode) } })
    #expect(inodes == [UInt64(sockets.words[2])])
  }
}
