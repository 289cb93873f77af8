public import ConnectionTracking
import InternetTypes
import PacketDissection
import TextOutput

/// The record `connection`: one for each TCP connection and each flow of another protocol.
public enum ConnectionSchema: RecordSchema {
  /// The name of the record.
  public static var name: StaticString { "connection" }

  /// The value of a record without findings.
  public static var blank: ConnectionSummary {
    let endpoint = Endpoint(address: .v4(IPv4Address(rawValue: 0)), port: 0)
    return ConnectionSummary(
      index: 0, protocol: .tcp, client: endpoint, server: endpoint, start: Timestamp(rawValue: 0))
  }

  /// Passes the columns and their values to a sink.
  @inline(__always)
  public static func write<Sink: RecordSink & ~Copyable>(
    _ connection: borrowing ConnectionSummary, to sink: inout Sink
  ) {
    sink.type(Self.self)
    sink.count(
      "connection", .none, "Index, from 0 in order of first packets.", connection.index)
    endpoints(connection, &sink)
    times(connection, &sink)
    verdict(connection, &sink)
    sink.object("client_to_server", "What each side sent.") {
      DirectionColumns.write(connection.clientToServer, to: &$0)
    }
    sink.object("server_to_client", "What each side sent.") {
      DirectionColumns.write(connection.serverToClient, to: &$0)
    }
    details(connection, &sink)
    let application = connection.applicationName
    sink.columns(blankUnless: application != nil) {
      $0.text(
        "application", "tls, http, dns, ssh, quic or tftp; null where it is not known.", application
      )
    }
    sink.columns(omittedUnless: connection.application != nil) {
      ApplicationColumns.write(connection, to: &$0)
    }
    HostColumns.write(connection, to: &sink)
  }

  @inline(__always)
  private static func endpoints<Sink: RecordSink & ~Copyable>(
    _ connection: borrowing ConnectionSummary, _ sink: inout Sink
  ) {
    let transport = connection.protocol
    let isQUIC = connection.isQUIC
    let hasPorts = connection.hasPorts
    sink.plain(
      "protocol",
      "tcp, udp, icmp, icmp6, sctp, dccp, quic for a UDP flow that carries it, or the number as text.",
      isKnown: true
    ) { $0.append(transport, isQUIC: isQUIC) }
    let (client, server) = (connection.client, connection.server)
    sink.object("client", "The endpoints: the client, as defined above, and the server.") {
      $0.plain("address", "Its address.", isKnown: true) {
        $0.append(canonical: client.address)
      }
      $0.number(
        "port", .none, "Its port; null for protocols without ports.", hasPorts ? client.port : nil)
    }
    sink.object("server", "The endpoints: the client, as defined above, and the server.") {
      $0.plain("address", "Its address.", isKnown: true) {
        $0.append(canonical: server.address)
      }
      $0.number(
        "port", .none, "Its port; null for protocols without ports.", hasPorts ? server.port : nil)
    }
    let (vlan, tunnel) = (connection.vlan, connection.tunnel)
    sink.columns(blankUnless: vlan != nil || tunnel != nil) {
      $0.number("vlan", .none, "The innermost VLAN identifier.", vlan)
      $0.name("tunnel", "The kind of the innermost tunnel.", tunnel)
    }
    let hasTags = vlan != nil || tunnel != nil || !connection.outerVLANs.isEmpty
    let tags = hasTags ? connection.vlans.map { Int($0) } : []
    sink.integers("vlans", .none, "All VLAN identifiers, the outermost first.", tags)
    let tunnels = connection.tunnels
    sink.object(
      "tunnel_ids",
      "The identifiers of the innermost tunnels that have some; JSON omits it without any.",
      omittedUnless: !tunnels.isEmpty
    ) {
      $0.number(
        "vni", .none, "The network identifier of VXLAN, Geneve, LISP or a backbone bridge.",
        tunnels.last { $0.kind.identifies == .network }?.identifier)
      $0.number(
        "session", .none, "The session of PPPoE or ERSPAN.",
        tunnels.last { $0.kind.identifies == .session }?.identifier)
    }
  }

  @inline(__always)
  private static func times<Sink: RecordSink & ~Copyable>(
    _ connection: borrowing ConnectionSummary, _ sink: inout Sink
  ) {
    let (start, end) = (connection.start, connection.end)
    sink.time("start", "When the first packet was captured.", start)
    sink.time("end", "When the last packet was captured.", end)
    sink.duration("duration", "From the first packet to the last.", end.nanoseconds(since: start))
    sink.flag(
      "handshake_seen",
      "Whether the SYN, INIT or Request was captured, so that the client is known.",
      connection.isHandshakeSeen)
    let (handshake, toServer) = (connection.handshake, connection.handshakeToServer)
    let (toClient, response) = (connection.handshakeToClient, connection.firstResponse)
    let (connect, responses) = (connection.connectTime, connection.responses)
    sink.columns(blankUnless: connection.hasTimes) {
      $0.duration(
        "handshake_rtt",
        "From the SYN to the handshake's last ACK: the sum of the next two; null where a retransmission leaves one of them ambiguous.",
        handshake)
      $0.duration(
        "handshake_rtt_to_server",
        "The part between the capture point and the server: SYN to SYN-ACK; of SCTP, INIT to INIT ACK; of DCCP, Request to Response.",
        toServer)
      $0.duration(
        "handshake_rtt_to_client",
        "The part between the capture point and the client: SYN-ACK to ACK; of SCTP, INIT ACK to COOKIE ECHO; of DCCP, Response to the client's next packet.",
        toClient)
      $0.duration(
        "connect_time", "From the first SYN to the handshake's last ACK, lost SYNs included.",
        connect)
      $0.duration(
        "first_response_time", "From the client's first data to the server's.", response)
      $0.number(
        "response_count", .times, "How often the server's data followed the client's, of TCP.",
        responses?.count)
      $0.duration(
        "response_time_mean",
        "From the client's last data to the server's next, at the capture point: the mean of these.",
        responses?.mean)
      $0.duration("response_time_max", "The longest of these.", responses?.maximum)
    }
  }

  @inline(__always)
  private static func verdict<Sink: RecordSink & ~Copyable>(
    _ connection: borrowing ConnectionSummary, _ sink: inout Sink
  ) {
    sink.name("conn_state", "Zeek's conn_state; see below.", connection.connState)
    let history = connection.history
    sink.plain("history", "Zeek's history; see below.", isKnown: true) {
      let letters = history.characters
      $0.append(words: letters.0, letters.1, letters.2, 0, count: Int(history.count))
    }
    // The ID of an ICMP flow needs the type of its messages.
    let isICMP = connection.protocol == .icmp || connection.protocol == .icmpv6
    sink.plain(
      "community_id", "Community ID, version 1, seed 0; null for an ICMP flow of unknown type.",
      isKnown: !isICMP || connection.icmpTypeAndCode != nil
    ) { CommunityID.standard.append(connection, into: &$0) }
    sink.plain(
      "uid", "An identifier that is the same in every run, and for every file with its beginning.",
      isKnown: true
    ) { ConnectionUID.append(connection, into: &$0) }
    let hasState = connection.hasState
    let (client, server) = (connection.clientState, connection.serverState)
    sink.object("state", "The last states of the endpoints, of TCP, SCTP and DCCP; see below.") {
      $0.name("client", "The client's; see below.", hasState ? client : nil)
      $0.name("server", "The server's; see below.", hasState ? server : nil)
    }
    sink.name(
      "closed_by",
      "The sender of the first FIN or the RST; of SCTP, SHUTDOWN or ABORT; of DCCP, Close, CloseReq or Reset.",
      connection.closedBy)
    let (failure, icmp) = (connection.failure, connection.icmpTypeAndCode)
    sink.columns(blankUnless: failure != nil || icmp != nil) {
      $0.name("failure", "Why the connection failed; see below.", failure)
      $0.number(
        "icmp_type", .none,
        "The type of the ICMP error about the connection; of an ICMP flow, that of its first message.",
        icmp?.type)
      $0.number("icmp_code", .none, "The code of that message.", icmp?.code)
    }
    sink.name("result", "What became of it, in a word; see below.", connection.outcome)
    sink.name("ending", "Why the record was written.", connection.ending)
    let origin = connection.origin
    sink.columns(omittedUnless: origin?.file != nil) {
      $0.text(
        "file",
        "The file of its first packet; JSON omits it if only one is read.", origin?.file)
    }
    sink.columns(omittedUnless: origin?.interface != nil) {
      $0.text(
        "interface",
        "The name of the interface of its first packet; JSON omits it if none is known.",
        origin?.interface)
    }
  }

  /// The columns of protocols that have columns of their own.
  @inline(__always)
  private static func details<Sink: RecordSink & ~Copyable>(
    _ connection: borrowing ConnectionSummary, _ sink: inout Sink
  ) {
    let detail = connection.detail
    let continued = connection.continued
    sink.columns(omittedUnless: detail != nil) {
      let (quic, tftp) = (detail?.quic, detail?.tftp)
      let (sctp, dccp) = (detail?.sctp, detail?.dccp)
      $0.object(
        "quic",
        "A QUIC connection that a UDP flow carries, as far as its packets show it without its keys; JSON omits it for other flows.",
        omittedUnless: quic != nil
      ) {
        QUICColumns.write(quic, continuing: continued, to: &$0)
      }
      $0.object(
        "tftp",
        "A transfer by TFTP (RFC 1350), from a request to port 69 to the port that the server chose; JSON omits it for other flows.",
        omittedUnless: tftp != nil
      ) { TFTPColumns.write(tftp, to: &$0) }
      $0.object(
        "sctp",
        "An SCTP association (RFC 9260), whatever its addresses; JSON omits it for other protocols.",
        omittedUnless: sctp != nil
      ) { SCTPColumns.write(sctp, to: &$0) }
      $0.object(
        "dccp", "A DCCP connection (RFC 4340); JSON omits it for other protocols.",
        omittedUnless: dccp != nil
      ) { DCCPColumns.write(dccp, to: &$0) }
    }
  }
}

extension RecordEncoder<ConnectionSchema> {
  /// Appends the record of a connection.
  public mutating func append(_ connection: borrowing ConnectionSummary) { encode(connection) }
}
