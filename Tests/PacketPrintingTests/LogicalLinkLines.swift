/// IEEE 802.3 frames with LLC and SNAP headers.
///
/// Frames and the lines that tcpdump 4.99.3 prints for them; `RecordedLine` says how to read this.
let logicalLinkLines = #"""
  # IPv4 over SNAP
  $ -n 58
  < 020000000002020000000001002caaaa0300000008004500002400070000401166c00a0000010a0000029c40
  < 829a001000006162636465666768
  = IP 10.0.0.1.40000 > 10.0.0.2.33434: UDP, length 8|
  # IPv4 over SNAP, link header
  $ -ex 62
  < 020000000002020000000001002caaaa0300000008004500002400070000401166c00a0000010a0000029c40
  < 829a00100000616263646566676800000000
  = 02:00:00:00:00:01 > 02:00:00:00:00:02, 802.3, length 44: LLC, dsap SNAP (0xaa) Individual,|
  +  ssap SNAP (0xaa) Command, ctrl 0x03: oui Ethernet (0x000000), ethertype IPv4 (0x0800), le|
  + ngth 36: 10.0.0.1.40000 > 10.0.0.2.33434: UDP, length 8|
  = \t0x0000:  4500 0024 0007 0000 4011 66c0 0a00 0001|
  = \t0x0010:  0a00 0002 9c40 829a 0010 0000 6162 6364|
  = \t0x0020:  6566 6768 0000 0000|
  # ARP over Cisco bridging
  $ -n 50
  < 0200000000020200000000010024aaaa030000f8080600010800060400010200000000010a00000100000000
  < 00000a000002
  = ARP, Request who-has 10.0.0.2 tell 10.0.0.1, length 28|
  # ARP over Cisco bridging, link header
  $ -ex 54
  < 0200000000020200000000010024aaaa030000f8080600010800060400010200000000010a00000100000000
  < 00000a00000200000000
  = 02:00:00:00:00:01 > 02:00:00:00:00:02, 802.3, length 36: LLC, dsap SNAP (0xaa) Individual,|
  +  ssap SNAP (0xaa) Command, ctrl 0x03: oui Cisco bridged (0x0000f8), pid ARP (0x0806), leng|
  + th 28: Request who-has 10.0.0.2 tell 10.0.0.1, length 28|
  = \t0x0000:  0001 0800 0604 0001 0200 0000 0001 0a00|
  = \t0x0010:  0001 0000 0000 0000 0a00 0002 0000 0000|
  # unknown EtherType over SNAP
  $ -n 26
  < 020000000002020000000001000caaaa03000000999961626364
  = 02:00:00:00:00:01 > 02:00:00:00:00:02 SNAP, ethertype Unknown (0x9999), length 4: |
  = \t0x0000:  aaaa 0300 0000 9999 6162 6364            ........abcd|
  # unknown EtherType over SNAP, link header
  $ -ex 30
  < 020000000002020000000001000caaaa0300000099996162636400000000
  = 02:00:00:00:00:01 > 02:00:00:00:00:02, 802.3, length 12: LLC, dsap SNAP (0xaa) Individual,|
  +  ssap SNAP (0xaa) Command, ctrl 0x03: oui Ethernet (0x000000), ethertype Unknown (0x9999),|
  +  length 4: |
  = \t0x0000:  6162 6364 0000 0000|
  # unknown organization
  $ -n 26
  < 020000000002020000000001000caaaa03123456000161626364
  = 02:00:00:00:00:01 > 02:00:00:00:00:02 SNAP, oui Unknown (0x123456), pid Unknown (0x0001), |
  + length 4: |
  = \t0x0000:  aaaa 0312 3456 0001 6162 6364            ....4V..abcd|
  # unknown organization, link header
  $ -ex 30
  < 020000000002020000000001000caaaa0312345600016162636400000000
  = 02:00:00:00:00:01 > 02:00:00:00:00:02, 802.3, length 12: LLC, dsap SNAP (0xaa) Individual,|
  +  ssap SNAP (0xaa) Command, ctrl 0x03: oui Unknown (0x123456), pid Unknown (0x0001), length|
  +  4: |
  = \t0x0000:  6162 6364 0000 0000|
  # an unknown number of Cisco
  $ -n 24
  < 020000000002020000000001000aaaaa0300000c12346162
  = 02:00:00:00:00:01 > 02:00:00:00:00:02 SNAP, oui Cisco (0x00000c), pid Unknown (0x1234), le|
  + ngth 2: |
  = \t0x0000:  aaaa 0300 000c 1234 6162                 .......4ab|
  # an unknown number of Cisco, link header
  $ -ex 28
  < 020000000002020000000001000aaaaa0300000c1234616200000000
  = 02:00:00:00:00:01 > 02:00:00:00:00:02, 802.3, length 10: LLC, dsap SNAP (0xaa) Individual,|
  +  ssap SNAP (0xaa) Command, ctrl 0x03: oui Cisco (0x00000c), pid Unknown (0x1234), length 2|
  + : |
  = \t0x0000:  6162 0000 0000|
  # AppleTalk organization
  $ -n 22
  < 0200000000020200000000010008aaaa03080007809c
  = 02:00:00:00:00:01 > 02:00:00:00:00:02 SNAP, oui Appletalk (0x080007), pid Unknown (0x809c)|
  + , length 0: |
  = \t0x0000:  aaaa 0308 0007 809c                      ........|
  # AppleTalk organization, link header
  $ -ex 26
  < 0200000000020200000000010008aaaa03080007809c00000000
  = 02:00:00:00:00:01 > 02:00:00:00:00:02, 802.3, length 8: LLC, dsap SNAP (0xaa) Individual, |
  + ssap SNAP (0xaa) Command, ctrl 0x03: oui Appletalk (0x080007), pid Unknown (0x809c), lengt|
  + h 0: |
  = \t0x0000:  0000 0000|
  # cut SNAP
  $ -n 19
  < 0200000000020200000000010005aaaa030000
  =  [|snap]|
  # cut SNAP, link header
  $ -ex 23
  < 0200000000020200000000010005aaaa03000000000000
  = 02:00:00:00:00:01 > 02:00:00:00:00:02, 802.3, length 5: LLC, dsap SNAP (0xaa) Individual, |
  + ssap SNAP (0xaa) Command, ctrl 0x03:  [|snap]|
  = \t0x0000:  00|
  # IPv4 over LLC
  $ -n 53
  < 02000000000202000000000100270606034500002400070000401166c00a0000010a0000029c40829a001000
  < 006162636465666768
  = IP 10.0.0.1.40000 > 10.0.0.2.33434: UDP, length 8|
  # IPv4 over LLC, link header
  $ -ex 57
  < 02000000000202000000000100270606034500002400070000401166c00a0000010a0000029c40829a001000
  < 00616263646566676800000000
  = 02:00:00:00:00:01 > 02:00:00:00:00:02, 802.3, length 39: LLC, dsap IP (0x06) Individual, s|
  + sap IP (0x06) Command, ctrl 0x03: 10.0.0.1.40000 > 10.0.0.2.33434: UDP, length 8|
  = \t0x0000:  4500 0024 0007 0000 4011 66c0 0a00 0001|
  = \t0x0010:  0a00 0002 9c40 829a 0010 0000 6162 6364|
  = \t0x0020:  6566 6768 0000 0000|
  # unnumbered information
  $ -n 20
  < 0200000000020200000000010006040403616263
  = 02:00:00:00:00:01 > 02:00:00:00:00:02 SNA Unnumbered, ui, Flags [Command], length 6|
  = \t0x0000:  0404 0361 6263                           ...abc|
  # unnumbered information, link header
  $ -ex 24
  < 020000000002020000000001000604040361626300000000
  = 02:00:00:00:00:01 > 02:00:00:00:00:02, 802.3, length 6: LLC, dsap SNA (0x04) Individual, s|
  + sap SNA (0x04) Command, ctrl 0x03: Unnumbered, ui, Flags [Command], length 6|
  = \t0x0000:  6162 6300 0000 00|
  # different access points
  $ -n 20
  < 0200000000020200000000010006100503616263
  = 02:00:00:00:00:01 SNA > 02:00:00:00:00:02 Unknown DSAP 0x10 Unnumbered, ui, Flags [Respons|
  + e], length 6|
  = \t0x0000:  1005 0361 6263                           ...abc|
  # different access points, link header
  $ -ex 24
  < 020000000002020000000001000610050361626300000000
  = 02:00:00:00:00:01 > 02:00:00:00:00:02, 802.3, length 6: LLC, dsap Unknown (0x10) Individua|
  + l, ssap SNA (0x04) Response, ctrl 0x03: Unnumbered, ui, Flags [Response], length 6|
  = \t0x0000:  6162 6300 0000 00|
  # test response
  $ -n 19
  < 02000000000202000000000100050203f36162
  = 02:00:00:00:00:01 > 02:00:00:00:00:02 802.1B I Unnumbered, test, Flags [Final], length 5|
  = \t0x0000:  0203 f361 62                             ...ab|
  # test response, link header
  $ -ex 23
  < 02000000000202000000000100050203f3616200000000
  = 02:00:00:00:00:01 > 02:00:00:00:00:02, 802.3, length 5: LLC, dsap 802.1B I (0x02) Individu|
  + al, ssap 802.1B I (0x02) Response, ctrl 0xf3: Unnumbered, test, Flags [Final], length 5|
  = \t0x0000:  6162 0000 0000|
  # an unknown command
  $ -n 17
  < 02000000000202000000000100030e0e2f
  = 02:00:00:00:00:01 > 02:00:00:00:00:02 ProWay NM Unnumbered, 2f, Flags [Command], length 3|
  = \t0x0000:  0e0e 2f                                  ../|
  # an unknown command, link header
  $ -ex 21
  < 02000000000202000000000100030e0e2f00000000
  = 02:00:00:00:00:01 > 02:00:00:00:00:02, 802.3, length 3: LLC, dsap ProWay NM (0x0e) Individ|
  + ual, ssap ProWay NM (0x0e) Command, ctrl 0x2f: Unnumbered, 2f, Flags [Command], length 3|
  = \t0x0000:  0000 0000|
  # XID
  $ -n 20
  < 02000000000202000000000100060404af810102
  = 02:00:00:00:00:01 > 02:00:00:00:00:02 SNA Unnumbered, xid, Flags [Command], length 6: 01 0|
  + 2|
  # XID, link header
  $ -ex 24
  < 02000000000202000000000100060404af81010200000000
  = 02:00:00:00:00:01 > 02:00:00:00:00:02, 802.3, length 6: LLC, dsap SNA (0x04) Individual, s|
  + sap SNA (0x04) Command, ctrl 0xaf: Unnumbered, xid, Flags [Command], length 6: 01 02|
  = \t0x0000:  8101 0200 0000 00|
  # XID without format
  $ -n 17
  < 02000000000202000000000100030405bf
  = 02:00:00:00:00:01 > 02:00:00:00:00:02 SNA Unnumbered, xid, Flags [Final], length 3|
  # XID without format, link header
  $ -ex 21
  < 02000000000202000000000100030405bf00000000
  = 02:00:00:00:00:01 > 02:00:00:00:00:02, 802.3, length 3: LLC, dsap SNA (0x04) Individual, s|
  + sap SNA (0x04) Response, ctrl 0xbf: Unnumbered, xid, Flags [Final], length 3|
  = \t0x0000:  0000 0000|
  # short XID
  $ -n 18
  < 02000000000202000000000100040404af81
  = 02:00:00:00:00:01 > 02:00:00:00:00:02 SNA Unnumbered, xid, Flags [Command], length 4 [|llc|
  + ]|
  = \t0x0000:  81                                       .|
  # short XID, link header
  $ -ex 22
  < 02000000000202000000000100040404af8100000000
  = 02:00:00:00:00:01 > 02:00:00:00:00:02, 802.3, length 4: LLC, dsap SNA (0x04) Individual, s|
  + sap SNA (0x04) Command, ctrl 0xaf: Unnumbered, xid, Flags [Command], length 4 [|llc]|
  = \t0x0000:  81                                       .|
  = \t0x0000:  8100 0000 00|
  # XID of another format
  $ -n 19
  < 02000000000202000000000100050404af1122
  = 02:00:00:00:00:01 > 02:00:00:00:00:02 SNA Unnumbered, xid, Flags [Command], length 5|
  = \t0x0000:  0404 af11 22                             ...."|
  # XID of another format, link header
  $ -ex 23
  < 02000000000202000000000100050404af112200000000
  = 02:00:00:00:00:01 > 02:00:00:00:00:02, 802.3, length 5: LLC, dsap SNA (0x04) Individual, s|
  + sap SNA (0x04) Command, ctrl 0xaf: Unnumbered, xid, Flags [Command], length 5|
  = \t0x0000:  1122 0000 0000|
  # receiver ready
  $ -n 18
  < 02000000000202000000000100047e7f0105
  = 02:00:00:00:00:01 > 02:00:00:00:00:02 ISO8208 Supervisory, Receiver Ready, rcv seq 2, Flag|
  + s [Final], length 4|
  # receiver ready, link header
  $ -ex 22
  < 02000000000202000000000100047e7f010500000000
  = 02:00:00:00:00:01 > 02:00:00:00:00:02, 802.3, length 4: LLC, dsap ISO8208 (0x7e) Individua|
  + l, ssap ISO8208 (0x7e) Response, ctrl 0x0501: Supervisory, Receiver Ready, rcv seq 2, Flag|
  + s [Final], length 4|
  = \t0x0000:  0000 0000|
  # receiver not ready
  $ -n 20
  < 02000000000202000000000100067e7e05047878
  = 02:00:00:00:00:01 > 02:00:00:00:00:02 ISO8208 Supervisory, Receiver not Ready, rcv seq 2, |
  + Flags [Command], length 6|
  # receiver not ready, link header
  $ -ex 24
  < 02000000000202000000000100067e7e0504787800000000
  = 02:00:00:00:00:01 > 02:00:00:00:00:02, 802.3, length 6: LLC, dsap ISO8208 (0x7e) Individua|
  + l, ssap ISO8208 (0x7e) Command, ctrl 0x0405: Supervisory, Receiver not Ready, rcv seq 2, F|
  + lags [Command], length 6|
  = \t0x0000:  7878 0000 0000|
  # reject
  $ -n 18
  < 02000000000202000000000100047e7e0904
  = 02:00:00:00:00:01 > 02:00:00:00:00:02 ISO8208 Supervisory, Reject, rcv seq 2, Flags [Comma|
  + nd], length 4|
  # reject, link header
  $ -ex 22
  < 02000000000202000000000100047e7e090400000000
  = 02:00:00:00:00:01 > 02:00:00:00:00:02, 802.3, length 4: LLC, dsap ISO8208 (0x7e) Individua|
  + l, ssap ISO8208 (0x7e) Command, ctrl 0x0409: Supervisory, Reject, rcv seq 2, Flags [Comman|
  + d], length 4|
  = \t0x0000:  0000 0000|
  # information
  $ -n 23
  < 02000000000202000000000100098e8f040b68656c6c6f
  = 02:00:00:00:00:01 > 02:00:00:00:00:02 ProWay Information, send seq 2, rcv seq 5, Flags [Fi|
  + nal], length 9|
  = \t0x0000:  8e8f 040b 6865 6c6c 6f                   ....hello|
  # information, link header
  $ -ex 27
  < 02000000000202000000000100098e8f040b68656c6c6f00000000
  = 02:00:00:00:00:01 > 02:00:00:00:00:02, 802.3, length 9: LLC, dsap ProWay (0x8e) Individual|
  + , ssap ProWay (0x8e) Response, ctrl 0x0b04: Information, send seq 2, rcv seq 5, Flags [Fin|
  + al], length 9|
  = \t0x0000:  6865 6c6c 6f00 0000 00|
  # a group
  $ -n 17
  < 0200000000020200000000010003111003
  = 02:00:00:00:00:01 > 02:00:00:00:00:02 Unknown DSAP 0x10 Unnumbered, ui, Flags [Command], l|
  + ength 3|
  = \t0x0000:  1110 03                                  ...|
  # a group, link header
  $ -ex 21
  < 020000000002020000000001000311100300000000
  = 02:00:00:00:00:01 > 02:00:00:00:00:02, 802.3, length 3: LLC, dsap Unknown (0x10) Group, ss|
  + ap Unknown (0x10) Command, ctrl 0x03: Unnumbered, ui, Flags [Command], length 3|
  = \t0x0000:  0000 0000|
  # two bytes
  $ -n 16
  < 02000000000202000000000100021110
  =  [|llc]|
  = \t0x0000:  1110                                     ..|
  # two bytes, link header
  $ -ex 20
  < 0200000000020200000000010002111000000000
  = 02:00:00:00:00:01 > 02:00:00:00:00:02, 802.3, length 2:  [|llc]|
  = \t0x0000:  1110                                     ..|
  = \t0x0000:  0000 0000|
  # three bytes of four
  $ -n 17
  < 02000000000202000000000100037e7e01
  =  [|llc]|
  = \t0x0000:  7e7e 01                                  ~~.|
  # three bytes of four, link header
  $ -ex 21
  < 02000000000202000000000100037e7e0100000000
  = 02:00:00:00:00:01 > 02:00:00:00:00:02, 802.3, length 3:  [|llc]|
  = \t0x0000:  7e7e 01                                  ~~.|
  = \t0x0000:  0000 0000|
  # a length above the frame
  $ -e 20
  < 0200000000020200000000010190040403616263
  = 02:00:00:00:00:01 > 02:00:00:00:00:02, 802.3, length 6: LLC, dsap SNA (0x04) Individual, s|
  + sap SNA (0x04) Command, ctrl 0x03: Unnumbered, ui, Flags [Command], length 6|
  = \t0x0000:  0404 0361 6263                           ...abc|
  # jumbo EtherType
  $ -e 58
  < 0200000000020200000000018870aaaa0300000008004500002400070000401166c00a0000010a0000029c40
  < 829a001000006162636465666768
  = 02:00:00:00:00:01 > 02:00:00:00:00:02, LLC, dsap SNAP (0xaa) Individual, ssap SNAP (0xaa) |
  + Command, ctrl 0x03: oui Ethernet (0x000000), ethertype IPv4 (0x0800), length 36: 10.0.0.1.|
  + 40000 > 10.0.0.2.33434: UDP, length 8|
  # jumbo EtherType without link header
  $ -n 20
  < 0200000000020200000000018870040403616263
  = 02:00:00:00:00:01 > 02:00:00:00:00:02 SNA Unnumbered, ui, Flags [Command], length 6|
  = \t0x0000:  0404 0361 6263                           ...abc|
  # length zero
  $ -e 60
  < 0200000000020200000000010000000000000000000000000000000000000000000000000000000000000000
  < 00000000000000000000000000000000
  = 02:00:00:00:00:01 > 02:00:00:00:00:02, 802.3, length 0:  [|llc]|
  """#
