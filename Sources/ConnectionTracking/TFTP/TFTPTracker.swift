import BoundedCollections
import InternetTypes
import PacketDissection

/// TFTP transfers in UDP flows: requests to port 69, and the transfers that answer them.
enum TFTPTracker: ProtocolTracker {
  static var transport: IPProtocol { .udp }

  /// Observes a datagram.
  ///
  /// Packets of other protocols cost one comparison of the port, or at the first byte while there are transfers.
  static func observe(
    _ packet: Packet, _ frame: Span<UInt8>, _ flow: FlowPacket, hash: UInt32,
    in tracker: inout ConnectionTracker
  ) -> Bool {
    guard flow.destinationPort == TFTPPacket.port || !tracker.protocols.tftp.isEmpty else {
      return false
    }
    guard packet.payload.count >= 4, frame[packet.payload.lowerBound] == 0, !packet.isFragment,
      flow.checksum != .invalid,
      let message = TFTPPacket(
        decoding: frame.extracting(packet.payload), wireLength: packet.payloadLength)
    else { return false }
    let source = flow.key.endpoint(isFirst: flow.isSourceFirst)
    let destination = flow.key.endpoint(isFirst: !flow.isSourceFirst)
    if case .request(let isWrite, let fileName, let mode, _) = message {
      guard flow.destinationPort == TFTPPacket.port else { return false }
      tracker.protocols.tftp.remember(
        .init(
          client: source, server: destination.address, domain: flow.key.domain,
          isWrite: isWrite, fileName: fileName, mode: mode))
      return false
    }
    var position = tracker.protocols.tftp.position(
      of: flow.key, hash: hash, at: flow.time,
      timeout: tracker.configuration.timeout(of: .datagram))
    if position == nil {
      // The first packet of a transfer is the server's answer.
      guard
        let request = tracker.protocols.tftp.request(
          from: destination, to: source.address, domain: flow.key.domain)
      else { return false }
      position = tracker.protocols.tftp.insert(
        TFTPTransfer(
          key: flow.key, hash: hash, start: flow.time, last: flow.time, client: request.client,
          isWrite: request.isWrite, fileName: request.fileName, mode: request.mode))
    }
    if let position {
      tracker.protocols.tftp.apply(message, at: flow.time, to: position)
    } else {
      tracker.statistics.tftpOmitted = tracker.protocols.tftp.omittedCount
    }
    return false
  }

  static func finish(
    _ position: Handle<Connection>, into summary: inout ConnectionSummary,
    in tracker: inout ConnectionTracker
  ) {
    guard
      let transfer = tracker.protocols.tftp.remove(
        tracker.table.connections[position].key, hash: tracker.table.connections[position].hash,
        at: tracker.table.connections[position].last)
    else { return }
    summary.detail = .tftp(TFTPSummary(transfer))
    if transfer.client != summary.client { summary.swapSides() }
  }
}
