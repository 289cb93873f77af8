import ConnectionTracking
import FixtureCaptures
import Foundation
import InternetTypes
import Testing

@testable import Records

/// What records say of recorded TFTP transfers, against what arrived and what tshark counts (`Fixtures/tftp.json`).
@Suite struct TFTPRecordTests {
  struct Recording: Decodable {
    var bytes: UInt64
    var tshark: [[String: String]]

    func count(_ opcode: String) -> UInt64 {
      UInt64(tshark.filter { $0["tftp.opcode"] == opcode }.count)
    }
  }

  static func recording(_ name: String) throws -> Recording {
    let data = try Data(contentsOf: FixtureCapture.folder.appending(path: "tftp.json"))
    return try #require(try JSONDecoder().decode([String: Recording].self, from: data)[name])
  }

  static func transfer(_ name: String) throws -> (ConnectionSummary, TFTPSummary) {
    let summary = try #require(try QUICRecordTests.run(name).summaries.first { $0.tftp != nil })
    return (summary, try #require(summary.tftp))
  }

  @Test(arguments: ["tftp-read", "tftp-window", "tftp-write"])
  func `bytes and packets are those that arrived and that tshark counts`(name: String) throws {
    let recording = try Self.recording(name)
    let (_, tftp) = try Self.transfer(name)
    #expect(tftp.bytes == recording.bytes)
    #expect(tftp.dataPackets == recording.count("3"))
    #expect(tftp.acknowledgments == recording.count("4"))
    #expect(tftp.isComplete)
    #expect(tftp.error == nil)
    #expect(tftp.retransmittedPackets == tftp.dataPackets - tftp.blocks)
    #expect(tftp.isWrite == (name == "tftp-write"))
  }

  @Test func `stop-and-wait waits once a block, a window of four once in four`() throws {
    let (_, slow) = try Self.transfer("tftp-read")
    #expect(slow.windowSize == 1)
    #expect(slow.blockSize == 512)
    #expect(slow.blocks == 40)
    #expect(slow.rounds == 40)
    let (_, fast) = try Self.transfer("tftp-window")
    #expect(fast.windowSize == 4)
    #expect(fast.blockSize == 1024)
    #expect(fast.transferSize == 20_000)
    #expect(fast.blocks == 20)
    #expect(fast.rounds == 5)
    #expect(try #require(slow.waitingShare) > 0)
  }

  @Test func `the client is the sender of the request, though the server's other port sends first`()
    throws
  {
    let (summary, _) = try Self.transfer("tftp-read")
    let request = try #require(
      try QUICRecordTests.run("tftp-read").summaries.first { $0.server.port == 69 })
    #expect(summary.client == request.client)
    #expect(summary.serverToClient.payloadBytes > summary.clientToServer.payloadBytes)
  }

  @Test func `an error has its code and message`() throws {
    let (_, tftp) = try Self.transfer("tftp-missing")
    #expect(tftp.error?.code == 1)
    #expect(tftp.error?.message == "File not found")
    #expect(!tftp.isComplete)
  }
}
