import Foundation
import InternetTypes
import SocketDiagnosis
import Testing

@testable import HostSockets

/// Which addresses are this host's, and what happens without the process that finds owners.
@Suite(.serialized) struct LocalAddressesTests {
  @Test func `the addresses of interfaces are local, those of documentation are not`() throws {
    var addresses = LocalAddresses()
    var names: UnsafeMutablePointer<ifaddrs>?
    #expect(unsafe getifaddrs(&names) == 0)
    defer { unsafe freeifaddrs(names) }
    var local: [IPAddress] = [.v4(IPv4Address(rawValue: 0x7f12_3456))]
    var entry = unsafe names
    while let address = unsafe entry {
      if let socket = unsafe address.pointee.ifa_addr, unsafe socket.pointee.sa_family == AF_INET {
        let number = unsafe socket.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
          unsafe UInt32(bigEndian: $0.pointee.sin_addr.s_addr)
        }
        local.append(.v4(IPv4Address(rawValue: number)))
      }
      unsafe entry = unsafe address.pointee.ifa_next
    }
    #expect(local.count > 1)
    for address in local {
      let isLocal = addresses.contains(address, at: 0)
      #expect(isLocal, "\(address)")
    }
    // RFC 5737 and RFC 3849.
    for address in [
      IPAddress.v4(IPv4Address(rawValue: 0xc000_0201)),
      .v6(IPv6Address(rawValue: 0x2001_0db8 << 96 | 1)),
    ] {
      let isLocal = addresses.contains(address, at: 0)
      #expect(!isLocal, "\(address)")
    }
  }

  @Test func `without the process that finds owners, questions are given up and counted`() throws {
    var search = try OwnerSearch(as: nil)
    let tuple = FlowTuple(
      .tcp, local: Endpoint(address: .v4(IPv4Address(rawValue: 1)), port: 1),
      remote: Endpoint(address: .v4(IPv4Address(rawValue: 2)), port: 2))
    let list = Process()
    list.executableURL = URL(filePath: "/usr/bin/env")
    list.arguments = ["pgrep", "-P", "\(getpid())"]
    let output = Pipe()
    list.standardOutput = output
    try list.run()
    let text = String(
      decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    list.waitUntilExit()
    let children = text.split(separator: "\n").compactMap { Int32($0) }
      .filter { $0 != list.processIdentifier }
    let child = try #require(
      children.last { pid in
        (try? String(contentsOfFile: "/proc/\(pid)/comm", encoding: .utf8)) == "tcpinspect-own\n"
      })
    #expect(search.waitingDescriptor >= 0)
    kill(child, SIGKILL)
    for _ in 0..<200 where !search.hasEnded {
      search.forEachAnswer { _, _ in }
      usleep(10_000)
    }
    #expect(search.hasEnded && search.waitingDescriptor == -1)
    search.ask(.socket(tuple, cookie: 1), inode: 1)
    #expect(search.isIdle && search.droppedCount == 1)
  }
}
