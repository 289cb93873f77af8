import Foundation
import Testing

/// Names in packets that are markup, scripts and data: on a page they stay text.
@Suite struct HostileNameTests {
  /// A TCP segment in an IPv4 packet, without checksums.
  private static func segment(
    fromClient: Bool, sequence: UInt32, acknowledgment: UInt32, flags: UInt8, _ payload: String = ""
  ) -> [UInt8] {
    func big(_ value: UInt32, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * (count - 1 - $0))) }
    }
    let data = Array(payload.utf8)
    let (client, server): ([UInt8], [UInt8]) = ([10, 0, 0, 1], [10, 0, 0, 2])
    let ports = fromClient ? big(40000, 2) + big(80, 2) : big(80, 2) + big(40000, 2)
    let header: [UInt8] =
      [0x45, 0] + big(UInt32(40 + data.count), 2) + [0, 1, 0, 0, 64, 6, 0, 0]
      + (fromClient ? client + server : server + client)
    return header + ports + big(sequence, 4) + big(acknowledgment, 4) + [0x50, flags]
      + big(65535, 2) + [0, 0, 0, 0] + data
  }

  /// A savefile of raw IP packets a millisecond apart.
  private static func savefile(_ packets: [[UInt8]]) -> Data {
    func little(_ value: UInt32) -> [UInt8] {
      (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
    }
    var bytes = little(0xa1b2_c3d4) + [2, 0, 4, 0]
    for value in [0, 0, 65535, 101] as [UInt32] { bytes += little(value) }
    for (index, packet) in packets.enumerated() {
      let length = UInt32(packet.count)
      for value in [1_700_000_000, UInt32(index) * 1000, length, length] { bytes += little(value) }
      bytes += packet
    }
    return Data(bytes)
  }

  @Test(arguments: [
    "<script>alert(1)</script>", "</title></style></script><img/src=x/onerror=alert(1)>",
    "\"onmouseover=\"alert(1)", "'onmouseover='alert(1)", "<svg/onload=alert(1)>",
    "{\"a\":\"</script>\"}", "]]><!--",
  ])
  func `the host of a request is text on the page`(host: String) throws {
    let folder = try TemporaryFolder()
    let request = "GET /\(host) HTTP/1.1\r\nHost: \(host)\r\nUser-Agent: \(host)\r\n\r\n"
    let length = UInt32(request.utf8.count)
    let packets = [
      Self.segment(fromClient: true, sequence: 1, acknowledgment: 0, flags: 2),
      Self.segment(fromClient: false, sequence: 1, acknowledgment: 2, flags: 0x12),
      Self.segment(fromClient: true, sequence: 2, acknowledgment: 2, flags: 0x10),
      Self.segment(fromClient: true, sequence: 2, acknowledgment: 2, flags: 0x18, request),
      Self.segment(
        fromClient: false, sequence: 2, acknowledgment: 2 + length, flags: 0x18,
        "HTTP/1.1 200 \(host)\r\n\r\n"),
    ]
    try Self.savefile(packets).write(to: folder.url.appending(path: "names.pcap"))
    let outcome = try tcpinspect(
      "report", "-Knr", folder.path("names.pcap"), "-o", folder.path("page.html"))
    #expect(outcome.status == 0, "\(outcome.errors)")
    let page = try String(contentsOfFile: folder.path("page.html"), encoding: .utf8)
    let escaped = host.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
      .replacing(">", with: "&gt;").replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
    #expect(page.contains("data-field=\"http.host\" data-value=\"\(escaped)\""))
    // As many as on a page without names.
    #expect(page.components(separatedBy: "<script").count == 2)
    #expect(!page.contains("<img") && !page.contains("<svg/") && !page.contains("<!--"))
    #expect(!page.contains(" onmouseover=") && !page.contains("\"onmouseover="))
  }
}
