import Foundation
import InternetTypes
import PacketCapture
import SystemServices
import Testing

/// Serialised, because an interface that another test opens changes what is listed.
@Suite(.serialized)
struct InterfaceTests {
  @Test func `interfaces are listed as tcpdump lists them`() throws {
    let interfaces = try NetworkInterface.all()
    guard let reference = try tcpdump(["-D"]) else { return }
    #expect(NetworkInterface.listing(interfaces) == reference.output)
  }

  @Test func `the loopback interface has its addresses`() throws {
    let loopback = try #require(try NetworkInterface.all().first(where: \.isLoopback))
    #expect(loopback.isUp && !loopback.isWireless)
    #expect(loopback.addresses.contains(.v4(IPv4Address(rawValue: 0x7f00_0001))))
    #expect(loopback.netmask == UInt32(0xff00_0000).bigEndian)
  }

  @Test func `link types have libpcap's names`() {
    #expect(LinkType.ethernet.title == "EN10MB (Ethernet)")
    #expect(LinkType.linuxCooked2.title == "LINUX_SLL2 (Linux cooked v2)")
    #expect(LinkType(rawValue: 99_999).title == "99999")
    #expect(LinkType(name: "en10mb") == .ethernet)
    #expect(LinkType(name: "nonsense") == nil)
  }

  @Test func `timestamp types are listed as tcpdump lists them`() throws {
    #expect(TimestampType(name: "host")?.explanation == "Host")
    #expect(TimestampType(name: "nonsense") == nil)
    let types: [TimestampType]
    do {
      types = try TimestampType.available(on: "lo")
    } catch {
      print("NOT TESTED: time stamp types of lo cannot be asked for: \(error)")
      return
    }
    guard let reference = try tcpdump(["-J", "-i", "lo"]) else { return }
    #expect(TimestampType.listing(types, on: "lo") == reference.errors)
  }

  @Test func `the closing statistics are tcpdump's lines`() {
    #expect(
      CaptureStatistics(captured: 1, received: 2, dropped: 0).lines
        == ["1 packet captured", "2 packets received by filter", "0 packets dropped by kernel"])
    #expect(
      CaptureStatistics(captured: 0, received: 1, dropped: 1, droppedByInterface: 1).lines == [
        "0 packets captured", "1 packet received by filter", "1 packet dropped by kernel",
        "1 packet dropped by interface",
      ])
  }

  @Test func `a missing interface is refused in one line`() throws {
    for name in ["no-such-if0", "0", "4000000000"] {
      let error = try #require(throws: CaptureError.self) {
        _ = try LiveCapture(LiveConfiguration(interface: name))
      }
      #expect(!error.description.contains("\n"))
      #expect(error.kind == .notFound || error.kind == .permission)
    }
  }
}

@Suite(.serialized)
struct LiveCaptureTests {
  /// A capture on an interface; nil with a printed note if the permission to capture is missing.
  static func open(_ interface: String, adjust: (inout LiveConfiguration) -> Void = { _ in })
    throws -> LiveCapture?
  {
    var configuration = LiveConfiguration(interface: interface)
    adjust(&configuration)
    do {
      return try LiveCapture(configuration)
    } catch {
      guard error.kind == .permission else { throw error }
      print("NOT TESTED: no right to capture on \(interface): \(error)")
      #expect(error.description.contains("setcap cap_net_raw,cap_net_admin=eip"))
      return nil
    }
  }

  /// Sends datagrams over loopback with bash, which has UDP sockets of its own.
  static func send(_ texts: [String], port: Int) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = [
      "-c", texts.map { "printf %s '\($0)' > /dev/udp/127.0.0.1/\(port)" }.joined(separator: "; "),
    ]
    process.standardError = FileHandle.nullDevice  // Nobody listens there, which bash may remark.
    try process.run()
    process.waitUntilExit()
  }

  /// The UDP payloads that a capture delivers, up to a number or until it is quiet.
  static func payloads(_ count: Int, of capture: inout LiveCapture, offset: Int) -> [String] {
    var texts: [String] = []
    var quietCount = 0
    while texts.count < count, quietCount < 100 {
      let end = capture.forEachPacket { header, bytes in
        #expect(header.capturedLength == bytes.count)
        texts.append(String(decoding: copy(bytes).dropFirst(offset), as: UTF8.self))
        return texts.count < count
      }
      guard end == .quiet || end == .stopped else { break }
      if end == .quiet { quietCount += 1 }
    }
    return texts
  }

  @Test(arguments: [false, true])
  func `datagrams over loopback are captured with a filter`(isImmediate: Bool) throws {
    let port = Int.random(in: 50_000...59_999)
    guard
      var capture = try Self.open(
        "lo",
        adjust: {
          $0.isImmediate = isImmediate
          $0.precision = isImmediate ? .nanoseconds : .microseconds
        })
    else { return }
    #expect(capture.linkType == .ethernet)
    #expect(capture.snapshotLength == 262_144)
    try capture.attach(capture.compileFilter("udp dst port \(port)"))
    let before = Int64(Date().timeIntervalSince1970)
    try Self.send(["hello", "again"], port: port)
    #expect(Self.payloads(2, of: &capture, offset: 42) == ["hello", "again"])
    #expect(abs(capture.current.timestamp.seconds - before) <= 10)
    let statistics = try capture.statistics(captured: 2)
    #expect(statistics.received >= 2)
    #expect(statistics.dropped == 0)
    #expect(try capture.linkTypes == [.ethernet])
    if let reference = try tcpdump(["-L", "-i", "lo"]) {
      let listing = LinkType.listing(try capture.linkTypes, on: "lo") { _ in true }
      #expect(listing == reference.errors)
    }
  }

  @Test func `on any, frames are Linux cooked version 2, cut to the snapshot length`() throws {
    let port = Int.random(in: 50_000...59_999)
    guard var capture = try Self.open("any", adjust: { $0.snapshotLength = 51 }) else { return }
    #expect(capture.linkType == .linuxCooked2)
    try capture.attach(capture.compileFilter("udp dst port \(port)"))
    try Self.send(["hello"], port: port)
    #expect(Self.payloads(1, of: &capture, offset: 48) == ["hel"])
    #expect(capture.current.originalLength == 53)
  }

  @Test func `a quiet interface ends the loop`() throws {
    guard var capture = try Self.open("lo") else { return }
    try capture.attach(capture.compileFilter("udp port 1 and udp port 2"))
    for _ in 0..<2 {
      let end = capture.forEachPacket { _, _ in true }
      #expect(end == .quiet)
    }
  }
}
