import ConnectionTracking
import InternetTypes
import SocketDiagnosis

/// The columns of what this host knows of its own sockets: processes, and the kernel's measures.
enum HostColumns {
  @inline(__always)
  static func write<Sink: RecordSink & ~Copyable>(
    _ connection: borrowing ConnectionSummary, to sink: inout Sink
  ) {
    let host = connection.host
    sink.columns(omittedUnless: host != nil) {
      let (main, peer) = (host?.main, host?.peer)
      $0.columns(omittedUnless: host?.hasOwners ?? false) {
        $0.object(
          "process",
          "The process on this host whose socket the connection has; the client's if both sides are here. Null where it is not surely known; JSON omits it without --processes.",
          nullUnless: main?.socket.owner != nil
        ) { write(main?.socket.owner, of: main?.side, to: &$0) }
        $0.object(
          "peer_process",
          "The server's process if both sides are on this host; JSON omits it otherwise.",
          omittedUnless: peer?.socket.owner != nil
        ) { write(peer?.socket.owner, of: peer?.side, to: &$0) }
      }
      $0.columns(omittedUnless: host?.hasKernel ?? false) {
        let (sample, other) = (main?.socket.samples.last, peer?.socket.samples.last)
        $0.object(
          "kernel",
          "The last measures (tcp_info) of this host's socket that the kernel gave, the client's if both sides are here. Null where there are none; JSON omits it without --kernel.",
          nullUnless: sample != nil
        ) { KernelColumns.write(sample, of: main?.side, to: &$0) }
        $0.object(
          "peer_kernel",
          "The same of the server's socket if both sides are on this host; JSON omits it otherwise.",
          omittedUnless: other != nil
        ) { KernelColumns.write(other, of: peer?.side, to: &$0) }
      }
    }
  }

  private static func write<Sink: RecordSink & ~Copyable>(
    _ owner: SocketOwner?, of side: Side?, to sink: inout Sink
  ) {
    sink.name("side", "The side of the connection that it is: client or server.", side)
    sink.number(
      "pid", .none, "Its number; null if only the user is known.",
      owner?.process.map { UInt64(clamping: $0) })
    sink.text("name", "Its name, at most 15 bytes, as ps(1) shows it.", owner?.name)
    sink.text("user", "The user whose socket it is, by name, or by number.", owner?.user)
    sink.text("unit", "The service or scope of systemd that it runs in.", owner?.group.unit)
    sink.text(
      "container", "The container that it runs in, by the first 12 digits of its identifier.",
      owner?.group.container)
    sink.name(
      "evidence",
      "Whether it has the socket of the connection, or the socket that listens for such.",
      owner?.evidence)
  }
}

extension SocketOwner.Evidence: RecordName {}

extension ConnectionHost {
  /// A side of the connection with its socket.
  typealias End = (side: Side, socket: HostSocket)

  /// The side that is on this host, the client if both are.
  var main: End? { client.map { (.client, $0) } ?? server.map { (.server, $0) } }

  /// The other side if both are on this host.
  var peer: End? { client == nil ? nil : server.map { (.server, $0) } }
}
