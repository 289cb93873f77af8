import InternetTypes
import PacketDissection

/// Accurate ECN (RFC 9768): a receiver counts the packets that arrive with a congestion mark in a field of three bits,
/// ACE.
extension Segment {
  /// The ACE field: the flags AE, CWR and ECE as a number (section 3.1.1).
  var accurateECNField: UInt8 {
    (hasAccurateECNFlag ? 4 : 0) | (flags.contains(.cwr) ? 2 : 0) | (flags.contains(.ece) ? 1 : 0)
  }
}

extension TCPEndpoint {
  /// The last ACE field that the endpoint sent, in bits 24 to 26 of its flags.
  fileprivate var accurateECNCount: UInt8 {
    get { UInt8(truncatingIfNeeded: flags.rawValue >> 24) & 7 }
    set {
      flags = Flags(rawValue: flags.rawValue & ~(7 << 24) | UInt32(newValue & 7) << 24)
    }
  }
}

extension Connection {
  /// Notes the ECN negotiation in a SYN or SYN-ACK: the last one of a side counts (section 3.1.4).
  mutating func noteECNOffer(_ segment: Segment, _ index: Int, _ peer: Int) {
    endpoints[index].flags.remove([.offersECN, .offersAccurateECN])
    let field = segment.accurateECNField
    guard segment.hasACK else {
      if field & 3 == 3 { endpoints[index].flags.insert(.offersECN) }
      if field == 7 { endpoints[index].flags.insert(.offersAccurateECN) }
      return
    }
    // Four values state with which codepoint the SYN arrived (section 3.1.1, table 2).
    let isAccurate = field == 2 || field == 3 || field == 4 || field == 6
    if isAccurate, endpoints[peer].flags.contains(.offersAccurateECN) {
      endpoints[index].flags.insert([.offersECN, .offersAccurateECN])
      flags.insert(.usesAccurateECN)
      // Counters begin with 5 (section 3.2.1).
      endpoints[index].accurateECNCount = 5
      endpoints[peer].accurateECNCount = 5
    } else if field & 3 == 1 {
      endpoints[index].flags.insert(.offersECN)
    }
  }

  /// The number of packets that a segment newly reports as marked: the increase of its counter, modulo 8.
  mutating func accurateECNMarks(_ segment: Segment, from side: Side, at place: Placement) -> Int {
    // The last ACK of the handshake states with which codepoint the SYN-ACK arrived (section 3.2.2.1).
    let isHandshake =
      side == .client && segment.length == 0 && place.start == 1 && place.acknowledgment == 1
    guard segment.hasACK, !segment.hasSYN, !segment.hasRST, !isHandshake,
      place.acknowledgment >= endpoints[side.peer.index].acknowledged
    else { return 0 }
    let field = segment.accurateECNField
    let marks = (field &- endpoints[side.index].accurateECNCount) & 7
    endpoints[side.index].accurateECNCount = field
    return Int(marks)
  }
}
