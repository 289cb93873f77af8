import TextOutput

/// Names of information elements and commands of IEEE 802.15.4-2015, as tcpdump spells them.
enum LowRateName {
  /// An information element of the header (table 7-7).
  static func of(headerElement number: UInt8) -> String {
    switch number {
    case 0x00: "Vendor Specific Header IE"
    case 0x1a: "LE CSL IE"
    case 0x1b: "LE RIT IE"
    case 0x1c: "DSME PAN descriptor IE"
    case 0x1d: "Rendezvous Time IE"
    case 0x1e: "Time Correction IE"
    case 0x21: "Extended DSME PAN descriptor IE"
    case 0x22: "Fragment Sequence Context Description IE"
    case 0x23: "Simplified Superframe Specification IE"
    case 0x24: "Simplified GTS Specification IE"
    case 0x25: "LECIM Capabilities IE"
    case 0x26: "TRLE Descriptor IE"
    case 0x27: "RCC Capabilities IE"
    case 0x28: "RCCN Descriptor IE"
    case 0x29: "Global Time IE"
    case 0x2a: "Omnibus Header IE"
    case 0x2b: "DA IE"
    case 0x7e: "Header Termination 1 IE"
    case 0x7f: "Header Termination 2 IE"
    default: reserved(number)
    }
  }

  /// A group of information elements of the payload (table 7-15).
  static func of(payloadElement number: UInt8) -> String {
    switch number {
    case 0x0: "ESDU IE"
    case 0x1: "MLME IE"
    case 0x2: "Vendor Specific Nested IE"
    case 0x3: "Multiplexed IE (802.15.9)"
    case 0x4: "Omnibus Payload Group IE"
    case 0x5: "IETF IE"
    case 0xf: "List termination"
    default: reserved(number)
    }
  }

  /// A nested element with a short header (table 7-16).
  static func of(shortElement number: UInt8) -> String {
    switch number {
    case 0x00...0x0f: "Reserved for long format 0x" + String(number, radix: 16)
    case 0x1a: "TSCH Synchronization IE"
    case 0x1b: "TSCH Slotframe and Link IE"
    case 0x1c: "TSCH Timeslot IE"
    case 0x1d: "Hopping timing IE"
    case 0x1e: "Enhanced Beacon Filter IE"
    case 0x1f: "MAC Metrics IE"
    case 0x20: "All MAC Metrics IE"
    case 0x21: "Coexistence Specification IE"
    case 0x22: "SUN Device Capabilities IE"
    case 0x23: "SUN FSK Generic PHY IE"
    case 0x24: "Mode Switch Parameter IE"
    case 0x25: "PHY Parameter Change IE"
    case 0x26: "O-QPSK PHY Mode IE"
    case 0x27: "PCA Allocation IE"
    case 0x28: "LECIM DSSS Operating Mode IE"
    case 0x29: "LECIM FSK Operating Mode IE"
    case 0x2b: "TVWS PHY Operating Mode Description IE"
    case 0x2c: "TVWS Device Capabilities IE"
    case 0x2d: "TVWS Device Category IE"
    case 0x2e: "TVWS Device Identiication IE"
    case 0x2f: "TVWS Device Location IE"
    case 0x30: "TVWS Channel Information Query IE"
    case 0x31: "TVWS Channel Information Source IE"
    case 0x32: "CTM IE"
    case 0x33: "Timestamp IE"
    case 0x34: "Timestamp Difference IE"
    case 0x35: "TMCTP Sepcification IE"
    case 0x36: "RCC PHY Operating Mode IE"
    default: reserved(number)
    }
  }

  /// A nested element with a long header (table 7-17).
  static func of(longElement number: UInt8) -> String {
    switch number {
    case 0x8: "Vendor Specific MLME Nested IE"
    case 0x9: "Channel Hopping IE"
    default: reserved(number)
    }
  }

  /// A command (table 7-49); nil beyond the numbers that the standard has.
  static func of(command number: UInt8) -> String? {
    switch number {
    case 0x01: "Association Request command"
    case 0x02: "Association Response command"
    case 0x03: "Disassociation Notification command"
    case 0x04: "Data Request command"
    case 0x05: "PAN ID Conflict Notification command"
    case 0x06: "Orphan Notification command"
    case 0x07: "Beacon Request command"
    case 0x08: "Coordinator realignment command"
    case 0x09: "GTS request command"
    case 0x0a: "TRLE Management Request command"
    case 0x0b: "TRLE Management Response command"
    case 0x13: "DSME Association Request command"
    case 0x14: "DSME Association Response command"
    case 0x15: "DSME GTS Request command"
    case 0x16: "DSME GTS Response command"
    case 0x17: "DSME GTS Notify command"
    case 0x18: "DSME Information Request command"
    case 0x19: "DSME Information Response command"
    case 0x1a: "DSME Beacon Allocation Notification command"
    case 0x1b: "DSME Beacon Collision Notification command"
    case 0x1c: "DSME Link Report command"
    case 0x20: "RIT Data Request command"
    case 0x21: "DBS Request command"
    case 0x22: "DBS Response command"
    case 0x23: "RIT Data Response command"
    case 0x24: "Vendor Specific command"
    case 0x30...: nil
    default: reserved(number)
    }
  }

  private static func reserved(_ number: UInt8) -> String {
    "Reserved 0x" + (number < 16 ? "0" : "") + String(number, radix: 16)
  }
}
