import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a packet of Novell's IPX.
  mutating func printIPX(_ packet: IPXPacket) throws(EarlyEnd) {
    if !options.showsLinkHeader { line.append("IPX ") }
    begin("")
    printIPXAddress(try packet.source)
    line.append(" > ")
    begin("")
    printIPXAddress(try packet.destination)
    line.append(": ")
    let length = try packet.length
    endStatement()
    if Int(length) < IPXPacket.headerByteCount {
      line.append("[length ", decimal: length, " < 30]")
      printInvalid()
      return
    }
    if Int(length) > packet.fields.length {
      line.append("[length ", decimal: length, " > ")
      line.append("", decimal: packet.fields.length, "]")
      printInvalid()
      return
    }
    try printIPXData(packet.data, to: try packet.destination.socket, from: try packet.source.socket)
  }

  private mutating func printIPXAddress(_ address: IPXAddress) {
    line.append("", hex: address.network, digits: 8, ".")
    line.append(address.node)
    line.append(".", hex: address.socket, digits: 4)
  }

  private mutating func printIPXData(
    _ data: IPXData, to destination: UInt16, from source: UInt16
  ) throws(EarlyEnd) {
    let isSocket: (UInt16) -> Bool = { destination == $0 || source == $0 }
    if destination == 0x0452 {
      try printServiceAdvertising(data)
    } else if destination == 0x0453 {
      try printIPXRouting(data)
    } else if destination == 0x0451 || source == 0x0451 {
      line.append("ipx-ncp ", decimal: data.fields.length)
    } else if destination == 0x0455 {
      line.append("ipx-netbios ", decimal: data.fields.length)
    } else if destination == 0x0456 {
      line.append("ipx-diags ", decimal: data.fields.length)
    } else if destination == 0x0553 {
      line.append("ipx-nwlink-dgm ", decimal: data.fields.length)
    } else if isSocket(0x85be) {
      try printEIGRP(EIGRPMessage(data.fields.named("eigrp")))
    } else {
      line.append("ipx-#", hex: destination, " ")
      line.append(decimal: data.fields.length)
    }
  }

  /// Prints a message of the service advertising protocol.
  private mutating func printServiceAdvertising(_ data: IPXData) throws(EarlyEnd) {
    guard data.fields.length >= 2 else { throw data.fields.end }
    let operation = try data.operation
    switch operation {
    case 1, 3:
      line.append(operation == 1 ? "ipx-sap-req" : "ipx-sap-nearest-req")
      guard data.fields.length >= 4 else {
        if data.fields.length == 2 { return }
        throw data.fields.end
      }
      line.append(" ", hex: try data.requestedService)
      line.append(" '")
      try printText(data.serviceName(0))
      line.append("'")
    case 2, 4:
      line.append(operation == 2 ? "ipx-sap-resp" : "ipx-sap-nearest-resp")
      for index in 0..<data.serviceCount {
        begin(" ")
        line.append(hex: UInt32(try data.serviceType(index)), digits: 4)
        line.append(" '")
        try printText(data.serviceName(index))
        line.append("'")
        begin(" addr ")
        line.append("", hex: try data.serviceNetwork(index), digits: 8, ".")
        line.append(try data.serviceNode(index))
        endStatement()
        // The socket and the hops, which are not shown.
        try data.fields.require(4, at: 62 + index * 64)
      }
    default: line.append("ipx-sap-?", hex: operation)
    }
  }

  /// Prints a message of IPX's routing protocol.
  private mutating func printIPXRouting(_ data: IPXData) throws(EarlyEnd) {
    guard data.fields.length >= 2 else { throw data.fields.end }
    let operation = try data.operation
    switch operation {
    case 1:
      line.append("ipx-rip-req")
      if data.fields.length == 2 { return }
      guard data.fields.length >= 10 else { throw data.fields.end }
      try printIPXRoute(data, 0)
    case 2:
      line.append("ipx-rip-resp")
      for index in 0..<data.routeCount { try printIPXRoute(data, index) }
    default: line.append("ipx-rip-?", hex: operation)
    }
  }

  private mutating func printIPXRoute(_ data: IPXData, _ index: Int) throws(EarlyEnd) {
    let route = try data.route(index)
    line.append(" ", hex: route.network, digits: 8, "/")
    line.append("", decimal: route.hops, ".")
    line.append(decimal: UInt32(route.ticks))
  }
}
