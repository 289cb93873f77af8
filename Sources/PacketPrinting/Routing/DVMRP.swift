import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a DVMRP message (RFC 1075).
  mutating func printDVMRP(_ message: DVMRPMessage) throws(EarlyEnd) {
    switch try message.code {
    case 1:
      line.append(" Probe")
      if options.verbosity > 0 { try printDVMRPProbe(message) }
    case 2:
      line.append(" Report")
      if options.verbosity > 1 { try printDVMRPReport(message) }
    case 3: line.append(" Ask-neighbors")
    case 4:
      line.append(" Neighbors")
      try printDVMRPNeighbors(message)
    case 5: line.append(" Ask-neighbors2")
    case 6:
      line.append(" Neighbors2")
      let minor = try message.minorVersion
      line.append(" (v ", decimal: try message.majorVersion, ".")
      line.append(decimal: UInt32(minor))
      line.append("):")
      try printDVMRPFlaggedNeighbors(message)
    case 7:
      line.append(" Prune")
      try message.body.require(12)
      try printDVMRPSourceAndGroup(message)
      line.append(" timer ")
      printSpan(ofSeconds: try message.pruneLifetime)
    case 8:
      line.append(" Graft")
      try printDVMRPSourceAndGroup(message)
    case 9:
      line.append(" Graft-ACK")
      try printDVMRPSourceAndGroup(message)
    case let code: line.append(" [type ", decimal: code, "]")
    }
  }

  /// Appends ` src A grp B`.
  private mutating func printDVMRPSourceAndGroup(_ message: DVMRPMessage) throws(EarlyEnd) {
    try message.body.require(8)
    line.append(" src ")
    printAddress(try message.source)
    line.append(" grp ")
    printAddress(try message.group)
  }

  private mutating func printDVMRPProbe(_ message: DVMRPMessage) throws(EarlyEnd) {
    let separator = options.verbosity > 1 ? "\n\t" : " "
    line.append(separator)
    guard let generation = message.generation else { throw message.body.end }
    line.append("genid ", decimal: generation)
    if options.verbosity < 2 { return }
    var neighbors = message.probedNeighbors
    while let neighbor = try neighbors.next() {
      line.append(separator)
      line.append("neighbor ")
      printAddress(neighbor)
    }
  }

  private mutating func printDVMRPReport(_ message: DVMRPMessage) throws(EarlyEnd) {
    var routes = message.routes
    while let step = try routes.next() {
      switch step {
      case .mask(let mask): line.append("\n\tMask ", address: mask)
      case .route(let origin, let metric):
        line.append("\n\t  ", address: origin, " metric ")
        line.append(decimal: UInt32(metric))
      case .maskCut: line.append(" [|]")
      case .routeCut: line.append("\n\t  [Truncated Report]")
      }
    }
  }

  private mutating func printDVMRPNeighbors(_ message: DVMRPMessage) throws(EarlyEnd) {
    var neighbors = message.interfaces(haveFlags: false)
    while let neighbor = try neighbors.next() {
      line.append(" [")
      printAddress(neighbor.interface)
      line.append(" ->")
      guard let address = neighbor.address else { throw message.body.end }
      line.append(" ")
      printAddress(address)
      line.append(", (", decimal: neighbor.metric, "/")
      line.append(decimal: UInt32(neighbor.threshold))
      line.append(")]")
    }
  }

  private mutating func printDVMRPFlaggedNeighbors(_ message: DVMRPMessage) throws(EarlyEnd) {
    var neighbors = message.interfaces(haveFlags: true)
    while let neighbor = try neighbors.next() {
      line.append(" [")
      printAddress(neighbor.interface)
      line.append(" -> ")
      guard let address = neighbor.address else { throw message.body.end }
      printAddress(address)
      line.append(" (", decimal: neighbor.metric, "/")
      line.append(decimal: UInt32(neighbor.threshold))
      if neighbor.flags & 0x01 != 0 { line.append("/tunnel") }
      if neighbor.flags & 0x02 != 0 { line.append("/srcrt") }
      if neighbor.flags & 0x40 != 0 { line.append("/querier") }
      if neighbor.flags & 0x20 != 0 { line.append("/disabled") }
      if neighbor.flags & 0x10 != 0 { line.append("/down") }
      line.append(")]")
    }
  }
}
