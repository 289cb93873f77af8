import Diagnosis
import Foundation
import InternetTypes
import Testing

/// Findings about fixtures whose cause is known: `Fixtures/README.md` says how each was made.
@Suite struct RuleTests {
  @Test func `a receiver that does not read is named, with the packet that closed its window`()
    throws
  {
    let capture = try DiagnosedCapture("zero-window")
    let worst = try #require(capture.findings.first)
    #expect(worst.kind == .zeroWindow && worst.severity == .problem)
    #expect(!capture.findings.contains { $0.kind == .pathLoss || $0.kind == .pathCapacity })
    #expect(worst.timeLost ?? 0 > 0)
  }

  @Test func `losses that a list made are the path's, not a full queue's`() throws {
    // The 60th and the 200th data segment were dropped (Fixtures/maker/recordings_windows.py).
    let capture = try DiagnosedCapture("cubic-loss")
    let finding = try #require(capture.findings.first { $0.kind == .pathLoss })
    #expect(finding.severity == .problem && finding.measures.lossEpisodes == 2)
    #expect(!capture.findings.contains { $0.kind == .pathCapacity })
  }

  @Test func `the times of a transfer's causes are within its time`() throws {
    for name in ["cubic-loss", "zero-window", "segmentation", "tcp-options"] {
      for finding in try DiagnosedCapture(name).findings {
        guard let lost = finding.timeLost else { continue }
        #expect(
          lost >= 0 && lost <= finding.end.nanoseconds(since: finding.start), "\(finding.kind)")
        #expect((0...1).contains(finding.share ?? 0))
      }
    }
  }

  @Test func `a server that was taken away leaves attempts unanswered`() throws {
    let capture = try DiagnosedCapture("server-down")
    let finding = try #require(capture.findings.first { $0.kind == .unanswered })
    // 30 clients (Fixtures/README.md).
    #expect(finding.measures.connections == 30)
    #expect(finding.severity == .problem)
  }

  @Test func `a reset is a problem where it comes in place of an answer`() throws {
    let resets = try DiagnosedCapture("resets").findings.filter { $0.kind == .reset }
    // Fixtures/maker/recordings_transport.py, resets: answered and silent; closed by the server before; not answered.
    #expect(resets.map(\.connection).sorted { $0 ?? 0 < $1 ?? 0 } == [0, 1, 2])
    for reset in resets {
      #expect(reset.severity == (reset.connection == 2 ? .problem : .notice))
      #expect(reset.sender == (reset.connection == 0 ? .client : .server))
    }
    let silent = try #require(resets.first { $0.connection == 0 })
    #expect(silent.measures.longest ?? 0 >= 1_500_000_000)
    // A client that was not answered for 0.1 s, and gave up.
    #expect(try DiagnosedCapture("tcp-flags").kinds(.problem).contains(.reset))
  }

  @Test func `a query without an answer is a problem where an answer would be captured`() throws {
    let name = "application-dns"
    // The capture ends with the query.
    #expect(try DiagnosedCapture(name, keeping: { number, _ in number == 1 }).findings.isEmpty)
    // It goes on for longer than a client waits, with an answer to something else.
    let long = try DiagnosedCapture(
      name, keeping: { number, _ in [1, 3, 4].contains(number) }, delaying: [3: 6, 4: 6])
    #expect(long.kinds(.problem) == [.dnsFailed])
    // No answer to anything: perhaps one direction was captured.
    let single = try DiagnosedCapture(
      name, keeping: { number, _ in [1, 3].contains(number) }, delaying: [3: 6])
    #expect(single.kinds(.problem).isEmpty && single.kinds(.notice) == [.dnsFailed])
  }

  @Test func `a late DNS error is named by its code`() throws {
    // The answer to the first query becomes SERVFAIL (code 2, RFC 1035, section 4.1.1), and comes 11 s later: 14 bytes of
    // Ethernet, 20 of IPv4, 8 of UDP, whose checksum is removed.
    let capture = try DiagnosedCapture(
      "application-dns", keeping: { number, _ in number <= 2 },
      changing: { number, frame in
        guard number == 2 else { return frame }
        var changed = frame
        (changed[40], changed[41]) = (0, 0)
        changed[45] = changed[45] & 0xf0 | 2
        return changed
      },
      delaying: [2: 11])
    let slow = try #require(capture.findings.first { $0.kind == .dnsSlow })
    let words = FindingWording(slow, source: CommandSource(files: ["a"])).summary
    #expect(words.contains("SERVFAIL") && words.contains("11"), "\(words)")
    let failed = try #require(capture.findings.first { $0.kind == .dnsFailed })
    #expect(failed.measures.responseCode == 2)
  }

  @Test func `directions with different VLAN tags are said, with the option that joins them`()
    throws
  {
    let capture = try DiagnosedCapture(
      "echo-ipv4",
      changing: { _, frame in
        // An 802.1Q tag after the addresses: VLAN 10 to the server's port 50007, VLAN 20 from it.
        let isToServer = frame[36..<38].elementsEqual([0xc3, 0x57])
        return frame[..<12] + [0x81, 0, 0, isToServer ? 10 : 20] + frame[12...]
      })
    let finding = try #require(capture.findings.first { $0.kind == .oneDirection })
    #expect(finding.measures.count == 1 && finding.steps == [.advice(.ignoreVLANs)])
    // With the same tag in both directions nothing is said.
    let tagged = try DiagnosedCapture(
      "echo-ipv4", changing: { _, frame in frame[..<12] + [0x81, 0, 0, 10] + frame[12...] })
    #expect(!tagged.findings.contains { $0.kind == .oneDirection })
  }

  @Test func `a silence before the first data is shown by the packet that ends it`() throws {
    // The first data, packet 4, and all after it come 60 s later.
    let capture = try DiagnosedCapture(
      "cubic-loss", delaying: Dictionary(uniqueKeysWithValues: (4...10_000).map { ($0, 60) }))
    let finding = try #require(capture.findings.first { $0.kind == .applicationLimited })
    let evidence = try #require(finding.evidence.first)
    #expect(evidence.packet == 4)
    guard case .silenceBefore(let duration) = evidence.observation else {
      Issue.record("\(evidence.observation)")
      return
    }
    #expect((60_000_000_000...60_100_000_000).contains(duration))
  }

  @Test func `a port scan is named first`() throws {
    let capture = try DiagnosedCapture("port-scan")
    #expect(capture.findings.first?.kind == .portScan)
  }

  @Test func `a SYN flood is named first`() throws {
    let capture = try DiagnosedCapture("syn-flood")
    #expect(capture.findings.first?.kind == .synFlood)
  }

  @Test(arguments: ["echo-ipv4", "echo-ipv6", "application-http", "sctp", "tftp-read"])
  func `a healthy session has no problem`(name: String) throws {
    #expect(try DiagnosedCapture(name).kinds(.problem) == [])
  }

  @Test(
    arguments: [
      "cubic-loss", "zero-window", "tcp-options", "ports", "path-tests", "icmp-errors",
      "server-down", "syn-flood", "port-scan", "malformed", "vlan", "tunnels", "fragments-mixed",
      "application-dns", "application-tls", "checksums", "handshake-data", "segmentation",
    ])
  func `every finding names packets of the capture, with their times`(name: String) throws {
    let capture = try DiagnosedCapture(name)
    for finding in capture.findings {
      #expect(!finding.evidence.isEmpty, "\(finding.kind)")
      for item in finding.evidence {
        try #require((1...capture.packetCount).contains(item.packet), "\(finding.kind)")
        // An alert is raised at the first packet after its time.
        if let time = item.time, item.observation != .alertRaised {
          #expect(
            capture.times[Int(item.packet) - 1] == time, "\(finding.kind): \(item.observation)")
        }
      }
      #expect(finding.confidence > 0 && finding.confidence <= 1)
      #expect(!FindingWording(finding, source: CommandSource(files: ["a"])).summary.isEmpty)
    }
  }
}
