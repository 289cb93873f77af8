import InternetTypes
import Testing
import TextOutput

@testable import ConnectionTracking
@testable import Records

/// Services found in connections, in tables and records.
@Suite struct ServiceInventoryTests {
  /// A connection to port 7 of 192.0.2.1 that the server answered.
  private static func connection(
    _ transport: IPProtocol, failure: ConnectionSummary.Failure? = nil, isAnswered: Bool = true
  ) -> ConnectionSummary {
    let server = Endpoint(address: .v4(IPv4Address(rawValue: 0xc000_0201)), port: 7)
    let client = Endpoint(address: .v4(IPv4Address(rawValue: 0xc000_0202)), port: 40_000)
    var connection = ConnectionSummary(
      index: 0, protocol: transport, client: client, server: server,
      start: Timestamp(rawValue: 1_000_000_000))
    connection.failure = failure
    connection.clientToServer.packets = 1
    connection.serverToClient.packets = isAnswered ? 1 : 0
    return connection
  }

  private static func inventory(_ connections: [ConnectionSummary]) -> [Service] {
    var inventory = ServiceInventory()
    for connection in connections { inventory.insert(connection) }
    return inventory.answering
  }

  @Test(arguments: [
    (IPProtocol.tcp, "tcp"), (.udp, "udp"), (.sctp, "sctp"), (.dccp, "dccp"),
    (IPProtocol(rawValue: 136), "136"),
  ])
  func `a service is named after its transport protocol in tables and records`(
    transport: IPProtocol, name: String
  ) throws {
    let service = try #require(Self.inventory([Self.connection(transport)]).first)
    let row = text {
      ServiceTable(style: TableStyle(), services: [service]).append(service, to: &$0)
    }
    #expect(row.split(separator: " ").prefix(3) == ["192.0.2.1", "7", Substring(name)])
    let fields = try flattened(Substring(record(ServiceSchema.self, service)))
    #expect(fields["protocol"] == name && fields["address"] == "192.0.2.1")
  }

  @Test func `answers, refusals and silence are counted apart, for each protocol`() {
    let services = Self.inventory([
      Self.connection(.tcp), Self.connection(.tcp, failure: .refused),
      Self.connection(.tcp, failure: .timeout, isAnswered: false), Self.connection(.udp),
    ])
    #expect(services.map(\.transport) == [.tcp, .udp])
    #expect(services.map(\.accepted) == [1, 1] && services.map(\.refused) == [1, 0])
    #expect(services.map(\.unanswered) == [1, 0])
  }

  @Test func `a port without an answer is no service, and protocols without ports have none`() {
    var icmp = Self.connection(.icmp)
    icmp.hasPorts = false
    #expect(
      Self.inventory([Self.connection(.tcp, failure: .timeout, isAnswered: false), icmp]).isEmpty)
  }

  @Test func `the table has a column for each count`() {
    let service = Service(
      endpoint: Endpoint(address: .v4(IPv4Address(rawValue: 0xc000_0201)), port: 38_412),
      transport: .sctp, accepted: 12, refused: 3, unanswered: 4, first: Timestamp(rawValue: 0),
      last: Timestamp(rawValue: 0))
    let table = ServiceTable(style: TableStyle(), services: [service])
    #expect(
      text { line in
        line.append(table.header)
        table.append(service, to: &line)
      } == """
        ADDRESS          PORT PROT  NAME            ACCEPTED REFUSED UNANSWERED
        192.0.2.1       38412 sctp                        12       3          4

        """)
  }

  @Test func `a table shows services that never answered, apart from those that did`() {
    var inventory = ServiceInventory()
    inventory.insert(Self.connection(.tcp, failure: .timeout, isAnswered: false))
    inventory.insert(Self.connection(.udp))
    #expect(inventory.silent.map(\.transport) == [.tcp])
    #expect(inventory.answering.map(\.transport) == [.udp] && inventory.all.count == 2)
  }
}
