import Testing

@testable import CaptureFormats

@Suite("formats of other programs")
struct ForeignFormatTests {
  /// How files of these formats begin, by the descriptions that their programs publish.
  static let beginnings: [(String, [UInt8], String)] = [
    ("snoop (RFC 1761)", Array("snoop\0\0\0".utf8) + [0, 0, 0, 2, 0, 0, 0, 4], "editcap"),
    ("NetMon 2", Array("GMBU".utf8) + [0, 2, 1, 0], "editcap"),
    ("NetMon 1", Array("RTSS".utf8) + [0, 1, 1, 0], "editcap"),
    ("Sniffer", Array("TRSNIFF data    \u{1a}".utf8), "editcap"),
    ("iptrace", Array("iptrace 2.0".utf8), "editcap"),
    ("K12 text", Array("+---------+---------------+----------+".utf8), "editcap"),
    ("K12", [0, 0, 2, 0, 0x12, 5, 0, 0x10, 0, 0, 0, 9], "editcap"),
    (
      "ERF: Ethernet at 2020-01-01",
      [0, 0, 0, 0, 0x00, 0xe1, 0x0b, 0x5e, 2, 4, 0, 88, 0, 0, 0, 66] + [0, 0], "editcap"
    ),
    (
      "event trace",
      [0, 0, 1, 0, 0x80, 1, 0, 0] + [UInt8](repeating: 0, count: 64) + [2, 0, 1, 0xc0], "etl2pcapng"
    ),
    ("text", Array("0000  45 00 00 28 00 01\n".utf8), "text2pcap"),
    ("link text", Array("../../default/pcap/stun.pcap".utf8), "symbolic link"),
    ("LFS text", Array("version https://git-lfs.github.com/spec/v1\noid ".utf8), "git lfs pull"),
    ("HTML text", Array("<!DOCTYPE html>\n<html lang=en>".utf8), "download"),
    ("gzip in gzip", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0], "unpack it once"),
    ("ZIP", [0x50, 0x4b, 3, 4, 20, 0], "unpack"), ("bzip2", Array("BZh91AY".utf8), "bzip2 -dc"),
  ]

  @Test("are refused with the command that converts them", arguments: beginnings)
  func refuses(name: String, beginning: [UInt8], command: String) {
    for padding in [0, 100] {
      // Text ends where it does; binary files go on.
      let rest = [UInt8](repeating: name.contains("text") ? 0x20 : 0, count: padding)
      let error = read(beginning + rest).error
      #expect(error?.advice?.contains(command) == true, "\(name): \(String(describing: error))")
    }
  }

  @Test("anything else is unknown, without advice")
  func isUnknown() {
    for bytes in [[1, 2, 3, 4, 5], [UInt8](repeating: 0xff, count: 200)] as [[UInt8]] {
      #expect(read(bytes).error == FormatError(.malformed, "unknown file format"))
    }
  }
}
