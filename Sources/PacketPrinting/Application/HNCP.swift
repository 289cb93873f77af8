import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Elements inside of elements are printed to this depth.
  private static var homeNetworkDepth: Int { 16 }

  /// Prints a home networking control message (RFC 7788).
  mutating func printHNCP(_ bytes: Span<UInt8>, _ payload: ApplicationPayload) throws(EarlyEnd) {
    line.put("hncp (", payload.length, ")")
    try printHNCPElements(
      Fields(bytes, from: payload.start, length: payload.length, in: HNCPElements.name), depth: 1)
  }

  private mutating func beginHNCPLine(_ depth: Int) {
    line.append("\n")
    for _ in 0..<depth { line.append(byte: UInt8(ascii: "\t")) }
  }

  /// Prints elements: their names in one line, or each in a line of its own when verbose enough.
  mutating func printHNCPElements(_ fields: Fields, depth: Int) throws(EarlyEnd) {
    guard depth <= Self.homeNetworkDepth else { return line.append(" [nested too deep]") }
    if depth - 1 >= options.verbosity && options.verbosity < 3 {
      return try printHNCPNames(fields, depth)
    }
    var elements = HNCPElements(fields)
    while elements.hasNext {
      beginHNCPLine(depth)
      guard let step = try elements.next() else { return }
      switch step {
      case .cut: return printTruncation(HNCPElements.name)
      case .invalid: return printInvalid()
      case .element(let type, let length):
        let kind = Self.homeNetworkKind(type)
        line.append(Self.homeNetworkName(kind))
        if kind > 0xffff { line.put(": type=", type) }
        line.put(" (", length + 4, ")")
        let value = try elements.value
        guard try printHNCPContent(HNCPContent(type: type, value), value, depth) else {
          return printInvalid()
        }
      }
    }
  }

  /// Prints the names of elements, those of one kind in a row with their number.
  private mutating func printHNCPNames(_ fields: Fields, _ depth: Int) throws(EarlyEnd) {
    var elements = HNCPElements(fields)
    var (last, count, isFirst) = (UInt32.max, 0, true)
    while let step = try elements.next() {
      switch step {
      case .cut: return printTruncation(HNCPElements.name)
      case .invalid: return printInvalid()
      case .element(let type, _):
        let kind = Self.homeNetworkKind(type)
        if kind == last {
          count += 1
        } else {
          printHNCPName(last, count, depth, &isFirst)
          (last, count) = (kind, 1)
        }
      }
    }
    printHNCPName(last, count, depth, &isFirst)
  }

  private mutating func printHNCPName(
    _ kind: UInt32, _ count: Int, _ depth: Int, _ isFirst: inout Bool
  ) {
    guard count > 0 else { return }
    if !isFirst {
      line.append(", ")
    } else if depth > 1 {
      beginHNCPLine(depth)
    } else {
      line.append(" ")
    }
    isFirst = false
    line.append(Self.homeNetworkName(kind))
    if count > 1 { line.put(" (x", count, ")") }
  }

  /// The type, or above all types the range that a type without a name is in.
  private static func homeNetworkKind(_ type: UInt16) -> UInt32 {
    switch type {
    case 1...5, 8...10, 32...43: UInt32(type)
    case 0: 0x10000
    case 44...511: 0x10001
    case 768...1023: 0x10002
    default: 0x10003
    }
  }

  private static func homeNetworkName(_ kind: UInt32) -> String {
    switch kind {
    case 1: "Request network state"
    case 2: "Request node state"
    case 3: "Node endpoint"
    case 4: "Network state"
    case 5: "Node state"
    case 8: "Peer"
    case 9: "Keep-alive interval"
    case 10: "Trust-Verdict"
    case 32: "HNCP-Version"
    case 33: "External-Connection"
    case 34: "Delegated-Prefix"
    case 35: "Assigned-Prefix"
    case 36: "Node-Address"
    case 37: "DHCPv4-Data"
    case 38: "DHCPv6-Data"
    case 39: "DNS-Delegated-Zone"
    case 40: "Domain-Name"
    case 41: "Node-Name"
    case 42: "Managed-PSK"
    case 43: "Prefix-Policy"
    case 0x10000: "Reserved"
    case 0x10001: "Unassigned"
    case 0x10002: "Private use"
    default: "Future use"
    }
  }
}
