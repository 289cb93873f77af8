public import InternetTypes

/// The link types whose number in savefiles (`LINKTYPE_`) differs from libpcap's; all others have the same.
extension LinkType {
  /// The link type with this `LINKTYPE_` number in savefiles.
  ///
  /// Savefiles and libpcap number most link types alike. The others are those whose `DLT_` number once differed
  /// between systems (pcap-linktype(7)); the values here are Linux's.
  public init(savefileNumber number: UInt16) {
    let pair = Self.renumbered.first { $0.savefile == number }
    self.init(rawValue: pair?.library ?? Int32(number))
  }

  /// The `LINKTYPE_` number of this link type in savefiles; nil if it does not fit into 16 bits.
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

  /// How many bytes a packet of this link type can have in a savefile at most; libpcap's bounds.
  var maximumCapturedLength: Int {
    switch rawValue {
    case 231, 249: 128 << 20  // D-Bus messages, USBPcap
    case 279: 8 << 20  // Elektrobit's high-speed capture
    default: 262_144
    }
  }
}
