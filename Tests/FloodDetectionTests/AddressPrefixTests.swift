import InternetTypes
import Testing

@testable import FloodDetection

@Suite struct AddressPrefixTests {
  static let ipv4 = HostNumber(IPv4Address(rawValue: 0xc000_0281))  // 192.0.2.129
  static let ipv6: HostNumber = 0x2001_0db8_0000_0001_0000_0000_0000_0005  // 2001:db8:0:1::5

  @Test(arguments: [
    ("192.0.2.0/24", true), ("192.0.2.129", true), ("192.0.2.128/25", true),
    ("192.0.2.0/25", false), ("192.0.2.128", false), ("0.0.0.0/0", true), ("10.0.0.0/8", false),
    ("2001:db8::/32", false), ("::/0", false),
  ])
  func `an IPv4 host is in the networks whose leading bits it has`(text: String, isIn: Bool) throws
  {
    #expect(try #require(AddressPrefix(text)).contains(Self.ipv4) == isIn)
  }

  @Test(arguments: [
    ("2001:db8::/32", true), ("2001:db8:0:1::/64", true), ("2001:db8:0:1::5", true),
    ("2001:db8:0:1:0:0:0:5/128", true), ("2001:db8:0:2::/64", false), ("::/0", true),
    ("::1", false), ("0.0.0.0/0", false),
  ])
  func `an IPv6 host is in the networks whose leading bits it has`(text: String, isIn: Bool) throws
  {
    #expect(try #require(AddressPrefix(text)).contains(Self.ipv6) == isIn)
  }

  @Test(arguments: [
    "", "/", "192.0.2", "192.0.2.0/33", "192.0.2.256", "192.0.2.0/", "192.0.2.0/-1", "192.0.2.0/+8",
    "1.2.3.4.5", "2001:db8", "2001:db8::/129", "1::2::3", "12345::", "1:2:3:4:5:6:7:8:9", "1:",
    "g::",
    "host", "192.0.2.0/24/8", "::1:",
  ])
  func `text that is no network is refused`(text: String) {
    #expect(AddressPrefix(text) == nil)
  }
}
