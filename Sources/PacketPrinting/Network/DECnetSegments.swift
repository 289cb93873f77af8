import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a message of DECnet's network services; false if it is too short for its type.
  mutating func printDECnetSegment(_ segment: borrowing DECnetSegment) throws(EarlyEnd) -> Bool {
    guard segment.fields.length >= 5 else {
      line.append(" (nsplen ", decimal: segment.fields.length, " < 5)")
      return false
    }
    let flags = try segment.flags
    let (source, destination) = (try segment.source, try segment.destination)
    switch (flags & 0x0c, flags & 0x70) {
    case (0, 0x20), (0, 0), (0, 0x40), (0, 0x60):
      line.put("data ", source, ">", destination, " ")
      return try printDECnetSequence(segment, "onak ", "oack ")
    case (0, 0x30):
      line.append("intr ")
      return try printDECnetSequence(segment, "nakdat ", "ackdat ")
    case (0, 0x10):
      line.put("link-service ", source, ">", destination, " ")
      return try printDECnetLinkService(segment)
    case (0, _): line.put("reserved-subtype? ", Hex(flags), " ", source, " > ", destination)
    case (4, 0):
      line.put("data-ack ", source, ">", destination, " ")
      return try printDECnetAcknowledgment(segment, "onak ", "oack ")
    case (4, 0x10):
      line.put("ils-ack ", source, ">", destination, " ")
      return try printDECnetAcknowledgment(segment, "nakdat ", "ackdat ")
    case (4, 0x20): line.put("conn-ack ", destination)
    case (4, _): line.put("reserved-acktype? ", Hex(flags), " ", source, " > ", destination)
    case (8, 0x10), (8, 0x60):
      line.append(flags & 0x70 == 0x10 ? "conn-initiate " : "retrans-conn-initiate ")
      line.put(source, ">", destination, " ")
      guard segment.fields.length >= 9 else { return false }
      try printDECnetServices(segment)
    case (8, 0x20):
      line.put("conn-confirm ", source, ">", destination, " ")
      guard segment.fields.length >= 10 else { return false }
      try segment.fields.require(10)
      try printDECnetServices(segment)
      try printDECnetOptionLength(segment, at: 9)
    case (8, 0x30):
      line.put("disconn-initiate ", source, ">", destination, " ")
      guard segment.fields.length >= 8 else { return false }
      try segment.fields.require(8)
      printDECnetReason(try segment.sequence(0))
      try printDECnetOptionLength(segment, at: 7)
    case (8, 0x40):
      line.put("disconn-confirm ", source, ">", destination, " ")
      printDECnetReason(try segment.sequence(0))
    case (8, _): line.put("reserved-ctltype? ", Hex(flags), " ", source, " > ", destination)
    default: line.put("reserved-type? ", Hex(flags), " ", source, " > ", destination)
    }
    return true
  }

  private mutating func printDECnetOptionLength(
    _ segment: borrowing DECnetSegment, at offset: Int
  ) throws(EarlyEnd) {
    let length = try segment.fields.byte(at: offset)
    if length != 0 { line.put("optlen ", length, " ") }
  }

  /// Prints up to two acknowledgments and the segment's number.
  private mutating func printDECnetSequence(
    _ segment: borrowing DECnetSegment, _ negative: String, _ positive: String,
    checksLength: Bool = true
  ) throws(EarlyEnd) -> Bool {
    let length = segment.fields.length
    guard !checksLength || length >= 7 else { return false }
    var number = try segment.sequence(0)
    if number & 0x8000 != 0 {
      line.put(number & 0x9000 == 0x9000 ? "nak " : "ack ", number & 0xfff, " ")
      guard !checksLength || length >= 9 else { return false }
      number = try segment.sequence(1)
      if number & 0xa000 != 0 {
        line.put(number & 0xb000 == 0xb000 ? negative : positive, number & 0xfff, " ")
        guard !checksLength || length >= 11 else { return false }
        number = try segment.sequence(2)
      }
    }
    line.put("seg ", number & 0xfff, " ")
    return true
  }

  private mutating func printDECnetLinkService(
    _ segment: borrowing DECnetSegment
  ) throws(EarlyEnd) -> Bool {
    guard segment.fields.length >= 13 else { return false }
    _ = try printDECnetSequence(segment, "nakdat ", "ackdat ", checksLength: false)
    let flags = try segment.fields.byte(at: 11)
    let count = try segment.fields.byte(at: 12)
    switch flags & 0x0c {
    case 0:
      line.put("dat seg count ", count, " ")
      switch flags & 3 {
      case 0: break
      case 1: line.append("donotsend-data ")
      case 2: line.append("send-data ")
      default: line.put("reserved-fcmod? ", Hex(flags))
      }
    case 4: line.put("intr req count ", count, " ")
    default: line.put("reserved-fcval-int? ", Hex(flags))
    }
    return true
  }

  private mutating func printDECnetAcknowledgment(
    _ segment: borrowing DECnetSegment, _ negative: String, _ positive: String
  ) throws(EarlyEnd) -> Bool {
    guard segment.fields.length >= 9 else { return false }
    try segment.fields.require(9)
    let number = try segment.sequence(0)
    guard number & 0x8000 != 0 else { return true }
    line.put(number & 0x9000 == 0x9000 ? "nak " : "ack ", number & 0xfff, " ")
    let other = try segment.sequence(1)
    guard other & 0xa000 != 0 else { return true }
    line.put(other & 0xb000 == 0xb000 ? negative : positive, other & 0xfff, " ")
    return true
  }

  /// Prints flow control, version and segment size of a connect message.
  private mutating func printDECnetServices(
    _ segment: borrowing DECnetSegment
  ) throws(EarlyEnd) {
    let services = try segment.fields.byte(at: 5)
    let information = try segment.fields.byte(at: 6)
    let size = try segment.sequence(1)
    switch services & 0x0c {
    case 4: line.append("seg ")
    case 8: line.append("msg ")
    default: break
    }
    switch information & 3 {
    case 0: line.append("ver 3.2 ")
    case 1: line.append("ver 3.1 ")
    case 2: line.append("ver 4.0 ")
    default: line.append("ver 4.1 ")
    }
    line.put("segsize ", size, " ")
  }

  private mutating func printDECnetReason(_ reason: UInt16) {
    line.append(name: Self.decnetReason(reason), or: "reason-", reason)
    line.append(" ")
  }

  private static func decnetReason(_ reason: UInt16) -> String? {
    switch reason {
    case 0: "object rejected connect"
    case 1: "insufficient resources"
    case 2: "unrecognized node name"
    case 3: "node is shutting down"
    case 4: "unrecognized object"
    case 5: "invalid object name format"
    case 6: "object too busy"
    case 7: "protocol error discovered"
    case 8: "third party abort"
    case 9: "user abort"
    case 10: "invalid node name format"
    case 11: "local node shutting down"
    case 32: "insufficient local resources"
    case 33: "insufficient remote user resources"
    case 34: "invalid access control information"
    case 36: "bad ACCOUNT information"
    case 38: "no response from object"
    case 39: "node unreachable"
    case 41: "no link terminate"
    case 42: "disconnect complete"
    case 43: "bad image data in connect"
    case 54: "cryptographic service mismatch"
    default: nil
    }
  }
}
