import InternetTypes
import PacketDissection
import TextOutput

// Elements of IS-IS for shortest path bridging (RFC 6329).
extension PacketPrinter {
  /// Prints a port's capabilities for several topologies.
  mutating func printPortCapability(_ element: ISISElement) throws(EarlyEnd) {
    let value = element.value
    if value.length < 2 { return }
    let topology = try value.uint16(at: 0)
    line.append("\n\t       RES: ", decimal: topology >> 12, ", MTID(s): ")
    line.append(decimal: UInt32(topology & 0xfff))
    var parts = ISISElements(element.following.dropping(2), length: value.length - 2)
    while parts.left > 2, let part = try parts.next() {
      line.append("\n\t       ")
      switch part.type {
      case 4: line.append("SPB MCID")
      case 5: line.append("SPB Digest")
      case 6: line.append("SPB BVID")
      default: line.append("unknown")
      }
      line.append(" subTLV #", decimal: part.type, ", length: ")
      line.append(decimal: part.length)
      if part.length > part.room { return line.append(" (> containing TLV length)") }
      guard part.following.has(part.length) else { return printTruncation(value.name) }
      switch part.type {
      case 4:
        if part.length < 102 { return line.append(" (too short)") }
        line.append("\n\t         MCID: ")
        try printConfigurationIdentifier(part.value)
        line.append("\n\t         AUX-MCID: ")
        try printConfigurationIdentifier(part.value.dropping(51))
      case 5:
        if part.length < 33 { return line.append(" (too short)") }
        try printTopologyDigest(part.value)
      case 6:
        var rest = part.value
        while rest.length >= 6 {
          line.append("\n\t           ECT: ", hex: try rest.uint32(at: 0), digits: 8)
          let flags = try rest.uint16(at: 4)
          line.append(" BVID: ", decimal: flags >> 4, ", U:")
          line.append("", hex: flags >> 3 & 1, " M:")
          line.append("", hex: flags >> 2 & 1, " ")
          rest = rest.dropping(6)
        }
        if rest.length >= 4 {
          line.append("\n\t           ECT: ", hex: try rest.uint32(at: 0), digits: 8)
        }
        if rest.length > 0 { return line.append(" (too short)") }
      default: break
      }
    }
  }

  private mutating func printConfigurationIdentifier(_ value: Fields) throws(EarlyEnd) {
    try value.require(51)
    line.append("ID: ", decimal: try value.byte(at: 0), ", Name: ")
    try printText(value.part(at: 1, length: 32))
    line.append("\n\t              Lvl: ", decimal: try value.uint16(at: 33), ", Digest: ")
    for index in 35..<51 { line.append("", hex: try value.byte(at: index), digits: 2, " ") }
  }

  private mutating func printTopologyDigest(_ value: Fields) throws(EarlyEnd) {
    let flags = try value.byte(at: 0)
    line.append("\n\t        RES: ", decimal: flags >> 5, " V: ")
    line.append("", decimal: flags >> 4 & 1, " A: ")
    line.append("", decimal: flags >> 2 & 3, " D: ")
    line.append(decimal: UInt32(flags & 3))
    line.append("\n\t         Digest: ")
    for index in 0..<8 {
      line.append("", hex: try value.uint32(at: 1 + index * 4), digits: 8, " ")
      if index == 3 { line.append("\n\t                 ") }
    }
  }

  /// Prints capabilities within a topology.
  mutating func printTopologyCapability(_ element: ISISElement) throws(EarlyEnd) {
    let value = element.value
    if value.length < 2 { return }
    let topology = try value.uint16(at: 0)
    line.append("\n\t      O: ", decimal: topology >> 15, ", RES: ")
    line.append("", decimal: topology >> 12 & 7, ", MTID(s): ")
    line.append(decimal: UInt32(topology & 0xfff))
    var parts = ISISElements(element.following.dropping(2), length: value.length - 2)
    while parts.left > 2, let part = try parts.next() {
      line.append("\n\t      ")
      switch part.type {
      case 1: line.append("SPB Instance")
      case 2: line.append("SPBM Service Identifier and Unicast Address")
      default: line.append("unknown")
      }
      line.append(" subTLV #", decimal: part.type, ", length: ")
      line.append(decimal: part.length)
      if part.length > part.room { return line.append(" (> containing TLV length)") }
      guard part.following.has(part.length) else { return printTruncation(value.name) }
      switch part.type {
      case 1:
        if part.length < 19 { return line.append(" (too short)") }
        try printBridgingInstance(part.value)
      case 2:
        if part.length < 8 { return printTruncation(value.name) }
        try printBridgingServices(part.value)
      default: break
      }
    }
  }

  private mutating func printBridgingInstance(_ value: Fields) throws(EarlyEnd) {
    line.append("\n\t        CIST Root-ID: ", hex: try value.uint32(at: 0), digits: 8)
    line.append(" ", hex: try value.uint32(at: 4), digits: 8)
    line.append(", Path Cost: ", hex: try value.uint32(at: 8), digits: 8)
    line.append(", Prio: ", decimal: try value.uint16(at: 12))
    let source = try value.uint32(at: 14)
    line.append("\n\t        RES: ", decimal: source >> 21, ", V: ")
    line.append("", decimal: source >> 20 & 1, ", SPSource-ID: ")
    line.append(decimal: source & 0xf_ffff)
    line.append(", No of Trees: ", hex: try value.byte(at: 18))
    var rest = value.dropping(19)
    while rest.length >= 8 {
      let flags = try rest.byte(at: 0)
      line.append("\n\t         U:", decimal: flags >> 7, ", M:")
      line.append("", decimal: flags >> 6 & 1, ", A:")
      line.append("", decimal: flags >> 5 & 1, ", RES:")
      line.append(decimal: UInt32(flags & 0x1f))
      line.append(", ECT: ", hex: try rest.uint32(at: 1), digits: 8)
      let numbers = try rest.uint24(at: 5)
      line.append(", BVID: ", decimal: numbers >> 12, ", SPVID: ")
      line.append(decimal: numbers & 0xfff)
      rest = rest.dropping(8)
    }
  }

  private mutating func printBridgingServices(_ value: Fields) throws(EarlyEnd) {
    line.append("\n\t        BMAC: ", hex: try value.uint32(at: 0), digits: 8)
    line.append("", hex: try value.uint16(at: 4), digits: 4)
    let number = try value.uint16(at: 6)
    line.append(", RES: ", decimal: number >> 12, ", VID: ")
    line.append(decimal: UInt32(number & 0xfff))
    var rest = value.dropping(8)
    while rest.length >= 4 {
      let service = try rest.uint32(at: 0)
      line.append("\n\t        T: ", decimal: service >> 31, ", R: ")
      line.append("", decimal: service >> 30 & 1, ", RES: ")
      line.append("", decimal: service >> 24 & 0x3f, ", ISID: ")
      line.append(decimal: service & 0xff_ffff)
      rest = rest.dropping(4)
    }
  }
}
