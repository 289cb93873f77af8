public import InternetTypes

/// The value of an RSVP object; lists in it are read from the object's value by their own iterators.
public enum RSVPContent: Hashable, Sendable {
  /// SESSION (RFC 2205, appendix A.1).
  case session(IPAddress, protocolNumber: UInt8, flags: UInt8, port: UInt16)
  /// LSP_TUNNEL SESSION (RFC 3209, section 4.6.1).
  case tunnel(IPAddress, identifier: UInt16, extended: IPAddress)
  /// P2MP LSP_TUNNEL SESSION (RFC 4875, section 19.1).
  case multipointTunnel(UInt32, isIPv6: Bool, identifier: UInt16, extended: IPAddress)
  /// RESV_CONFIRM, NOTIFY_REQUEST, S2L_SUB_LSP: an address.
  case address(IPAddress)
  /// LABEL and its kin: labels of four bytes each that fill the value.
  case labels
  /// A generalized label (RFC 3473, section 2.3).
  case generalizedLabel(UInt32)
  /// A waveband (RFC 3471, section 3.3).
  case waveband(UInt32, first: UInt32, last: UInt32)
  /// STYLE (RFC 2205, appendix A.7).
  case style(UInt32, flags: UInt8)
  /// SENDER_TEMPLATE, FILTER_SPEC: an address and a port.
  case source(IPAddress, port: UInt16)
  /// FILTER_SPEC with a flow label.
  case sourceFlow(IPv6Address, label: UInt32)
  /// LSP_TUNNEL SENDER_TEMPLATE, FILTER_SPEC (RFC 3209, section 4.6.2).
  case tunnelSource(IPv4Address, path: UInt16)
  /// P2MP LSP_TUNNEL SENDER_TEMPLATE, FILTER_SPEC (RFC 4875, section 19.2).
  case multipointSource(IPAddress, path: UInt16, origin: IPAddress, group: UInt16)
  /// LABEL_REQUEST: protocols of four bytes each that fill the value.
  case protocols
  /// LABEL_REQUEST with ATM labels (RFC 3209, section 4.2.2): the least and the greatest VPI and VCI, with flags.
  case asynchronousLabels(protocolNumber: UInt16, first: UInt32, last: UInt32)
  /// LABEL_REQUEST with frame relay labels (RFC 3209, section 4.2.3).
  case frameRelayLabels(protocolNumber: UInt16, first: UInt32, last: UInt32)
  /// Generalized LABEL_REQUEST (RFC 3473, section 2.1).
  case generalizedRequest(encoding: UInt8, switching: UInt8, payload: UInt16)
  /// EXPLICIT_ROUTE, RECORD_ROUTE: `RSVPRoute` reads it.
  case route
  /// HELLO (RFC 3209, section 5.2).
  case hello(source: UInt32, destination: UInt32)
  /// RESTART_CAP (RFC 3473, section 9.1): milliseconds.
  case restart(UInt32, recovery: UInt32)
  /// CAPABILITY (RFC 5063, section 4.2).
  case capability(UInt32)
  /// SESSION_ATTRIBUTE (RFC 3209, section 4.7.1), and the length of its name, which begins at offset 4.
  case sessionAttribute(setup: UInt8, holding: UInt8, flags: UInt8, nameLength: Int)
  /// GENERALIZED_UNI: `RSVPUserInterface` reads it.
  case userInterface
  /// RSVP_HOP (RFC 2205, appendix A.2), and whether only some of the value was read.
  case hop(IPAddress, handle: UInt32, isPartial: Bool)
  /// TIME_VALUES (RFC 2205, appendix A.4): milliseconds.
  case timeValues(UInt32)
  /// FLOWSPEC, SENDER_TSPEC, ADSPEC (RFC 2210, section 3): `RSVPServices` reads the rest.
  case services(version: UInt8, length: Int)
  /// FAST_REROUTE (RFC 4090, section 4.1), of the RFC or its drafts, which lack the last number.
  case fastReroute(
    setup: UInt8, holding: UInt8, hops: UInt8, bandwidth: Float, include: UInt32, exclude: UInt32,
    all: UInt32?)
  /// DETOUR (RFC 4090, section 4.2): pairs of addresses that fill the value.
  case detours
  /// CLASSTYPE (RFC 4124, section 6.2).
  case classType(UInt32)
  /// ERROR_SPEC (RFC 2205, appendix A.5).
  case error(IPAddress, flags: UInt8, code: UInt8, value: UInt16)
  /// Juniper's properties: how many, and bytes after them. `RSVPProperties` reads them.
  case properties(UInt16, padding: Int)
  /// MESSAGE_ID and its kin (RFC 2961, section 4): identifiers of four bytes follow.
  case messageIdentifiers(flags: UInt8, epoch: UInt32)
  /// INTEGRITY (RFC 2747, section 2).
  case integrity(flags: UInt8, key: UInt64, sequence: UInt64, digest: UInt128)
  /// ADMIN_STATUS (RFC 3473, section 7.1).
  case administrativeStatus(UInt32)
  /// LABEL_SET (RFC 3473, section 2.6): a list of channels follows.
  case labelList(action: UInt8, type: UInt8)
  /// LABEL_SET with a range of channels.
  case labelRange(action: UInt8, type: UInt8, first: UInt32, last: UInt32)
  /// The value has less bytes than its type needs.
  case tooShort
  /// A class or type that is not known.
  case unknown
}

extension RSVPObject {
  /// The object's value, which has to be captured.
  public var content: RSVPContent {
    get throws(EarlyEnd) {
      switch (number, type) {
      case (1, _): try session
      case (15, 1...2), (195, 1...2), (50, 1...2): try address.map { .address($0) } ?? .tooShort
      case (10, _), (11, _): try source
      case (16, _), (34, _), (35, _), (129, _): try label
      case (19, _): try labelRequest
      case (20, 1), (21, 1): .route
      case (3, 1...4): try hop
      case (6, 1...4): try error
      case (36, 1): try labelSet
      case (4, 1): try integrity
      case (205, 1), (205, 7): try fastReroute
      case (229, 1): value.length < 4 ? .tooShort : .userInterface
      case (63, 7): .detours
      case (9, 2), (12, 2), (13, 2):
        value.length < 4
          ? .tooShort
          : .services(version: try value.byte(at: 0) >> 4, length: Int(try value.uint16(at: 2)) * 4)
      default: try small
      }
    }
  }

  /// Values of a few numbers.
  private var small: RSVPContent {
    get throws(EarlyEnd) {
      let needed =
        switch (number, type) {
        case (5, 1), (8, 1), (66, 1), (125, 1), (134, 1), (196, 1), (204, 1), (207, 7): 4
        case (23...25, 1...2): 4
        case (22, 1...2), (131, 1): 8
        default: 0
        }
      if needed == 0 { return .unknown }
      guard value.length >= needed else { return .tooShort }
      let first = try value.uint32(at: 0)
      switch number {
      case 5: return .timeValues(first)
      case 8: return .style(first & 0xff_ffff, flags: UInt8(first >> 24))
      case 22: return .hello(source: first, destination: try value.uint32(at: 4))
      case 66, 125: return .classType(first & 7)
      case 131: return .restart(first, recovery: try value.uint32(at: 4))
      case 134: return .capability(first)
      case 196: return .administrativeStatus(first)
      case 204: return .properties(UInt16(first >> 16), padding: Int(first & 0xffff))
      case 207:
        let count = Int(first & 0xff)
        guard value.length >= 4 + count else { return .tooShort }
        return .sessionAttribute(
          setup: UInt8(first >> 24), holding: UInt8(first >> 16 & 0xff),
          flags: UInt8(first >> 8 & 0xff), nameLength: count)
      default: return .messageIdentifiers(flags: UInt8(first >> 24), epoch: first & 0xff_ffff)
      }
    }
  }

  /// The address of type 1 or 2 that the value begins with; nil if it is too short.
  private var address: IPAddress? {
    get throws(EarlyEnd) {
      guard value.length >= (type % 2 == 1 ? 4 : 16) else { return nil }
      return try address(at: 0, isIPv6: type % 2 == 0)
    }
  }

  private func address(at offset: Int, isIPv6: Bool) throws(EarlyEnd) -> IPAddress {
    isIPv6 ? .v6(try value.ipv6Address(at: offset)) : .v4(try value.ipv4Address(at: offset))
  }

  private var session: RSVPContent {
    get throws(EarlyEnd) {
      switch type {
      case 1, 2:
        let size = type == 1 ? 4 : 16
        guard value.length >= size + 4 else { return .tooShort }
        return .session(
          try address(at: 0, isIPv6: type == 2), protocolNumber: try value.byte(at: size),
          flags: try value.byte(at: size + 1), port: try value.uint16(at: size + 2))
      case 7, 11:
        guard value.length >= 12 else { return .tooShort }
        return .tunnel(
          try address(at: 0, isIPv6: false), identifier: try value.uint16(at: 6),
          extended: try address(at: 8, isIPv6: false))
      case 8:
        guard value.length >= 36 else { return .tooShort }
        return .tunnel(
          try address(at: 0, isIPv6: true), identifier: try value.uint16(at: 18),
          extended: try address(at: 20, isIPv6: true))
      case 13, 14:
        guard value.length >= (type == 13 ? 12 : 26) else { return .tooShort }
        return .multipointTunnel(
          try value.uint32(at: 0), isIPv6: type == 14, identifier: try value.uint16(at: 6),
          extended: try address(at: 8, isIPv6: type == 14))
      default: return .unknown
      }
    }
  }

  private var source: RSVPContent {
    get throws(EarlyEnd) {
      let needed =
        switch type {
        case 1, 7: 8
        case 2: 20
        case 3, 8: number == 10 ? 20 : 0
        case 12: 16
        case 13: 40
        default: 0
        }
      if needed == 0 { return .unknown }
      guard value.length >= needed else { return .tooShort }
      switch type {
      case 1, 2:
        return .source(
          try address(at: 0, isIPv6: type == 2), port: try value.uint16(at: type == 1 ? 6 : 18))
      case 3:
        return .sourceFlow(try value.ipv6Address(at: 0), label: try value.uint24(at: 17))
      // tcpdump 4.99.3 shows four bytes of the IPv6 address of type 8.
      case 7, 8:
        return .tunnelSource(
          try value.ipv4Address(at: 0), path: try value.uint16(at: type == 7 ? 6 : 18))
      default:
        let isIPv6 = type == 13
        let size = isIPv6 ? 20 : 8
        return .multipointSource(
          try address(at: 0, isIPv6: isIPv6), path: try value.uint16(at: size - 2),
          origin: try address(at: size, isIPv6: isIPv6),
          group: try value.uint16(at: isIPv6 ? 38 : 12))
      }
    }
  }
}

extension RSVPObject {
  private var label: RSVPContent {
    get throws(EarlyEnd) {
      switch type {
      case 1: return .labels
      case 2: return value.length < 4 ? .tooShort : .generalizedLabel(try value.uint32(at: 0))
      case 3:
        guard value.length >= 12 else { return .tooShort }
        return .waveband(
          try value.uint32(at: 0), first: try value.uint32(at: 4), last: try value.uint32(at: 8))
      default: return .unknown
      }
    }
  }

  private var labelRequest: RSVPContent {
    get throws(EarlyEnd) {
      switch type {
      case 1: return .protocols
      case 2, 3:
        guard value.length >= 12 else { return .tooShort }
        let number = try value.uint16(at: 2)
        if type == 3 {
          return .frameRelayLabels(
            protocolNumber: number, first: try value.uint32(at: 4), last: try value.uint32(at: 8))
        }
        return .asynchronousLabels(
          protocolNumber: number, first: try value.uint32(at: 4), last: try value.uint32(at: 8))
      case 4:
        guard value.length >= 4 else { return .tooShort }
        return .generalizedRequest(
          encoding: try value.byte(at: 0), switching: try value.byte(at: 1),
          payload: try value.uint16(at: 2))
      default: return .unknown
      }
    }
  }

  private var hop: RSVPContent {
    get throws(EarlyEnd) {
      let size = type % 2 == 1 ? 4 : 16
      guard value.length >= size + 4 else { return .tooShort }
      return .hop(
        try address(at: 0, isIPv6: size == 16), handle: try value.uint32(at: size),
        isPartial: size == 16 || value.length > 8)
    }
  }

  private var error: RSVPContent {
    get throws(EarlyEnd) {
      let size = type % 2 == 1 ? 4 : 16
      guard value.length >= size + 4 else { return .tooShort }
      return .error(
        try address(at: 0, isIPv6: size == 16), flags: try value.byte(at: size),
        code: try value.byte(at: size + 1), value: try value.uint16(at: size + 2))
    }
  }

  private var labelSet: RSVPContent {
    get throws(EarlyEnd) {
      guard value.length >= 4 else { return .tooShort }
      let action = try value.byte(at: 0)
      let type = try value.byte(at: 3) & 0x7f
      guard action == 2 || action == 3 else { return .labelList(action: action, type: type) }
      guard value.length >= 12 else { return .tooShort }
      return .labelRange(
        action: action, type: type, first: try value.uint32(at: 4), last: try value.uint32(at: 8))
    }
  }

  private var integrity: RSVPContent {
    get throws(EarlyEnd) {
      guard value.length >= 32 else { return .tooShort }
      try value.require(32)
      return .integrity(
        flags: try value.byte(at: 0), key: try value.uint48(at: 2),
        sequence: try value.uint64(at: 8), digest: try value.ipv6Address(at: 16).rawValue)
    }
  }

  private var fastReroute: RSVPContent {
    get throws(EarlyEnd) {
      guard value.length >= (type == 1 ? 20 : 16) else { return .tooShort }
      return .fastReroute(
        setup: try value.byte(at: 0), holding: try value.byte(at: 1), hops: try value.byte(at: 2),
        bandwidth: try value.float(at: 4), include: try value.uint32(at: 8),
        exclude: try value.uint32(at: 12), all: type == 1 ? try value.uint32(at: 16) : nil)
    }
  }
}
