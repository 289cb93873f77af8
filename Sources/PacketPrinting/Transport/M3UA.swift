import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a message of M3UA, signalling over SCTP (RFC 4666): class, type, and the parameters' names.
  mutating func printM3UA(_ bytes: Span<UInt8>) throws(EarlyEnd) {
    guard bytes.count >= 8 else {
      printInvalid()
      return
    }
    guard bytes[0] == 1 else { return }
    line.append("\n\t\t")
    if let messageClass = Self.signallingClass(bytes[2]) {
      line.append(messageClass.name)
      line.append(" ")
      if let name = messageClass.types[bytes[3]] {
        line.append(name)
      } else {
        line.append("Unknown (0x")
        line.append(hex: UInt32(bytes[3]), digits: 2)
        line.append(")")
      }
      line.append(" Message")
    } else {
      line.append("Unknown message class ")
      line.append(decimal: UInt32(bytes[2]))
    }
    let length = bytes.uint32(at: 4)
    guard length == bytes.count else {
      line.append("\n\t\t\t@@@@@@ Corrupted length ")
      line.append(decimal: length)
      line.append(" of message @@@@@@")
      return
    }
    try printM3UAParameters(bytes.extracting(droppingFirst: 8))
  }

  private mutating func printM3UAParameters(_ bytes: Span<UInt8>) throws(EarlyEnd) {
    var offset = 0
    while offset < bytes.count {
      guard bytes.has(4, at: offset) else {
        printInvalid()
        return
      }
      let tag = bytes.uint16(at: offset)
      let length = Int(bytes.uint16(at: offset + 2))
      line.append("\n\t\t\t")
      if let name = Self.signallingParameter(tag) {
        line.append(name)
      } else {
        line.append("Unknown Parameter (0x")
        line.append(hex: UInt32(tag), digits: 4)
        line.append(")")
      }
      line.append(": ")
      guard length >= 4 else {
        printInvalid()
        return
      }
      let padded = offset + length + (-(offset + length) & 3)
      try bytes.require(padded - offset, at: offset, in: "m3ua")
      switch tag {
      case 0x0006, 0x0013, 0x0200:
        if length < 8 {
          printInvalid()
        } else {
          // tcpdump shows the first four bytes of the parameter: its tag and length.
          line.append("0x")
          line.append(hex: bytes.uint32(at: offset), digits: 8)
        }
      default:
        line.append("(length ")
        line.append(decimal: length)
        line.append(")")
      }
      offset = padded
    }
  }

  /// A message class and its message types (RFC 4666, section 3.1).
  private static func signallingClass(
    _ number: UInt8
  ) -> (name: String, types: [UInt8: String])? {
    switch number {
    case 0: ("Management", [0: "Error", 1: "Notify"])
    case 1: ("Transfer", [1: "Data"])
    case 2:
      (
        "SS7",
        [
          1: "Destination Unavailable", 2: "Destination Available", 3: "Destination State Audit",
          4: "Signalling Congestion", 5: "Destination User Part Unavailable",
          6: "Destination Restricted",
        ]
      )
    case 3:
      (
        "ASP",
        [
          1: "Up", 2: "Down", 3: "Heartbeat", 4: "Up Acknowledgement", 5: "Down Acknowledgement",
          6: "Heartbeat Acknowledgement",
        ]
      )
    case 4:
      (
        "ASP",
        [
          1: "Active", 2: "Inactive", 3: "Active Acknowledgement", 4: "Inactive Acknowledgement",
        ]
      )
    case 9:
      (
        "Routing Key Management",
        [
          1: "Registration Request", 2: "Registration Response", 3: "Deregistration Request",
          4: "Deregistration Response",
        ]
      )
    default: nil
    }
  }

  /// The name of a parameter (RFC 4666, section 3.2).
  private static func signallingParameter(_ tag: UInt16) -> String? {
    switch tag {
    case 0x0004: "INFO String"
    case 0x0006: "Routing Context"
    case 0x0007: "Diagnostic Info"
    case 0x0009: "Heartbeat Data"
    case 0x000b: "Traffic Mode Type"
    case 0x000c: "Error Code"
    case 0x000d: "Status"
    case 0x0011: "ASP Identifier"
    case 0x0012: "Affected Point Code"
    case 0x0013: "Correlation ID"
    case 0x0200: "Network Appearance"
    case 0x0204: "User/Cause"
    case 0x0205: "Congestion Indications"
    case 0x0206: "Concerned Destination"
    case 0x0207: "Routing Key"
    case 0x0208: "Registration Result"
    case 0x0209: "Deregistration Result"
    case 0x020a: "Local Routing Key Identifier"
    case 0x020b: "Destination Point Code"
    case 0x020c: "Service Indicators"
    case 0x020e: "Originating Point Code List"
    case 0x0210: "Protocol Data"
    case 0x0212: "Registration Status"
    case 0x0213: "Deregistration Status"
    default: nil
    }
  }
}
