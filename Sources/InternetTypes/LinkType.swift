/// The link-layer header that a captured frame begins with, as libpcap numbers it (`DLT_` values).
///
/// libpcap translates the `LINKTYPE_` number of a savefile into these.
public struct LinkType: RawRepresentable, Hashable, Sendable {
  /// libpcap's number.
  public let rawValue: Int32

  /// The link type that libpcap calls by this number; any number can occur.
  @inlinable
  public init(rawValue: Int32) { self.rawValue = rawValue }

  /// BSD loopback: a four-byte protocol family in the capturing host's byte order.
  @inlinable public static var null: LinkType { LinkType(rawValue: 0) }
  /// Ethernet II or IEEE 802.3.
  @inlinable public static var ethernet: LinkType { LinkType(rawValue: 1) }
  /// IP without a link-layer header; the version nibble says which (the number on Linux).
  @inlinable public static var raw: LinkType { LinkType(rawValue: 12) }
  /// Raw IP on OpenBSD; unused on other systems.
  @inlinable public static var rawOpenBSD: LinkType { LinkType(rawValue: 14) }
  /// The `LINKTYPE_` number of raw IP, as some libraries report it.
  @inlinable public static var rawSavefile: LinkType { LinkType(rawValue: 101) }
  /// OpenBSD loopback: as `null`, in network byte order.
  @inlinable public static var loop: LinkType { LinkType(rawValue: 108) }
  /// Linux cooked capture, version 1.
  @inlinable public static var linuxCooked: LinkType { LinkType(rawValue: 113) }
  /// Raw IPv4.
  @inlinable public static var ipv4: LinkType { LinkType(rawValue: 228) }
  /// Raw IPv6.
  @inlinable public static var ipv6: LinkType { LinkType(rawValue: 229) }
  /// Linux cooked capture, version 2, with the interface's index.
  @inlinable public static var linuxCooked2: LinkType { LinkType(rawValue: 276) }
  /// IEEE 802.5, token ring.
  @inlinable public static var tokenRing: LinkType { LinkType(rawValue: 6) }
  /// ARCNET, with the headers of BSD.
  @inlinable public static var arcnet: LinkType { LinkType(rawValue: 7) }
  /// SLIP after a header of 16 bytes that BSD adds.
  @inlinable public static var slip: LinkType { LinkType(rawValue: 8) }
  /// PPP, with or without address and control field.
  @inlinable public static var ppp: LinkType { LinkType(rawValue: 9) }
  /// FDDI.
  @inlinable public static var fddi: LinkType { LinkType(rawValue: 10) }
  /// LLC over ATM (RFC 2684).
  @inlinable public static var atm: LinkType { LinkType(rawValue: 11) }
  /// SLIP of BSD/OS.
  @inlinable public static var slipBSD: LinkType { LinkType(rawValue: 15) }
  /// Classical IP over ATM (RFC 2225), with or without LLC.
  @inlinable public static var atmClassical: LinkType { LinkType(rawValue: 19) }
  /// PPP in HDLC-like framing (RFC 1662), or Cisco's HDLC.
  @inlinable public static var pppSerial: LinkType { LinkType(rawValue: 50) }
  /// PPP over Ethernet, from the PPPoE header on.
  @inlinable public static var pppoe: LinkType { LinkType(rawValue: 51) }
  /// Symantec's firewall.
  @inlinable public static var symantec: LinkType { LinkType(rawValue: 99) }
  /// Cisco's HDLC.
  @inlinable public static var ciscoHDLC: LinkType { LinkType(rawValue: 104) }
  /// IEEE 802.11.
  @inlinable public static var wireless: LinkType { LinkType(rawValue: 105) }
  /// Frame relay.
  @inlinable public static var frameRelay: LinkType { LinkType(rawValue: 107) }
  /// OpenBSD's IPsec device.
  @inlinable public static var encapsulation: LinkType { LinkType(rawValue: 109) }
  /// The log of OpenBSD's packet filter (pflog).
  @inlinable public static var packetFilterLog: LinkType { LinkType(rawValue: 117) }
  /// IEEE 802.11 after a Prism header.
  @inlinable public static var prism: LinkType { LinkType(rawValue: 119) }
  /// IP over Fibre Channel (RFC 2625).
  @inlinable public static var fibreChannel: LinkType { LinkType(rawValue: 122) }
  /// IEEE 802.11 after a radiotap header.
  @inlinable public static var radiotap: LinkType { LinkType(rawValue: 127) }
  /// ARCNET, with the headers of Linux.
  @inlinable public static var arcnetLinux: LinkType { LinkType(rawValue: 129) }
  /// IP over IEEE 1394, on Apple's systems.
  @inlinable public static var firewire: LinkType { LinkType(rawValue: 138) }
  /// IEEE 802.11 after an AVS header.
  @inlinable public static var wirelessAVS: LinkType { LinkType(rawValue: 163) }
  /// PPP after a byte for the direction, from pppd.
  @inlinable public static var pppDirection: LinkType { LinkType(rawValue: 166) }
  /// A PPI header, which names the link type that follows.
  @inlinable public static var perPacketInformation: LinkType { LinkType(rawValue: 192) }
  /// Solaris's IPNET.
  @inlinable public static var ipnet: LinkType { LinkType(rawValue: 226) }
  /// Linux's netfilter log.
  @inlinable public static var netfilterLog: LinkType { LinkType(rawValue: 239) }
  /// Ethernet after a Hilscher netANALYZER header.
  @inlinable public static var netAnalyzer: LinkType { LinkType(rawValue: 240) }
  /// Ethernet with its preamble, after a Hilscher netANALYZER header.
  @inlinable public static var netAnalyzerTransparent: LinkType { LinkType(rawValue: 241) }
  /// IP over InfiniBand (RFC 4391).
  @inlinable public static var infiniBand: LinkType { LinkType(rawValue: 242) }
  /// A PKTAP header, which names the link type that follows.
  @inlinable public static var packetTap: LinkType { LinkType(rawValue: 258) }
  /// Ethernet with a Broadcom switch tag after the addresses.
  @inlinable public static var broadcomTag: LinkType { LinkType(rawValue: 281) }
  /// Ethernet after a Broadcom switch tag.
  @inlinable public static var broadcomTagFirst: LinkType { LinkType(rawValue: 282) }
  /// Ethernet with a Marvell switch tag.
  @inlinable public static var marvellTag: LinkType { LinkType(rawValue: 284) }
  /// Ethernet with a Marvell switch tag that has an EtherType.
  @inlinable public static var marvellTypeTag: LinkType { LinkType(rawValue: 285) }
  /// Ethernet after Juniper's header.
  @inlinable public static var juniperPPPoE: LinkType { LinkType(rawValue: 167) }
  /// An EtherType after Juniper's header.
  @inlinable public static var juniperPPPoEATM: LinkType { LinkType(rawValue: 168) }
  /// Ethernet after Juniper's header, from an Ethernet interface.
  @inlinable public static var juniperEthernet: LinkType { LinkType(rawValue: 178) }
  /// PPP after Juniper's header.
  @inlinable public static var juniperPPP: LinkType { LinkType(rawValue: 179) }
  /// Frame relay after Juniper's header.
  @inlinable public static var juniperFrameRelay: LinkType { LinkType(rawValue: 180) }
  /// Cisco's HDLC after Juniper's header.
  @inlinable public static var juniperHDLC: LinkType { LinkType(rawValue: 181) }
  /// PPP or IP after Juniper's header with a cookie, from a multilink PPP bundle.
  @inlinable public static var juniperMLPPP: LinkType { LinkType(rawValue: 130) }
  /// ISO 9577 protocols after Juniper's header with a cookie, from a multilink frame relay bundle.
  @inlinable public static var juniperMLFR: LinkType { LinkType(rawValue: 131) }
  /// IPv4 after Juniper's header, from an IPsec interface.
  @inlinable public static var juniperES: LinkType { LinkType(rawValue: 132) }
  /// IP after Juniper's header with a cookie, from a gateway GPRS support node.
  @inlinable public static var juniperGGSN: LinkType { LinkType(rawValue: 133) }
  /// Multilink frame relay (FRF.16) after Juniper's header.
  @inlinable public static var juniperMFR: LinkType { LinkType(rawValue: 134) }
  /// ATM after Juniper's header with a cookie of eight bytes.
  @inlinable public static var juniperATM2: LinkType { LinkType(rawValue: 135) }
  /// IP after Juniper's header with a cookie, from a services interface.
  @inlinable public static var juniperServices: LinkType { LinkType(rawValue: 136) }
  /// ATM after Juniper's header with a cookie of four bytes.
  @inlinable public static var juniperATM1: LinkType { LinkType(rawValue: 137) }
  /// IP after Juniper's header with a cookie, from a monitoring interface.
  @inlinable public static var juniperMonitor: LinkType { LinkType(rawValue: 164) }
  /// Multilink frame relay (FRF.16).
  @inlinable public static var multilinkFrameRelay: LinkType { LinkType(rawValue: 182) }
  /// ATM as SunATM's driver delivers it.
  @inlinable public static var sunATM: LinkType { LinkType(rawValue: 123) }
  /// LocalTalk: AppleTalk on Apple's serial network.
  @inlinable public static var localTalk: LinkType { LinkType(rawValue: 114) }
  /// IEEE 802.15.4 with a frame check sequence.
  @inlinable public static var lowRateWireless: LinkType { LinkType(rawValue: 195) }
  /// IEEE 802.15.4 without a frame check sequence.
  @inlinable public static var lowRateWirelessUnchecked: LinkType { LinkType(rawValue: 230) }
  /// IEEE 802.15.4 after a header of the capturing device.
  @inlinable public static var lowRateWirelessTap: LinkType { LinkType(rawValue: 283) }
  /// A number for private use, with which macOS once wrote PKTAP.
  @inlinable public static var user2: LinkType { LinkType(rawValue: 149) }
}
