import Foundation
import Testing

/// A capture that is many times longer than what is handed to the trackers' threads at once.
@Suite struct ManyRoundsTests {
  /// Every tenth is a flow of UDP, which is decoded layer by layer; all others are TCP.
  static let flows = 6_000
  /// Each flow has one packet of its client's in each pass over all of them.
  static let passes = 8

  private static func isUDP(_ flow: Int) -> Bool { flow % 10 == 9 }

  /// The client's address: no two flows have the same.
  private static func client(_ flow: Int) -> [UInt8] {
    [10, 0, UInt8(flow >> 8), UInt8(flow & 255)]
  }

  /// An Ethernet frame with a SYN, or with four bytes of UDP; checksums are not verified.
  private static func frame(_ flow: Int, pass: Int) -> [UInt8] {
    let isUDP = isUDP(flow)
    let length: UInt8 = isUDP ? 32 : 40
    let network: [UInt8] =
      [0x45, 0, 0, length, 0, UInt8(pass + 1), 0x40, 0, 64, isUDP ? 17 : 6, 0, 0] + client(flow)
      + [192, 0, 2, 1]
    let ports: [UInt8] = [0x9c, 0x40, 0x1f, 0x90]
    let transport: [UInt8] =
      isUDP
      ? ports + [0, 12, 0, 0, 1, 2, 3, 4]
      : ports + [0, 0, 1, 0, 0, 0, 0, 0, 0x50, 2, 0x20, 0, 0, 0, 0, 0]
    return [UInt8](repeating: 2, count: 12) + [8, 0] + network + transport
  }

  /// All packets, a millisecond apart from pass to pass.
  private static let savefile: Data = {
    var bytes = HostileSavefiles.header()
    for pass in 0..<passes {
      for flow in 0..<flows {
        let frame = frame(flow, pass: pass)
        for number in [1, UInt32(pass * 1000), UInt32(frame.count), UInt32(frame.count)] {
          bytes += HostileSavefiles.word(number)
        }
        bytes += frame
      }
    }
    return Data(bytes)
  }()

  /// A record of a connection, as far as it matters here.
  private struct Record: Decodable {
    struct Endpoint: Decodable { var address: String }
    struct Direction: Decodable { var packets: Int }
    var connection: Int
    var `protocol`: String
    var client: Endpoint
    var clientToServer: Direction
    var serverToClient: Direction

    // The decoder's own conversion of names would convert all names of a record.
    enum CodingKeys: String, CodingKey {
      case connection, `protocol`, client
      case clientToServer = "client_to_server"
      case serverToClient = "server_to_client"
    }
  }

  private func records(_ options: String...) throws -> [Record] {
    let outcome = try run(
      Package.command, ["connections", "--format", "ndjson", "-K"] + options + ["-r", "-"],
      input: Self.savefile)
    #expect(outcome.status == 0)
    let decoder = JSONDecoder()
    return try outcome.output.split(separator: "\n").map {
      try decoder.decode(Record.self, from: Data($0.utf8))
    }
  }

  @Test func `each flow has all of its packets, and they end in the order of their beginning`()
    throws
  {
    let records = try records()
    #expect(records.count == Self.flows)
    for (flow, record) in records.enumerated() {
      let address = Self.client(flow).map(String.init).joined(separator: ".")
      let isRight =
        record.connection == flow && record.client.address == address
        && record.protocol == (Self.isUDP(flow) ? "udp" : "tcp")
        && record.clientToServer.packets == Self.passes && record.serverToClient.packets == 0
      guard isRight else {
        Issue.record("flow \(flow) is not \(record)")
        return
      }
    }
  }

  @Test(arguments: [100, 4_096])
  func `where connections make room for others, no packet is lost`(limit: Int) throws {
    let records = try records("--max-connections", "\(limit)")
    let sum = records.reduce(0) { $0 + $1.clientToServer.packets + $1.serverToClient.packets }
    #expect(sum == Self.flows * Self.passes)
    #expect(records.map(\.connection).sorted() == Array(0..<records.count))
  }
}
