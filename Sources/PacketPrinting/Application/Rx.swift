import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a packet of Rx; of a call and of a reply to one that was seen the procedure, too.
  mutating func printRx(_ bytes: Span<UInt8>, _ payload: ApplicationPayload) throws(EarlyEnd) {
    let fields = payload.fields(bytes, in: RxPacket.name)
    if let packet = RxPacket(fields) {
      printRxHeader(packet)
      do throws(EarlyEnd) {
        try printRxContent(packet, bytes, payload)
      } catch {
        guard error.isLocal else { throw error }
        printTruncation(error.name)
      }
    } else {
      printTruncation(RxPacket.name)
    }
    line.put(" (", payload.length, ")")
  }

  private mutating func printRxHeader(_ packet: borrowing RxPacket) {
    line.append(" rx ")
    let names: [13 of String?] = [
      "data", "ack", "busy", "abort", "ackall", "challenge", "response", "debug", "params", nil,
      nil,
      nil, "version",
    ]
    let isNamed = (1...13).contains(packet.type)
    line.append(name: isNamed ? names[Int(packet.type) - 1] : nil, or: "type ", packet.type)
    guard options.verbosity > 0 else { return }
    if options.verbosity > 1 {
      line.put(" cid ", Hex(packet.connection, 8), " call# ", packet.call)
    }
    line.put(" seq ", packet.sequence, " ser ", packet.serial)
    if options.verbosity > 2 {
      line.put(" secindex ", packet.securityIndex, " serviceid ", packet.service)
    }
    if options.verbosity > 1 { printRxFlags(packet) }
  }

  private mutating func printRxFlags(_ packet: borrowing RxPacket) {
    var separator = " <"
    let names: [6 of String] = [
      "client-init", "req-ack", "last-pckt", "more-pckts", "free-pckt", "",
    ]
    for bit in 0..<6 where packet.flags >> UInt8(bit) & 1 != 0 {
      var name = names[bit]
      if bit == 5 {
        switch packet.kind {
        case .data: name = "jumbogram"
        case .acknowledgment: name = "slow-start"
        default: continue
        }
      }
      line.put(separator, name, ">")
      separator = ",<"
    }
  }

  private mutating func printRxContent(
    _ packet: borrowing RxPacket, _ bytes: Span<UInt8>, _ payload: ApplicationPayload
  ) throws(EarlyEnd) {
    let isFirst = packet.kind == .data && packet.sequence == 1
    if isFirst && packet.isFromClient {
      if let operation = packet.operation {
        applications.rxCalls.insert(
          packet, hosts: Self.rxHosts(bytes, payload), port: payload.destinationPort,
          operation: operation)
      }
      if let service = RxService(port: payload.destinationPort) {
        try printRxCall(packet, service, length: payload.length)
      }
    } else if !packet.isFromClient && (isFirst || packet.kind == .abort) {
      guard
        let operation = applications.rxCalls.operation(
          answeredBy: packet, hosts: Self.rxHosts(bytes, payload), port: payload.sourcePort),
        let service = RxService(port: payload.sourcePort)
      else { return }
      try printRxReply(packet, to: operation, of: service, length: payload.length)
    } else if packet.kind == .acknowledgment {
      try printRxAcknowledgment(packet)
    }
  }

  /// The eight bytes of the network header that are both addresses of IPv4.
  private static func rxHosts(_ bytes: Span<UInt8>, _ payload: ApplicationPayload) -> UInt64 {
    let offset = payload.packet.networkOffset + 12
    return bytes.has(8, at: offset) ? bytes.uint64(at: offset) : 0
  }

  private mutating func printRxAcknowledgment(
    _ packet: borrowing RxPacket
  ) throws(EarlyEnd) {
    guard let acknowledgment = packet.acknowledgment else {
      throw EarlyEnd(name: "ack", isLocal: true)
    }
    if options.verbosity > 2 {
      line.put(" bufspace ", acknowledgment.bufferSpace)
      line.put(" maxskew ", acknowledgment.maximumSkew)
    }
    line.put(" first ", acknowledgment.first, " serial ", acknowledgment.serial, " reason ")
    let reasons: [9 of String] = [
      "ack requested", "duplicate packet", "out of sequence", "exceeds window", "no buffer space",
      "ping", "ping response", "delay", "idle",
    ]
    let reason = acknowledgment.reason
    let isNamed = (1...9).contains(reason)
    line.append(name: isNamed ? reasons[Int(reason) - 1] : nil, or: "#", reason)
    guard acknowledgment.hasStates else { throw EarlyEnd(name: "ack", isLocal: true) }
    printRxRanges(acknowledgment, " acked ", received: true)
    printRxRanges(acknowledgment, " nacked ", received: false)
    guard options.verbosity > 1 else { return }
    let names: [4 of String] = [" ifmtu ", " maxmtu ", " rwind ", " maxpackets "]
    for index in 0..<4 {
      guard let number = acknowledgment.number(index) else { break }
      line.put(names[index], number)
    }
  }

  /// Prints the packets that were received, or those that were not, as ranges.
  private mutating func printRxRanges(
    _ acknowledgment: borrowing RxAcknowledgment, _ label: String, received: Bool
  ) {
    var separator = label
    var index = 0
    let state: UInt8 = received ? 1 : 0
    while index < acknowledgment.count {
      let start = index
      while index < acknowledgment.count && acknowledgment.state(index) == state {
        index += 1
      }
      guard index > start else {
        index += 1
        continue
      }
      line.put(separator, acknowledgment.first &+ UInt32(start))
      if index - start > 1 { line.put("-", acknowledgment.first &+ UInt32(index - 1)) }
      separator = ","
    }
  }
}
