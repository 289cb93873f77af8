import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a message of the VLAN Query Protocol; its objects when verbose.
  mutating func printVQP(_ bytes: Span<UInt8>, _ payload: ApplicationPayload) throws(EarlyEnd) {
    let message = try VQPMessage(bytes, at: payload.start)
    guard payload.length >= VQPMessage.headerByteCount else {
      printTruncation(VQPMessage.name)
      return
    }
    guard message.version == 1 else {
      line.put("VQP version ", message.version, " packet not supported")
      return
    }
    let isVerbose = options.verbosity > 0
    line.put(isVerbose ? "\n\t" : "", "VQPv", message.version, isVerbose ? ", " : " ")
    switch message.type {
    case 1: line.append("Request, Join Port")
    case 2: line.append("Response, VLAN")
    case 3: line.append("Request, Reconfirm")
    case 4: line.append("Response, Reconfirm")
    default: line.put("unknown (", message.type, ")")
    }
    line.append(" Message, error-code ")
    switch message.error {
    case 0: line.append("No error")
    case 3: line.append("Access denied")
    case 4: line.append("Shutdown port")
    case 5: line.append("Wrong VTP domain")
    default: line.append("unknown")
    }
    line.put(" (", message.error, ")")
    if isVerbose {
      line.put(", seq 0x", Hex(message.sequence, 8), ", items ", message.objectCount)
    }
    line.put(", length ", payload.length)
    guard isVerbose else { return }
    var offset = payload.start + VQPMessage.headerByteCount
    var left = payload.length - VQPMessage.headerByteCount
    for _ in 0..<message.objectCount where left > 0 {
      guard left >= VQPObject.headerByteCount else {
        printTruncation(VQPMessage.name)
        return
      }
      let object = try VQPObject(bytes, at: offset)
      left -= VQPObject.headerByteCount
      guard try printVQPObject(object, bytes, room: left) else { return }
      offset = object.start + object.length
      left -= object.length
    }
  }

  /// Prints an object; false if nothing after it can be read.
  private mutating func printVQPObject(
    _ object: VQPObject, _ bytes: Span<UInt8>, room: Int
  ) throws(EarlyEnd) -> Bool {
    let name =
      switch object.type {
      case 0x0c01: "Client IP Address"
      case 0x0c02: "Port Name"
      case 0x0c03: "VLAN Name"
      case 0x0c04: "VTP Domain"
      case 0x0c05: "Ethernet Packet"
      case 0x0c06: "MAC Null"
      case 0x0c08: "MAC Address"
      default: "Unknown"
      }
    line.put("\n\t  ", name, " Object (0x", Hex(object.type, 8), "), length ", object.length)
    line.append(", value: ")
    guard object.type != 0 && object.length != 0 else { return false }
    try bytes.require(object.length, at: object.start, in: VQPMessage.name)
    guard object.length <= room else {
      printTruncation(VQPMessage.name)
      return false
    }
    switch object.type {
    case 0x0c01:
      guard object.length == 4 else {
        printInvalid()
        return false
      }
      let address = bytes.uint32(at: object.start)
      printAddress(IPv4Address(rawValue: address))
      line.put(" (0x", Hex(address, 8), ")")
    case 0x0c02...0x0c05:
      try printPaddedText(
        bytes, object.start..<(object.start + object.length), in: VQPMessage.name)
    case 0x0c06, 0x0c08:
      guard object.length == 6 else {
        printInvalid()
        return false
      }
      printAddress(MACAddress(rawValue: bytes.uint48(at: object.start)))
    default:
      if options.verbosity <= 1 {
        printUnknownData(bytes, at: object.start, length: object.length, indent: "\n\t    ")
      }
    }
    return true
  }
}
