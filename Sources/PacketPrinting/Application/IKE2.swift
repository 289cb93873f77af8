import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a payload of IKE version 2 (RFC 7296, section 3) and returns where the next one begins; nil if it is cut.
  mutating func printIKE2Payload(
    _ type: UInt8, _ payload: ISAKMPPayload, _ bytes: Span<UInt8>, _ context: ISAKMPContext
  ) throws(EarlyEnd) -> Int? {
    let isWhole: Bool
    switch type {
    case 33: return try printIKE2Association(payload, bytes, context)
    case 34: isWhole = printIKE2KeyExchange(payload, bytes)
    case 35, 36: isWhole = printIKE2Identity(type, payload, bytes)
    case 39: isWhole = printIKE2Authentication(payload, bytes)
    case 40: isWhole = printIKE2Nonce(payload, bytes)
    case 41:
      isWhole = printIKE2Notification(payload, bytes)
      if !isWhole { printISAKMPTruncation(11) }
      return isWhole ? payload.end : nil
    case 43: isWhole = printIKE2Vendor(payload, bytes)
    case 46:
      // The content is encrypted; the next-payload field is the type of the first payload inside.
      printIKE2Opaque(type, payload, bytes, minimum: 8)
      return nil
    default:
      printIKE2Opaque(type, payload, bytes, minimum: 4)
      return payload.end
    }
    if !isWhole { printISAKMPTruncation(type) }
    return isWhole ? payload.end : nil
  }

  /// Appends a payload's name, with a mark if its critical bit is set.
  private mutating func printIKE2Name(_ type: UInt8, _ payload: ISAKMPPayload) {
    printISAKMPPayloadName(type)
    line.append(payload.isCritical ? "[C]:" : ":")
  }

  /// Prints name and length of an undecoded payload; its bytes when very verbose and there are more
  /// than `minimum` of it.
  private mutating func printIKE2Opaque(
    _ type: UInt8, _ payload: ISAKMPPayload, _ bytes: Span<UInt8>, minimum: Int
  ) {
    printIKE2Name(type, payload)
    line.put(" len=", payload.length - 4)
    printIKE2Bytes(payload, bytes, minimum: minimum)
  }

  /// Appends the bytes of a payload when very verbose.
  private mutating func printIKE2Bytes(
    _ payload: ISAKMPPayload, _ bytes: Span<UInt8>, minimum: Int
  ) {
    guard options.verbosity > 2 && payload.length > minimum else { return }
    line.append(" ")
    line.append(hexBytes: bytes.extracting(payload.data(from: 4)))
  }

  /// Prints a security association and its proposals (RFC 7296, section 3.3).
  private mutating func printIKE2Association(
    _ payload: ISAKMPPayload, _ bytes: Span<UInt8>, _ context: ISAKMPContext
  ) throws(EarlyEnd) -> Int? {
    line.put(payload.isCritical ? "sa[C]:" : "sa:", " len=", payload.length - 4)
    var left = payload.length - 4
    var offset = payload.offset + 4
    var type: UInt8 = 2
    while type != 0 {
      guard left >= 4 else {
        printISAKMPTruncation(33)
        return offset + left
      }
      guard let proposal = ISAKMPPayload(bytes, at: offset), proposal.length > 4 else {
        printISAKMPTruncation(33)
        return nil
      }
      guard left >= proposal.length else {
        printISAKMPTruncation(33)
        return offset + left
      }
      printISAKMPLineStart(context.depth + 1)
      if type == 2 {
        guard let end = try printIKE2Proposal(proposal, bytes, context.depth + 1) else {
          return nil
        }
        offset = end
      } else {
        printISAKMPPayloadName(type)
        offset += proposal.length
      }
      line.append(")")
      left -= proposal.length
      type = proposal.next
    }
    return offset
  }

  /// Prints a proposal and its transforms (RFC 7296, section 3.3.1).
  private mutating func printIKE2Proposal(
    _ payload: ISAKMPPayload, _ bytes: Span<UInt8>, _ depth: Int
  ) throws(EarlyEnd) -> Int? {
    guard let proposal = payload.fields(bytes) else {
      printISAKMPTruncation(2)
      return nil
    }
    line.put(payload.isCritical ? "p[C]:" : "p:", " #", proposal.first, " protoid=")
    printISAKMPName(UInt32(proposal.second), Self.isakmpProtocols)
    line.put(" transform=", proposal.fourth, " len=", payload.length)
    var left = payload.length - 4
    var offset = payload.offset + 8
    let size = Int(proposal.third)
    if size > 0 {
      guard left >= size else {
        printISAKMPTruncation(2)
        return offset + left
      }
      guard printISAKMPIndex(bytes, at: offset, count: size) else {
        printISAKMPTruncation(2)
        return nil
      }
      offset += size
      left -= size
    }
    return try printIKE2Transforms(bytes, at: offset, left: left, depth)
  }

  /// Prints the transforms of a proposal.
  private mutating func printIKE2Transforms(
    _ bytes: Span<UInt8>, at start: Int, left: Int, _ depth: Int
  ) throws(EarlyEnd) -> Int? {
    var (offset, left) = (start, left)
    var type: UInt8 = 3
    var count = 0
    while type != 0 {
      count += 1
      guard left >= 4 else {
        printISAKMPTruncation(2)
        return offset + left
      }
      guard let transform = ISAKMPPayload(bytes, at: offset), transform.length > 4 else {
        printISAKMPTruncation(2)
        return nil
      }
      guard left >= transform.length else {
        printISAKMPTruncation(2)
        return offset + left
      }
      guard bytes.has(transform.length, at: offset) else {
        printISAKMPTruncation(2)
        return nil
      }
      printISAKMPLineStart(depth + 1)
      if type == 3 {
        guard let end = try printIKE2Transform(transform, bytes, number: count) else {
          printISAKMPTruncation(3)
          return nil
        }
        offset = end
      } else {
        printISAKMPPayloadName(type)
        offset += transform.length
      }
      line.append(")")
      left -= transform.length
      type = transform.next
    }
    return offset
  }

  /// Prints a transform (RFC 7296, section 3.3.2).
  private mutating func printIKE2Transform(
    _ payload: ISAKMPPayload, _ bytes: Span<UInt8>, number: Int
  ) throws(EarlyEnd) -> Int? {
    guard let transform = payload.fields(bytes) else { return nil }
    line.put(payload.isCritical ? "t[C]:" : "t:", " #", number, " type=")
    printISAKMPName(UInt32(transform.first), Self.ike2TransformTypes)
    line.append(" id=")
    let names = Self.ike2TransformNames(transform.first)
    if names.isEmpty {
      line.append(decimal: UInt32(transform.low))
    } else {
      printISAKMPName(UInt32(transform.low), names)
    }
    line.append(" ")
    return try printISAKMPAttributes(
      bytes, payload.data(from: 8), transform.first == 1 ? .encryption : nil)
  }

  private mutating func printIKE2KeyExchange(
    _ payload: ISAKMPPayload, _ bytes: Span<UInt8>
  ) -> Bool {
    guard let fields = payload.fields(bytes) else { return false }
    printIKE2Name(34, payload)
    guard payload.length >= 8 else {
      line.put(" len=", payload.length, " < 8")
      return true
    }
    line.put(" len=", payload.length - 8, " group=")
    printISAKMPName(UInt32(fields.high), Self.isakmpGroups)
    if options.verbosity > 2 && payload.length > 8 {
      line.append(" ")
      line.append(hexBytes: bytes.extracting(payload.data(from: 8)))
    }
    return true
  }

  private mutating func printIKE2Identity(
    _ type: UInt8, _ payload: ISAKMPPayload, _ bytes: Span<UInt8>
  ) -> Bool {
    guard let fields = payload.fields(bytes) else { return false }
    printIKE2Opaque(type, payload, bytes, minimum: 4)
    guard let identity = Self.ike2Identity(fields.first) else { return true }
    line.put(" ", identity.name, ":")
    // tcpdump treats the identity of a payload that is too short for one as unlimited.
    guard payload.length >= 8 else { return false }
    if identity.isText {
      printIKE2Text(payload.data(from: 8), bytes)
    } else {
      line.append(hexBytes: bytes.extracting(payload.data(from: 8)))
    }
    return true
  }

  /// Prints bytes as text, a dot for each that is not printable.
  private mutating func printIKE2Text(_ range: Range<Int>, _ bytes: Span<UInt8>) {
    for index in range {
      let byte = bytes[index]
      line.append(byte: byte >= 0x20 && byte < 0x7f ? byte : UInt8(ascii: "."))
    }
  }

  private mutating func printIKE2Authentication(
    _ payload: ISAKMPPayload, _ bytes: Span<UInt8>
  ) -> Bool {
    guard let fields = payload.fields(bytes) else { return false }
    printIKE2Name(39, payload)
    line.put(" len=", payload.length - 4, " method=")
    printISAKMPName(UInt32(fields.first), Self.ike2Methods)
    if options.verbosity > 1 {
      line.append(" authdata=(")
      guard payload.length >= 8 else { return false }
      line.append(hexBytes: bytes.extracting(payload.data(from: 8)))
      line.append(") ")
    } else {
      printISAKMPSomeData(bytes, from: payload.offset + 8)
    }
    return true
  }

  private mutating func printIKE2Nonce(_ payload: ISAKMPPayload, _ bytes: Span<UInt8>) -> Bool {
    line.put(payload.isCritical ? "nonce[C]:" : "nonce:", " len=", payload.length - 4)
    if options.verbosity > 1 {
      line.append(" nonce=(")
      line.append(hexBytes: bytes.extracting(payload.data(from: 4)))
      line.append(") ")
    } else {
      printISAKMPSomeData(bytes, from: payload.offset + 4)
    }
    return true
  }

  private mutating func printIKE2Vendor(_ payload: ISAKMPPayload, _ bytes: Span<UInt8>) -> Bool {
    printIKE2Name(43, payload)
    line.put(" len=", payload.length - 4, " vid=")
    printIKE2Text(payload.data(from: 4), bytes)
    printIKE2Bytes(payload, bytes, minimum: 8)
    return true
  }

  /// Prints a notification (RFC 7296, section 3.10).
  private mutating func printIKE2Notification(
    _ payload: ISAKMPPayload, _ bytes: Span<UInt8>
  ) -> Bool {
    guard let fields = payload.fields(bytes) else { return false }
    line.append(payload.isCritical ? "n[C]: prot_id=" : "n: prot_id=")
    printISAKMPName(UInt32(fields.first), Self.isakmpProtocols)
    let type = fields.low
    let notification = Self.ike2Notification(type)
    line.put(" type=", type, "(", notification.name, ")")
    let size = Int(fields.second)
    if notification.showsIndex {
      guard printISAKMPIndex(bytes, at: payload.offset + 8, count: size) else { return false }
    }
    let start = payload.offset + 8 + size
    guard start < bytes.count else { return true }
    // A cookie is shown completely if less than 30 bytes of the packet are left, otherwise in part.
    if options.verbosity > 3 || type == 16390 && bytes.count - start < 30 {
      line.append(" data=(")
      line.append(hexBytes: bytes.extracting(start..<bytes.count))
      line.append(")")
    } else if type == 16390 {
      printISAKMPSomeData(bytes, from: start)
    }
    return true
  }

  private static let ike2TransformTypes = ["", "encr", "prf", "integ", "dh", "esn"]
  private static let ike2Functions = ["", "hmac-md5", "hmac-sha", "hmac-tiger", "aes128_xcbc"]
  private static let ike2Integrity = [
    "", "hmac-md5", "hmac-sha", "dec-mac", "kpdk-md5", "aes-xcbc",
  ]
  private static let ike2Numbers = ["no-esn", "esn"]
  private static let ike2Methods = ["invalid", "rsasig", "shared-secret", "dsssig"]

  private static func ike2TransformNames(_ type: UInt8) -> [String] {
    switch type {
    case 1: isakmpEncryptions
    case 2: ike2Functions
    case 3: ike2Integrity
    case 4: isakmpGroups
    case 5: ike2Numbers
    default: []
    }
  }
}
