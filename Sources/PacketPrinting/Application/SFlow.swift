import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a datagram of sFlow version 5; its samples when verbose.
  mutating func printSFlow(_ bytes: Span<UInt8>, _ payload: ApplicationPayload) throws(EarlyEnd) {
    let datagram = try SFlowDatagram(bytes, at: payload.start)
    let length = payload.length
    if datagram.addressType == 1 && length < 28 || datagram.addressType == 2 && length < 40 {
      line.put("sFlowv", datagram.version, " [length ", length, " < 28]")
      printInvalid()
      return
    }
    try bytes.require(28, at: payload.start, in: SFlowDatagram.name)
    guard datagram.version == 5 else {
      line.put("sFlow version ", datagram.version, " packet not supported")
      return
    }
    let agent = try datagram.agent(bytes)
    let identifier = try datagram.value(.agentID, bytes)
    let isVerbose = options.verbosity > 0
    var count: UInt32 = 0
    if isVerbose {
      try bytes.require(datagram.headerByteCount, at: payload.start, in: SFlowDatagram.name)
      count = try datagram.value(.sampleCount, bytes)
    }
    line.put("sFlowv5, ", datagram.isVersion4 ? "IPv4 agent " : "IPv6 agent ")
    switch agent {
    case .v4(let address): printAddress(address)
    case .v6(let address): printAddress(address)
    }
    line.put(", agent-id ", identifier)
    if isVerbose {
      line.put(", seqnum ", try datagram.value(.sequence, bytes), ", uptime ")
      line.put(try datagram.value(.uptime, bytes), ", samples ", count)
    }
    line.put(", length ", length)
    guard isVerbose else { return }
    if try !printSFlowSamples(bytes, payload, datagram, count: count) { printInvalid() }
  }

  /// Prints samples; false if one does not fit.
  private mutating func printSFlowSamples(
    _ bytes: Span<UInt8>, _ payload: ApplicationPayload, _ datagram: SFlowDatagram, count: UInt32
  ) throws(EarlyEnd) -> Bool {
    var offset = payload.start + datagram.headerByteCount
    var left = payload.length - datagram.headerByteCount
    guard left >= 0 else { return false }
    var samples = count
    while samples > 0 && left > 0 {
      let sample = try SFlowItem(bytes, at: offset)
      guard left >= SFlowItem.headerByteCount else { return false }
      offset += SFlowItem.headerByteCount
      left -= SFlowItem.headerByteCount
      let type = sample.format & 0x0fff
      line.append("\n\t")
      switch type {
      case 1: line.append("flow sample")
      case 2: line.append("counter sample")
      case 3: line.append("expanded flow sample")
      case 4: line.append("expanded counter sample")
      default: line.append("Unknown")
      }
      line.put(" (", type, "), length ", sample.length, ",")
      guard type != 0 && sample.length != 0 else { return true }
      guard left >= sample.length else { return false }
      try bytes.require(sample.length, at: offset, in: SFlowDatagram.name)
      switch type {
      case 1...4: guard try printSFlowSample(type, sample, bytes, left: left) else { return false }
      default:
        if options.verbosity <= 1 {
          printUnknownData(bytes, at: offset, length: sample.length, indent: "\n\t    ")
        }
      }
      offset += sample.length
      left -= sample.length
      samples -= 1
    }
    return true
  }

  /// Prints a sample of flows or counters; false if a record does not fit.
  private mutating func printSFlowSample(
    _ type: UInt32, _ sample: SFlowItem, _ bytes: Span<UInt8>, left: Int
  ) throws(EarlyEnd) -> Bool {
    let isExpanded = type > 2
    let isFlow = type == 1 || type == 3
    let size = isFlow ? (isExpanded ? 44 : 32) : (isExpanded ? 16 : 12)
    guard left >= size else { return false }
    let records = try sample.uint32(at: size - 4, bytes)
    line.put(" seqnum ", try sample.uint32(at: 0, bytes), ", type ")
    let source = try sample.uint32(at: 4, bytes)
    if isExpanded {
      line.put(source, ", idx ", try sample.uint32(at: 8, bytes))
    } else {
      line.put(source >> 24, ", idx ", source & 0x00ff_ffff)
    }
    if isFlow {
      let rates = isExpanded ? 12 : 8
      line.put(", rate ", try sample.uint32(at: rates, bytes), ", pool ")
      line.put(try sample.uint32(at: rates + 4, bytes), ", drops ")
      line.append(decimal: try sample.uint32(at: rates + 8, bytes))
      if isExpanded {
        line.append(",")
      } else {
        line.put(", input ", try sample.uint32(at: 20, bytes), " output ")
        line.append(decimal: try sample.uint32(at: 24, bytes))
      }
    } else {
      line.append(",")
    }
    line.put(" records ", records)
    return try printSFlowRecords(
      bytes, from: sample.start + size, left: left - size, count: records, isFlow: isFlow)
  }

  /// Prints the records of a sample; false if one does not fit.
  private mutating func printSFlowRecords(
    _ bytes: Span<UInt8>, from start: Int, left room: Int, count: UInt32, isFlow: Bool
  ) throws(EarlyEnd) -> Bool {
    var (offset, left, records) = (start, room, count)
    while records > 0 {
      guard left >= SFlowItem.headerByteCount else { return false }
      let record = try SFlowItem(bytes, at: offset)
      let enterprise = record.format >> (isFlow ? 12 : 20)
      let type = record.format & 0x0fff
      line.put("\n\t    enterprise ", enterprise, isFlow ? " " : ", ")
      let name = isFlow ? Self.sFlowFlowName(type) : Self.sFlowCounterName(type)
      line.put(enterprise == 0 ? name ?? "Unknown" : "Unknown", " (", type, ") length ")
      line.append(decimal: record.length)
      offset += SFlowItem.headerByteCount
      left -= SFlowItem.headerByteCount
      guard left >= record.length else { return false }
      if enterprise == 0 {
        guard
          try isFlow
            ? printSFlowFlow(type, record, bytes, left: left)
            : printSFlowCounter(type, record, bytes, left: left)
        else { return false }
      }
      offset += record.length
      left -= record.length
      records -= 1
    }
    return true
  }

  private mutating func printSFlowFlow(
    _ type: UInt32, _ record: SFlowItem, _ bytes: Span<UInt8>, left: Int
  ) throws(EarlyEnd) -> Bool {
    switch type {
    case 1:
      guard left >= 16 else { return false }
      let kind = try record.uint32(at: 0, bytes)
      line.append("\n\t      protocol ")
      switch kind {
      case 1: line.append("Ethernet")
      case 11: line.append("IPv4")
      case 12: line.append("IPv6")
      default: line.append("Unknown")
      }
      line.put(" (", kind, "), length ", try record.uint32(at: 4, bytes))
      line.put(", stripped bytes ", try record.uint32(at: 8, bytes))
      line.put(", header_size ", try record.uint32(at: 12, bytes))
    case 2:
      guard left >= 24 else { return false }
      line.put("\n\t      frame len ", try record.uint32(at: 0, bytes))
      line.put(", type ", try record.uint32(at: 20, bytes))
    case 1001:
      guard left >= 16 else { return false }
      line.put("\n\t      src vlan ", try record.uint32(at: 0, bytes))
      line.put(", src pri ", try record.uint32(at: 4, bytes))
      line.put(", dst vlan ", try record.uint32(at: 8, bytes))
      line.put(", dst pri ", try record.uint32(at: 12, bytes))
    default:
      if Self.sFlowFlowName(type) == nil && options.verbosity <= 1 {
        printUnknownData(bytes, at: record.start, length: record.length, indent: "\n\t\t")
      }
    }
    return true
  }

  private mutating func printSFlowCounter(
    _ type: UInt32, _ record: SFlowItem, _ bytes: Span<UInt8>, left: Int
  ) throws(EarlyEnd) -> Bool {
    if type == 1 {
      guard left >= 88 else { return false }
      try printSFlowInterface(record, bytes)
      try printSFlowFields(SFlowField.interface, record, bytes)
    } else if let counters = SFlowField.counters(of: type) {
      guard left >= counters.byteCount else { return false }
      try printSFlowFields(counters.fields, record, bytes)
    } else if type != 3 && options.verbosity <= 1 {
      printUnknownData(bytes, at: record.start, length: record.length, indent: "\n\t\t")
    }
    return true
  }

  private mutating func printSFlowFields(
    _ fields: [SFlowField], _ record: SFlowItem, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    for field in fields {
      let value =
        field.isWide
        ? try record.uint64(at: field.offset, bytes)
        : UInt64(try record.uint32(at: field.offset, bytes))
      line.put(field.text, value)
    }
  }

  /// Prints the state of an interface.
  private mutating func printSFlowInterface(
    _ record: SFlowItem, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    line.put("\n\t      ifindex ", try record.uint32(at: 0, bytes), ", iftype ")
    line.put(try record.uint32(at: 4, bytes), ", ifspeed ", try record.uint64(at: 8, bytes))
    let direction = try record.uint32(at: 16, bytes)
    line.put(", ifdirection ", direction, " (")
    switch direction {
    case 0: line.append("unknown")
    case 1: line.append("full-duplex")
    case 2: line.append("half-duplex")
    case 3: line.append("in")
    case 4: line.append("out")
    default: line.append("Unknown")
    }
    let status = try record.uint32(at: 20, bytes)
    line.put(")\n\t      ifstatus ", status, ", adminstatus: ", status & 1 != 0 ? "up" : "down")
    line.put(", operstatus: ", status & 2 != 0 ? "up" : "down")
  }

  private static func sFlowFlowName(_ type: UInt32) -> String? {
    switch type {
    case 1: "Raw packet"
    case 2: "Ethernet frame"
    case 3: "IPv4 Data"
    case 4: "IPv6 Data"
    case 1001: "Extended Switch data"
    case 1002: "Extended Router data"
    case 1003: "Extended Gateway data"
    case 1004: "Extended User data"
    case 1005: "Extended URL data"
    case 1006: "Extended MPLS data"
    case 1007: "Extended NAT data"
    case 1008: "Extended MPLS tunnel"
    case 1009: "Extended MPLS VC"
    case 1010: "Extended MPLS FEC"
    case 1011: "Extended MPLS LVP FEC"
    case 1012: "Extended VLAN Tunnel"
    default: nil
    }
  }

  private static func sFlowCounterName(_ type: UInt32) -> String? {
    switch type {
    case 1: "Generic counter"
    case 2: "Ethernet counter"
    case 3: "Token ring counter"
    case 4: "100 BaseVG counter"
    case 5: "Vlan counter"
    case 1001: "Processor counter"
    default: nil
    }
  }
}
