import InternetTypes
import PacketCapture
import SystemServices
import Testing

struct CaptureFilterTests {
  let files: TestFiles

  init() throws { files = try TestFiles() }

  /// The empty packet passes no filter that looks at a byte, negated or not: that is how BPF programs end.
  @Test(arguments: [
    ("", [1, 2, 3, 4]), ("arp", [2]), ("udp port 53", [1]), ("ip", [1, 3]), ("not ip", [2]),
    ("less 50", [1, 2, 3]), ("tcp", []),
  ])
  func `a filter selects the right packets and keeps their numbers`(
    _ expression: String, _ numbers: [Int]
  ) throws {
    for isByteSwapped in [false, true] {
      let bytes =
        isByteSwapped
        ? Sample.savefile(Sample.packets, bytes32: { big($0) }, bytes16: { big($0) })
        : Sample.savefile(Sample.packets)
      var file = try CaptureFile(path: files.file("f.pcap", bytes))
      let filter = try file.compileFilter(expression)
      #expect(filter.expression == expression)
      try file.attach(filter)
      #expect(readAll(&file).packets.map(\.header.number) == numbers)
      for packet in Sample.packets {
        #expect(
          filter.matches(packet.header, packet.bytes.span) == numbers.contains(packet.header.number)
        )
      }
    }
  }

  @Test func `a filter attached in mid-file applies to packets not used yet`() throws {
    var file = try CaptureFile(path: files.file("f.pcap", Sample.savefile(Sample.packets)))
    #expect(try file.advance() == .packet)
    try file.attach(file.compileFilter("not arp"))
    #expect(readAll(&file).packets == [Sample.packets[2]])
  }

  @Test(arguments: [
    "tcp port", "port 80 80", "host no.such.host.invalid", "ether proto \\nonsense",
  ])
  func `a filter that does not compile is refused with libpcap's text`(_ expression: String) throws
  {
    let error = try #require(throws: CaptureError.self) {
      _ = try CaptureFilter(expression, linkType: .ethernet)
    }
    #expect(error.kind == .filter)
    #expect(!error.reason.isEmpty && !error.reason.contains("\n"))
    guard let reference = try tcpdump(["-y", "EN10MB", "-d", expression]) else { return }
    #expect(reference.errors == "tcpdump: \(error)\n")
  }

  @Test(
    arguments: [
      "", "tcp port 80", "ip6 and udp", "host 192.0.2.1 and not arp", "vlan 3 and ip",
      "ip[2:2] > 100", "tcp[tcpflags] & tcp-syn != 0", "len % 3 = 1 and ip[0] * 4 < 100",
    ],
    ["-d", "-dd", "-ddd"])
  func `a program is listed as tcpdump lists it`(_ expression: String, _ option: String) throws {
    let style: CaptureFilter.ListingStyle =
      option == "-d" ? .mnemonics : option == "-dd" ? .cArray : .decimal
    for (linkType, name) in [
      (LinkType.ethernet, "EN10MB"), (.raw, "RAW"), (.linuxCooked, "LINUX_SLL"),
    ] {
      for isOptimized in [true, false] {
        let arguments = ["-y", name, option, "-n"] + (isOptimized ? [] : ["-O"]) + [expression]
        guard let reference = try tcpdump(arguments) else { return }
        if expression.hasPrefix("vlan"), linkType != .ethernet {
          #expect(throws: CaptureError.self) {
            _ = try CaptureFilter(expression, linkType: linkType)
          }
          #expect(!reference.errors.isEmpty)
          continue
        }
        let filter = try CaptureFilter(expression, linkType: linkType, isOptimized: isOptimized)
        #expect(filter.listing(style) == reference.output)
      }
    }
  }

  /// AF_INET6 is 30 on macOS, 28 on FreeBSD, 24 on NetBSD and OpenBSD; link type 0 has it in the capturing host's order.
  @Test(arguments: [24, 28, 30] as [UInt32])
  func `a filter finds IPv6 in loopback captures of other systems`(family: UInt32) throws {
    let header: [UInt8] = [0x60, 0, 0, 0, 0, 0, 59, 64] + [UInt8](repeating: 0, count: 32)
    for isSwapped in [false, true] {
      func field(_ value: UInt32) -> [UInt8] { isSwapped ? big(value) : little(value) }
      func half(_ value: UInt16) -> [UInt8] { isSwapped ? big(value) : little(value) }
      var bytes = field(0xa1b2_c3d4) + half(2) + half(4) + field(0) + field(0) + field(65_535)
      bytes += field(0) + field(1) + field(0) + field(44) + field(44) + field(family) + header
      for (expression, count) in [("ip6", 1), ("ip", 0)] {
        var file = try CaptureFile(path: files.file("loopback.pcap", bytes))
        try file.attach(file.compileFilter(expression))
        #expect(readAll(&file).packets.count == count, "\(expression), swapped \(isSwapped)")
      }
    }
  }
}
