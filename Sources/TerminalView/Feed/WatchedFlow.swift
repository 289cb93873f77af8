package import InternetTypes

/// The connection whose page is open: its packets are told by its endpoints.
package struct WatchedFlow: Hashable, Sendable {
  package var connection: UInt64
  package var `protocol`: IPProtocol
  package var client: Endpoint
  package var server: Endpoint

  package init(_ row: LiveRow) {
    (connection, self.protocol) = (row.index, row.protocol)
    (client, server) = (row.client, row.server)
  }
}

/// The lines of a connection's last packets, the latest at the end.
package struct WatchedPackets: Hashable, Sendable {
  package var connection: UInt64
  package var lines: [String]

  package init(connection: UInt64, lines: [String]) {
    (self.connection, self.lines) = (connection, lines)
  }
}
