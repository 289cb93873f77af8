import InternetTypes
import PacketDissection

extension ConnectionTracker {
  /// Looks whether a UDP datagram belongs to a TFTP transfer, and takes it there.
  ///
  /// Datagrams of other protocols cost a look at their ports, or at their first bytes where there are transfers.
  mutating func processTFTP(
    _ packet: Packet, _ frame: Span<UInt8>, _ flow: FlowPacket, hash: UInt32
  ) {
    guard flow.destinationPort == TFTPPacket.port || !tftp.isEmpty else { return }
    guard packet.payload.count >= 4, frame[packet.payload.lowerBound] == 0, !packet.isFragment,
      flow.checksum != .invalid,
      let message = TFTPPacket(
        decoding: frame.extracting(packet.payload), wireLength: packet.payloadLength)
    else { return }
    let source = flow.key.endpoint(isFirst: flow.isSourceFirst)
    let destination = flow.key.endpoint(isFirst: !flow.isSourceFirst)
    if case .request(let isWrite, let fileName, let mode, _) = message {
      guard flow.destinationPort == TFTPPacket.port else { return }
      tftp.remember(
        .init(
          client: source, server: destination.address, domain: flow.key.domain,
          isWrite: isWrite, fileName: fileName, mode: mode))
      return
    }
    var position = tftp.position(of: flow.key, hash: hash)
    if let found = position,
      flow.time.nanoseconds(since: tftp.last(found)) > configuration.timeout(of: .datagram)
    {
      position = nil
    }
    if position == nil {
      // The first answer comes from the server.
      guard
        let request = tftp.request(
          from: destination, to: source.address, domain: flow.key.domain)
      else { return }
      position = tftp.insert(
        TFTPTransfer(
          key: flow.key, hash: hash, start: flow.time, last: flow.time, client: request.client,
          isWrite: request.isWrite, fileName: request.fileName, mode: request.mode))
    }
    guard let position else {
      statistics.tftpOmitted = tftp.omittedCount
      return
    }
    tftp.take(message, at: flow.time, position)
  }
}
