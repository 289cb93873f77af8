/// NTP messages.
///
/// Frames and the lines that tcpdump 4.99.3 prints for them; `RecordedLine` says how to read this.
let ntpLines = #"""
  # NTP messages 1
  $ -v 76 101
  < 4500004c00010000401100000a0000010a000002007b007b00380000240206ec000102030000ffff7f000001
  < e000000080000000e000000140000000
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 76, bad cksum |
  + 0 (->669e)!)|
  =     10.0.0.1.123 > 10.0.0.2.123: NTPv4, Server, length 48|
  = \tLeap indicator:  (0), Stratum 2 (secondary reference), poll 6 (64s), precision -20|
  = \tRoot Delay: 1.007858, Root dispersion: 0.999984, Reference-ID: 0x7f000001|
  = \t  Reference Timestamp:  3758096384.500000000 (2019-02-02T11:39:44Z)|
  = \t  Originator Timestamp: 3758096385.250000000 (2019-02-02T11:39:45Z) [|ntp]|
  # NTP messages 2
  $ -n 76 101
  < 4500004c00010000401100000a0000010a000002007b007b00380000240206ec00
  = IP 10.0.0.1.123 > 10.0.0.2.123: NTPv4, Server, length 48|
  # NTP messages 3
  $ -v 144 101
  < 4500009000010000401100000a0000010a000002007b007b007c0000240206ec000102030000ffff7f000001
  < e000000080000000e000000140000000e000000160000000e000000020000000000000000000000000000000
  < 0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
  < 000000000000000000000000
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 144, bad cksum|
  +  0 (->665a)!)|
  =     10.0.0.1.123 > 10.0.0.2.123: NTPv4, Server, length 116|
  = \tLeap indicator:  (0), Stratum 2 (secondary reference), poll 6 (64s), precision -20|
  = \tRoot Delay: 1.007858, Root dispersion: 0.999984, Reference-ID: 0x7f000001|
  = \t  Reference Timestamp:  3758096384.500000000 (2019-02-02T11:39:44Z)|
  = \t  Originator Timestamp: 3758096385.250000000 (2019-02-02T11:39:45Z)|
  = \t  Receive Timestamp:    3758096385.375000000 (2019-02-02T11:39:45Z)|
  = \t  Transmit Timestamp:   3758096384.125000000 (2019-02-02T11:39:44Z)|
  = \t    Originator - Receive Timestamp:  +0.125000000|
  = \t    Originator - Transmit Timestamp: -1.125000000|
  = \t(68 more bytes after the header)|
  # NTP messages 4
  $ -v 36 101
  < 4500002400010000401100000a0000010a000002007b007b001000001682000106150005
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 36, bad cksum |
  + 0 (->66c6)!)|
  =     10.0.0.1.123 > 10.0.0.2.123: NTPv2, Control Message, length 8|
  = \tLeap indicator:  (0) (invalid)|
  # NTP messages 5
  $ -v 76 101
  < 4500004c00010000401100000a0000010a000002007b007b00380000240206ec000102030000ffff7f000001
  < e000000080000000e000000140000000e000000160000000e0
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 76, bad cksum |
  + 0 (->669e)!)|
  =     10.0.0.1.123 > 10.0.0.2.123: NTPv4, Server, length 48|
  = \tLeap indicator:  (0), Stratum 2 (secondary reference), poll 6 (64s), precision -20|
  = \tRoot Delay: 1.007858, Root dispersion: 0.999984, Reference-ID: 0x7f000001|
  = \t  Reference Timestamp:  3758096384.500000000 (2019-02-02T11:39:44Z)|
  = \t  Originator Timestamp: 3758096385.250000000 (2019-02-02T11:39:45Z)|
  = \t  Receive Timestamp:    3758096385.375000000 (2019-02-02T11:39:45Z) [|ntp]|
  # NTP messages 6
  $ -n 37 101
  < 4500002500010000401100000a0000010a000002007b007b00110000240206ec0001020300
  = IP 10.0.0.1.123 > 10.0.0.2.123: NTPv4, Server, length 9|
  # NTP messages 7
  $ -n 59 101
  < 4500003b00010000401100000a0000010a000002007b007b00270000240206ec000102030000ffff7f000001
  < e000000080000000e0000001400000
  = IP 10.0.0.1.123 > 10.0.0.2.123: NTPv4, Server, length 31|
  # NTP messages 8
  $ -v 54 101
  < 4500003600010000401100000a0000010a000002007b007b00220000240206ec000102030000ffff7f000001
  < e000000080000000e000
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 54, bad cksum |
  + 0 (->66b4)!)|
  =     10.0.0.1.123 > 10.0.0.2.123: NTPv4, Server, length 26|
  = \tLeap indicator:  (0) (invalid)|
  # NTP messages 9
  $ -n 76 101
  < 4500004c00010000401100000a0000010a000002007b007b00380000200206ec000102030000ffff7f000001
  < e000000080000000e000000140000000e000000160000000e000000020000000
  = IP 10.0.0.1.123 > 10.0.0.2.123: NTPv4, unspecified, length 48|
  # NTP messages 10
  $ -v 76 101
  < 4500004c00010000401100000a0000010a000002007b007b00380000200206ec000102030000ffff7f000001
  < e000000080000000e000000140000000e000000160000000e000000020000000
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 76, bad cksum |
  + 0 (->669e)!)|
  =     10.0.0.1.123 > 10.0.0.2.123: NTPv4, unspecified, length 48|
  = \tLeap indicator:  (0), Stratum 2 (secondary reference), poll 6 (64s), precision -20|
  = \tRoot Delay: 1.007858, Root dispersion: 0.999984, Reference-ID: 0x7f000001|
  = \t  Reference Timestamp:  3758096384.500000000 (2019-02-02T11:39:44Z)|
  = \t  Originator Timestamp: 3758096385.250000000 (2019-02-02T11:39:45Z)|
  = \t  Receive Timestamp:    3758096385.375000000 (2019-02-02T11:39:45Z)|
  = \t  Transmit Timestamp:   3758096384.125000000 (2019-02-02T11:39:44Z)|
  = \t    Originator - Receive Timestamp:  +0.125000000|
  = \t    Originator - Transmit Timestamp: -1.125000000|
  # NTP messages 11
  $ -n 70 101
  < 4500004600010000401100000a0000010a000002007b007b00320000240206ec000102030000ffff7f000001
  < e000000080000000e000000140000000e000000160000000e000
  = IP 10.0.0.1.123 > 10.0.0.2.123: NTPv4, Server, length 42|
  # NTP messages 12
  $ -v 76 101
  < 4500004c00010000401100000a0000010a000002007b007b003800000b0206ec000102030000ffff7f000001
  < e000000080000000e000000140000000e000000160000000e000000020000000
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 76, bad cksum |
  + 0 (->669e)!)|
  =     10.0.0.1.123 > 10.0.0.2.123: NTPv1, Client, length 48|
  = \tLeap indicator:  (0), Stratum 2 (secondary reference), poll 6 (64s), precision -20|
  = \tRoot Delay: 1.007858, Root dispersion: 0.999984, Reference-ID: 0x7f000001|
  = \t  Reference Timestamp:  3758096384.500000000 (2019-02-02T11:39:44Z)|
  = \t  Originator Timestamp: 3758096385.250000000 (2019-02-02T11:39:45Z)|
  = \t  Receive Timestamp:    3758096385.375000000 (2019-02-02T11:39:45Z)|
  = \t  Transmit Timestamp:   3758096384.125000000 (2019-02-02T11:39:44Z)|
  = \t    Originator - Receive Timestamp:  +0.125000000|
  = \t    Originator - Transmit Timestamp: -1.125000000|
  # NTP messages 13
  $ -v 63 101
  < 4500003f00010000401100000a0000010a000002007b007b002b0000240206ec000102030000ffff7f000001
  < e000000080000000e000000140000000e00000
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 63, bad cksum |
  + 0 (->66ab)!)|
  =     10.0.0.1.123 > 10.0.0.2.123: NTPv4, Server, length 35|
  = \tLeap indicator:  (0) (invalid)|
  # NTP messages 14
  $ -v 72 101
  < 4500004800010000401100000a0000010a000002007b007b00340000240206ec000102030000ffff7f000001
  < e000000080000000e000000140000000e000000160000000e0000000
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 72, bad cksum |
  + 0 (->66a2)!)|
  =     10.0.0.1.123 > 10.0.0.2.123: NTPv4, Server, length 44|
  = \tLeap indicator:  (0) (invalid)|
  # NTP messages 15
  $ -v 45 101
  < 4500002d00010000401100000a0000010a000002007b007b00190000240206ec000102030000ffff7f000001
  < e0
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 45, bad cksum |
  + 0 (->66bd)!)|
  =     10.0.0.1.123 > 10.0.0.2.123: NTPv4, Server, length 17|
  = \tLeap indicator:  (0) (invalid)|
  # NTP messages 16
  $ -n 42 101
  < 4500002a00010000401100000a0000010a000002007b007b001600001682000106150005000000046162
  = IP 10.0.0.1.123 > 10.0.0.2.123: NTPv2, Control Message, length 14|
  # NTP messages 17
  $ -v 76 101
  < 4500004c00010000401100000a0000010a000002007b007b00380000240206ec00
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 76, bad cksum |
  + 0 (->669e)!)|
  =     10.0.0.1.123 > 10.0.0.2.123: NTPv4, Server, length 48|
  = \tLeap indicator:  (0), Stratum 2 (secondary reference), poll 6 (64s), precision -20 [|n|
  + tp]|
  # NTP messages 18
  $ -v 76 101
  < 4500004c00010000401100000a0000010a000002007b007b00380000240206ec000102030000ffff7f000001
  < e0000000800000
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 76, bad cksum |
  + 0 (->669e)!)|
  =     10.0.0.1.123 > 10.0.0.2.123: NTPv4, Server, length 48|
  = \tLeap indicator:  (0), Stratum 2 (secondary reference), poll 6 (64s), precision -20|
  = \tRoot Delay: 1.007858, Root dispersion: 0.999984, Reference-ID: 0x7f000001 [|ntp]|
  # NTP messages 19
  $ -n 48 101
  < 4500003000010000401100000a0000010a000002007b007b001c0000240206ec000102030000ffff7f000001
  < e0000000
  = IP 10.0.0.1.123 > 10.0.0.2.123: NTPv4, Server, length 20|
  # NTP messages 20
  $ -v 76 101
  < 4500004c00010000401100000a0000010a000002007b007b00380000a30206ec000102030000ffff7f000001
  < e000000080000000e000000140000000e000000160000000e000000020000000
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 76, bad cksum |
  + 0 (->669e)!)|
  =     10.0.0.1.123 > 10.0.0.2.123: NTPv4, Client, length 48|
  = \tLeap indicator: -1s (128), Stratum 2 (secondary reference), poll 6 (64s), precision -2|
  + 0|
  = \tRoot Delay: 1.007858, Root dispersion: 0.999984, Reference-ID: 0x7f000001|
  = \t  Reference Timestamp:  3758096384.500000000 (2019-02-02T11:39:44Z)|
  = \t  Originator Timestamp: 3758096385.250000000 (2019-02-02T11:39:45Z)|
  = \t  Receive Timestamp:    3758096385.375000000 (2019-02-02T11:39:45Z)|
  = \t  Transmit Timestamp:   3758096384.125000000 (2019-02-02T11:39:44Z)|
  = \t    Originator - Receive Timestamp:  +0.125000000|
  = \t    Originator - Transmit Timestamp: -1.125000000|
  # NTP messages 21
  $ -v 76 101
  < 4500004c00010000401100000a0000010a000002007b007b00380000240206ec000102030000ffff7f00
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 76, bad cksum |
  + 0 (->669e)!)|
  =     10.0.0.1.123 > 10.0.0.2.123: NTPv4, Server, length 48|
  = \tLeap indicator:  (0), Stratum 2 (secondary reference), poll 6 (64s), precision -20|
  = \tRoot Delay: 1.007858, Root dispersion: 0.999984 [|ntp]|
  # NTP messages 22
  $ -v 76 101
  < 4500004c00010000401100000a0000010a000002007b007b003800001c0280ec000102030000ffff7f000001
  < e000000080000000e000000140000000e000000160000000e000000020000000
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 76, bad cksum |
  + 0 (->669e)!)|
  =     10.0.0.1.123 > 10.0.0.2.123: NTPv3, Server, length 48|
  = \tLeap indicator:  (0), Stratum 2 (secondary reference), poll -128, precision -20|
  = \tRoot Delay: 1.007858, Root dispersion: 0.999984, Reference-ID: 0x7f000001|
  = \t  Reference Timestamp:  3758096384.500000000 (2019-02-02T11:39:44Z)|
  = \t  Originator Timestamp: 3758096385.250000000 (2019-02-02T11:39:45Z)|
  = \t  Receive Timestamp:    3758096385.375000000 (2019-02-02T11:39:45Z)|
  = \t  Transmit Timestamp:   3758096384.125000000 (2019-02-02T11:39:44Z)|
  = \t    Originator - Receive Timestamp:  +0.125000000|
  = \t    Originator - Transmit Timestamp: -1.125000000|
  # NTP messages 23
  $ -n 76 101
  < 4500004c00010000401100000a0000010a000002007b007b003800001c0221ec000102030000ffff7f000001
  < e000000080000000e000000140000000e000000160000000e000000020000000
  = IP 10.0.0.1.123 > 10.0.0.2.123: NTPv3, Server, length 48|
  # NTP messages 24
  $ -v 76 101
  < 4500004c00010000401100000a0000010a000002007b007b003800001cff06ec000102030000ffff7f000001
  < e000000080000000e000000140000000e000000160000000e000000020000000
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 76, bad cksum |
  + 0 (->669e)!)|
  =     10.0.0.1.123 > 10.0.0.2.123: NTPv3, Server, length 48|
  = \tLeap indicator:  (0), Stratum 255 (reserved), poll 6 (64s), precision -20|
  = \tRoot Delay: 1.007858, Root dispersion: 0.999984, Reference-ID: 0x7f000001|
  = \t  Reference Timestamp:  3758096384.500000000 (2019-02-02T11:39:44Z)|
  = \t  Originator Timestamp: 3758096385.250000000 (2019-02-02T11:39:45Z)|
  = \t  Receive Timestamp:    3758096385.375000000 (2019-02-02T11:39:45Z)|
  = \t  Transmit Timestamp:   3758096384.125000000 (2019-02-02T11:39:44Z)|
  = \t    Originator - Receive Timestamp:  +0.125000000|
  = \t    Originator - Transmit Timestamp: -1.125000000|
  # NTP messages 25
  $ -n 76 101
  < 4500004c00010000401100000a0000010a000002007b007b003800001b0206ec000102030000ffff7f000001
  < e000000080000000e000000140000000e000000160000000e000000020000000
  = IP 10.0.0.1.123 > 10.0.0.2.123: NTPv3, Client, length 48|
  # NTP messages 26
  $ -v 36 101
  < 4500002400010000401100000a0000010a000002007b007b00100000240206ec00010203
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 36, bad cksum |
  + 0 (->66c6)!)|
  =     10.0.0.1.123 > 10.0.0.2.123: NTPv4, Server, length 8|
  = \tLeap indicator:  (0) (invalid)|
  # NTP messages 27
  $ -n 104 101
  < 4500006800010000401100000a0000010a000002007b007b00540000240206ec000102030000ffff7f000001
  < e000000080000000e000000140000000e000000160000000e000000020000000000000000000000000000000
  < 00000000000000000000000000000000
  = IP 10.0.0.1.123 > 10.0.0.2.123: NTPv4, Server, length 76|
  """#
