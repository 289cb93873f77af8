import PacketDissection

/// Every offset and range of a packet lies inside the captured bytes, as its documentation promises.
func checkRanges(of packet: Packet, in frame: Span<UInt8>) {
  let captured = 0...frame.count
  precondition(packet.capturedLength == frame.count)
  precondition(packet.wireLength >= frame.count)
  precondition(captured.contains(packet.end))
  precondition(captured.contains(packet.networkOffset))
  precondition(captured.contains(packet.transportOffset))
  precondition(captured.contains(packet.logicalLinkOffset ?? 0))
  precondition(packet.tags.count == 0 || captured.contains(packet.tags.offset))
  for range in [packet.payload, packet.tcpOptions, packet.ipv4Options] where !range.isEmpty {
    precondition(range.lowerBound >= 0 && range.upperBound <= packet.end)
  }
  for length in [packet.networkLength, packet.transportLength, packet.payloadLength] {
    precondition(length >= 0)
  }
  if let quotation = packet.quotation(in: frame) {
    precondition(quotation.range.lowerBound >= 0 && quotation.range.upperBound <= frame.count)
  }
}

/// Every iterator ends after at most a step for each byte, and the one after that.
func checkIterators(of packet: Packet, in frame: Span<UInt8>) {
  let limit = frame.count + 1
  var steps = 0
  var tcpOptions = TCPOptionIterator(packet)
  while tcpOptions.next(in: frame) != nil { steps += 1 }
  precondition(steps <= limit)

  steps = 0
  var ipv4Options = IPv4OptionIterator(packet)
  while ipv4Options.next(in: frame) != nil { steps += 1 }
  precondition(steps <= limit)

  steps = 0
  var chunks = SCTPChunkIterator(packet)
  while let chunk = chunks.next(in: frame) {
    precondition(chunk.value.lowerBound >= 0 && chunk.value.upperBound <= frame.count)
    var parameters = SCTPParameterIterator(chunk)
    while let parameter = parameters.next(in: frame) {
      precondition(parameter.value.upperBound <= chunk.value.upperBound)
      _ = parameter.address(in: frame)
    }
    _ = SCTPData(chunk, in: frame)
    _ = SCTPInitiation(chunk, in: frame)
    _ = SCTPAuthentication(chunk, in: frame)
    _ = SCTPSelectiveAcknowledgment(chunk, in: frame)?.duplicate(0, in: frame)
    _ = chunk.skippedStream(steps, in: frame)
    steps += 1
  }
  precondition(steps <= limit)
  _ = packet.sctpChecksum(in: frame)

  steps = 0
  var dccpOptions = DCCPOptionIterator(packet)
  while dccpOptions.next(in: frame) != nil { steps += 1 }
  precondition(steps <= limit)
  _ = packet.dccpAcknowledgment(in: frame)
  _ = packet.dccpService(in: frame)
  _ = packet.dccpResetCode(in: frame)

  steps = 0
  var extensionHeaders = IPv6ExtensionHeaderIterator(packet)
  while let header = extensionHeaders.next(in: frame) {
    precondition(header.offset >= 0 && header.offset <= frame.count)
    steps += 1
  }
  precondition(steps <= limit)

  steps = 0
  var discoveryOptions = NeighborDiscoveryOptionIterator(packet, from: packet.payload.lowerBound)
  while discoveryOptions.next(in: frame) != nil { steps += 1 }
  precondition(steps <= limit)
}
