import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a PIM version 1 message, after the name of the protocol that carries it.
  mutating func printPIMv1(_ message: PIMv1Message) throws(EarlyEnd) {
    let code = try message.code
    line.append(" ")
    line.append(name: Self.pimv1Name(code), or: "[type ", code, "]")
    switch code {
    case 0: try printPIMv1Query(message)
    case 1:
      line.append(" for ")
      printAddress(try message.registeredSource)
      line.append(" > ")
      printAddress(try message.registeredGroup)
    case 2:
      let source = try message.mask
      line.append(" for ")
      printAddress(try message.group)
      line.append(" > ")
      printAddress(source)
    case 3, 6, 7:
      if options.verbosity > 0 {
        // A cut list does not end the line: the version follows.
        do throws(EarlyEnd) {
          guard message.hasJoins else { throw EarlyEnd(name: "pimv1") }
          try printPIMv1Joins(message.joins)
        } catch {
          printTruncation(error.name)
        }
      }
    case 4:
      if options.verbosity > 0 { try printPIMv1RendezvousPoint(message) }
    case 5: try printPIMv1Assert(message)
    default: break
    }
    let version = try message.version
    if version != 1 { line.append(" [v", decimal: version, "]") }
  }

  private static func pimv1Name(_ code: UInt8) -> String? {
    switch code {
    case 0: "Query"
    case 1: "Register"
    case 2: "Register-Stop"
    case 3: "Join/Prune"
    case 4: "RP-reachable"
    case 5: "Assert"
    case 6: "Graft"
    case 7: "Graft-ACK"
    default: nil
    }
  }

  private mutating func printPIMv1Query(_ message: PIMv1Message) throws(EarlyEnd) {
    switch message.mode {
    case nil: break
    case 0?: line.append(" Dense-mode")
    case 1?: line.append(" Sparse-mode")
    case 2?: line.append(" Sparse-Dense-mode")
    case let mode?: line.append(" mode-", decimal: mode)
    }
    if options.verbosity > 0 {
      line.append(" (Hold-time ")
      printSpan(ofSeconds: UInt32(try message.queryHoldTime))
      line.append(")")
    }
  }

  private mutating func printPIMv1RendezvousPoint(_ message: PIMv1Message) throws(EarlyEnd) {
    let time = try message.rendezvousHoldTime
    line.append(" group ")
    printAddress(try message.group)
    printMask(try message.mask)
    line.append(" RP ")
    printAddress(try message.source)
    line.append(" hold ")
    printSpan(ofSeconds: UInt32(time))
  }

  private mutating func printPIMv1Assert(_ message: PIMv1Message) throws(EarlyEnd) {
    let source = try message.source
    line.append(" for ")
    printAddress(source)
    line.append(" > ")
    printAddress(try message.group)
    printMask(try message.mask)
    let metric = try message.metric
    let preference = try message.preference
    line.append(preference >> 31 != 0 ? " RP-tree" : " SPT")
    line.append(" pref ", decimal: preference & 0x7fff_ffff, " metric ")
    line.append(decimal: metric)
  }

  /// Appends a mask after a slash, unless it has all bits.
  private mutating func printMask(_ mask: IPv4Address) {
    if mask.rawValue == .max { return }
    line.append("/")
    printAddress(mask)
  }

  private mutating func printPIMv1Joins(_ joins: PIMv1Joins) throws(EarlyEnd) {
    if joins.isSingle {
      try printPIMv1SingleJoin(joins)
      return
    }
    let neighbor = try joins.upstreamNeighbor
    if options.verbosity > 1 { line.append("\n") }
    line.append(" Upstream Nbr: ")
    printAddress(neighbor)
    let time = try joins.holdTime
    if options.verbosity > 1 { line.append("\n") }
    line.append(" Hold time: ")
    printSpan(ofSeconds: UInt32(time))
    if options.verbosity < 2 { return }
    var groups = try joins.groups
    while let step = try groups.next() {
      switch step {
      case .group(let address):
        line.append("\n\tGroup: ")
        printAddress(address)
      case .mask(let mask): printMask(mask)
      case .counts(let joined, let pruned):
        line.append(" joined: ", decimal: joined, " pruned: ")
        line.append(decimal: UInt32(pruned))
      case .joined(let source): printPIMv1Source(source, "\n\tJoin  ")
      case .pruned(let source): printPIMv1Source(source, "\n\tPrune ")
      }
    }
  }

  private mutating func printPIMv1Source(_ source: PIMv1Source, _ label: String) {
    line.append(label)
    line.append(source.isSparse ? "Sparse " : "Dense ")
    if source.flagsAndMaskLength & 0x80 != 0 { line.append("WC ") }
    line.append(source.flagsAndMaskLength & 0x40 != 0 ? "RP " : "SPT ")
    printAddress(source.address)
    line.append("/", decimal: source.flagsAndMaskLength & 0x3f)
  }

  /// Prints the only group and source in short.
  private mutating func printPIMv1SingleJoin(_ joins: PIMv1Joins) throws(EarlyEnd) {
    line.append(" RPF ")
    printAddress(try joins.upstreamNeighbor)
    line.append(" ")
    let time = try joins.holdTime
    if time != 180 {
      line.append("Hold ")
      printSpan(ofSeconds: UInt32(time))
    }
    let source = try joins.singleSource
    line.append(try joins.isSingleJoin ? "Join (" : "Prune (")
    printAddress(source.address)
    line.append("/", decimal: source.flagsAndMaskLength & 0x3f, ", ")
    printAddress(try joins.singleGroup)
    printMask(try joins.singleMask)
    line.append(source.isSparse ? ") Sparse" : ") Dense")
    if source.flagsAndMaskLength & 0x80 != 0 { line.append(" WC") }
    line.append(source.flagsAndMaskLength & 0x40 != 0 ? " RP" : " SPT")
  }
}
