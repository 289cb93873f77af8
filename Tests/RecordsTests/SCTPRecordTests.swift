import ConnectionTracking
import FixtureCaptures
import Foundation
import InternetTypes
import Testing

@testable import Records

/// What records say of recorded SCTP associations, against what tshark reads in the same captures.
///
///     tshark -r F -Y sctp -T fields -e sctp.srcport -e sctp.chunk_type -e sctp.data_tsn_raw
///       -e sctp.sack_number_of_gap_blocks -e sctp.sack_number_of_duplicated_tsns -e sctp.sack_a_rwnd
///       -e sctp.init_initiate_tag -e sctp.initack_initiate_tag
///
/// A TSN that came before is a retransmission; SACKs with blocks are gap reports.
@Suite struct SCTPRecordTests {
  /// The only connection of a capture.
  static func association(_ name: String) throws -> (ConnectionSummary, SCTPSummary) {
    let summaries = try QUICRecordTests.run(name).summaries
    #expect(summaries.count == 1)
    let summary = try #require(summaries.first)
    return (summary, try #require(summary.sctp))
  }

  @Test func `fast retransmissions after three reports are as many as tshark counts`() throws {
    let (summary, sctp) = try Self.association("sctp-loss")
    #expect(sctp.client.tag == 0x21de_2b26 && sctp.server.tag == 0x581e_981b)
    #expect(sctp.client.dataChunks == 33)
    #expect(sctp.client.retransmittedChunks == 3)
    #expect(sctp.server.acknowledgments == 22)
    #expect(sctp.server.gapReports == 18)
    #expect(sctp.server.duplicates == 1)
    #expect(sctp.server.windowMinimum == 121_040 && sctp.server.windowMaximum == 131_072)
    // The script that recorded it dropped three packets behind the capture point, and tsctp sent 30 messages of 200 bytes.
    #expect(sctp.client.fastChunks == 3)
    #expect(sctp.client.messages == 30)
    #expect(sctp.client.dataBytes - sctp.client.retransmittedBytes == 30 * 200)
    #expect(summary.clientState == .closed && summary.serverState == .closed)
    #expect(summary.closedBy == .client && summary.failure == nil)
    #expect(summary.clientToServer.retransmittedPackets == 2)
  }

  @Test func `an association over IPv4 and IPv6 is one connection`() throws {
    let (summary, sctp) = try Self.association("sctp")
    #expect(summary.clientToServer.packets == 10 && summary.serverToClient.packets == 8)
    #expect(sctp.client.addresses.map(\.text) == ["10.0.2.15", "2001:db8:0:2::15"])
    #expect(sctp.server.addresses.map(\.text) == ["10.0.2.4", "2001:db8:0:2::4"])
    for end in [sctp.client, sctp.server] {
      #expect(end.dataChunks == 2 && end.messages == 2 && end.acknowledgments == 2)
      #expect(end.heartbeats == 1 && end.heartbeatAcknowledgments == 1)
      #expect(end.retransmittedChunks == 0 && end.wrongTags == 0)
    }
    // Frames 1 to 3 of the capture.
    #expect(summary.handshakeToServer == 244_000)
    #expect(summary.handshakeToClient == 168_000)
  }

  @Test func `the record has the numbers in an object, and CSV in columns of their own`() throws {
    let (_, sctp) = try Self.association("sctp-loss")
    let line = try QUICRecordTests.run("sctp-loss").text
    let fields = try flattened(Substring(line))
    #expect(fields["protocol"] == "sctp")
    #expect(fields["client.port"] == "51918" && fields["server.port"] == "5001")
    #expect(fields["state.client"] == "CLOSED" && fields["state.server"] == "CLOSED")
    #expect(fields["sctp.client.retransmitted_chunks"] == "3")
    #expect(fields["sctp.server.gap_reports"] == "18")
    #expect(fields["sctp.server.tag"] == "\(sctp.server.tag ?? 0)")
    #expect(fields["sctp.client.addresses"] == "10.0.2.15")
    let rows = try QUICRecordTests.run("sctp-loss", format: .csv).text.split(separator: "\n")
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    #expect(rows.count == 2 && rows[0].count == rows[1].count)
    for (name, value) in zip(rows[0], rows[1]) where name.hasPrefix("sctp.") {
      #expect(fields[name] == value.filter { $0 != "\"" }, "\(name)")
    }
  }

  @Test(arguments: [0, 14, 34, 46, 60, 100])
  func `cut packets are followed up to the cut`(length: Int) throws {
    let summaries = try QUICRecordTests.run("sctp-loss", cut: length).summaries
    #expect(summaries.count == (length < 46 ? 0 : 1))
    if length >= 60 { #expect(summaries.first?.clientState == .closed) }
  }
}
