public import InternetTypes

extension LinkType {
  /// The link type that savefiles call by this `LINKTYPE_` number.
  ///
  /// Savefiles and libpcap number most link types alike. The others are those whose `DLT_` number once differed
  /// between systems (pcap-linktype(7)); the values here are Linux's.
  public init(savefileNumber number: UInt16) {
    let pair = Self.renumbered.first { $0.savefile == number }
    self.init(rawValue: pair?.library ?? Int32(number))
  }

  /// The `LINKTYPE_` number by which savefiles call this link type; nil where the number does not fit.
  public var savefileNumber: UInt16? {
    if let pair = Self.renumbered.first(where: { $0.library == rawValue }) { return pair.savefile }
    return UInt16(exactly: rawValue)
  }

  private static let renumbered: [(savefile: UInt16, library: Int32)] = [
    (100, 11),  // ATM with LLC (RFC 1483)
    (101, 12),  // raw IP
    (102, 15),  // SLIP of BSD/OS
    (103, 16),  // PPP of BSD/OS
    (106, 19),  // Linux classical IP over ATM
    (246, 18),  // pfsync of OpenBSD
  ]

  /// Most bytes that a packet of this link type can have in a savefile, as libpcap bounds them.
  var maximumCapturedLength: Int {
    switch rawValue {
    case 231, 249: 128 << 20  // D-Bus messages, USBPcap
    case 279: 8 << 20  // Elektrobit's high-speed capture
    default: 262_144
    }
  }
}
