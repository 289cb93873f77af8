import InternetTypes
import Testing

struct AddressTextTests {
  @Test(
    arguments: [
      (0, "0.0.0.0"), (0x0a00_020f, "10.0.2.15"), (0xc000_0201, "192.0.2.1"),
      (0xffff_ffff, "255.255.255.255"),
    ] as [(UInt32, String)])
  func `an IPv4 address is dotted decimal`(number: UInt32, text: String) {
    #expect(IPAddress.v4(IPv4Address(rawValue: number)).text == text)
  }

  /// The examples of RFC 5952, sections 1, 4 and 5, and of RFC 4291, section 2.2.
  @Test(
    arguments: [
      (0x2001_0db8_0000_0000_0000_0000_0000_0001, "2001:db8::1"),
      (0x2001_0db8_0000_0001_0001_0001_0001_0001, "2001:db8:0:1:1:1:1:1"),
      (0x2001_0000_0000_0001_0000_0000_0000_0001, "2001:0:0:1::1"),
      (0x2001_0db8_0000_0000_0001_0000_0000_0001, "2001:db8::1:0:0:1"),
      (0x2001_0db8_aaaa_bbbb_cccc_dddd_eeee_0001, "2001:db8:aaaa:bbbb:cccc:dddd:eeee:1"),
      (0xff01_0000_0000_0000_0000_0000_0000_0101, "ff01::101"),
      (0xfe80_0000_0000_0000_0000_0000_0000_0000, "fe80::"),
      (0x0000_0000_0000_0000_0000_ffff_c000_0201, "::ffff:192.0.2.1"),
      (1, "::1"), (0, "::"),
    ] as [(UInt128, String)])
  func `an IPv6 address is as short as RFC 5952 makes it`(number: UInt128, text: String) {
    #expect(IPAddress.v6(IPv6Address(rawValue: number)).text == text)
  }
}
