/// IPv4 options, whole, broken, and cut.
///
/// Frames and the lines that tcpdump 4.99.3 prints for them; `RecordedLine` says how to read this.
let ipv4OptionLines = #"""
  # no operation and end of list
  $ -v 50
  < 02000000000202000000000108004600002400014000401124c40a0000010a00000201010001045708ae000c
  < 1a0861626364
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 36, options (NOP,NO|
  + P,EOL))|
  =     10.0.0.1.1111 > 10.0.0.2.2222: UDP, length 4|
  # record route, empty, with one address, full
  $ -v 62
  < 02000000000202000000000108004900003000014000401110a10a0000010a000002070f080a000003000000
  < 000000000000045708ae000c1a0861626364
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 48, options (RR 10.|
  + 0.0.3, 0.0.0.0 0.0.0.0,EOL))|
  =     10.0.0.1.1111 > 10.0.0.2.2222: UDP, length 4|
  # record route that is full
  $ -v 54
  < 02000000000202000000000108004700002800014000401112b10a0000010a0000020707080a000003000457
  < 08ae000c1a0861626364
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 40, options (RR 10.|
  + 0.0.3,,EOL))|
  =     10.0.0.1.1111 > 10.0.0.2.2222: UDP, length 4|
  # record route whose length fits no address
  $ -v 58
  < 02000000000202000000000108004800002c0001400040110cac0a0000010a00000207090401020304050600
  < 0000045708ae000c1a0861626364
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 44, options (RR [ba|
  + d length 9] 1.2.3.4 5.6.0.0,EOL))|
  =     10.0.0.1.1111 > 10.0.0.2.2222: UDP, length 4|
  # record route whose length ends before its pointer
  $ -v 50
  < 0200000000020200000000010800460000240001400040111ec40a0000010a00000207020000045708ae000c
  < 1a0861626364
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 36, options (RR [ba|
  + d length 2],EOL))|
  =     10.0.0.1.1111 > 10.0.0.2.2222: UDP, length 4|
  # record route with a pointer of zero
  $ -v 54
  < 02000000000202000000000108004700002800014000401117b70a0000010a00000207070001020304000457
  < 08ae000c1a0861626364
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 40, options (RR [ba|
  + d ptr 0] 1.2.3.4,,EOL))|
  =     10.0.0.1.1111 > 10.0.0.2.2222: UDP, length 4|
  # record route with a pointer between entries
  $ -v 54
  < 02000000000202000000000108004700002800014000401111b70a0000010a00000207070601020304000457
  < 08ae000c1a0861626364
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 40, options (RR [ba|
  + d ptr 6] 1.2.3.4,,EOL))|
  =     10.0.0.1.1111 > 10.0.0.2.2222: UDP, length 4|
  # record route with a pointer behind the option
  $ -v 54
  < 02000000000202000000000108004700002800014000401103b70a0000010a00000207071401020304000457
  < 08ae000c1a0861626364
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 40, options (RR [ba|
  + d ptr 20] 1.2.3.4,,EOL))|
  =     10.0.0.1.1111 > 10.0.0.2.2222: UDP, length 4|
  # loose source route: the checksum covers its last address
  $ -v 58
  < 02000000000202000000000108004800002c000140004011979e0a0000010a000002830b040a0000030a0000
  < 0200045708ae000c1a0861626364
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 44, options (LSRR 1|
  + 0.0.0.3 10.0.0.2,EOL))|
  =     10.0.0.1.1111 > 10.0.0.2.2222: UDP, length 4|
  # strict source route
  $ -v 54
  < 02000000000202000000000108004700002800014000401195b00a0000010a0000028907040a000002000457
  < 08ae000c1a0861626364
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 40, options (SSRR 1|
  + 0.0.0.2,EOL))|
  =     10.0.0.1.1111 > 10.0.0.2.2222: UDP, length 4|
  # source route to elsewhere
  $ -v 54
  < 02000000000202000000000108004700002800014000401194b00a0000010a0000028307040a000009000457
  < 08ae000c1a0861626364
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 40, options (LSRR 1|
  + 0.0.0.9,EOL))|
  =     10.0.0.1.1111 > 10.0.0.2.2222: UDP, length 4|
  # time stamps alone
  $ -v 58
  < 02000000000202000000000108004800002c000140004011daae0a0000010a000002440c0500000000010000
  < 0002045708ae000c1a0861626364
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 44, options (timest|
  + amp TS{TSONLY ^ 1@ 2@}))|
  =     10.0.0.1.1111 > 10.0.0.2.2222: UDP, length 4|
  # time stamps alone, the second one next
  $ -v 58
  < 02000000000202000000000108004800002c000140004011d6b00a0000010a000002440c0900000000010000
  < 0000045708ae000c1a0861626364
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 44, options (timest|
  + amp TS{TSONLY 1@ ^ 0@}))|
  =     10.0.0.1.1111 > 10.0.0.2.2222: UDP, length 4|
  # time stamps alone, full, three hops missed
  $ -v 58
  < 02000000000202000000000108004800002c000140004011d27e0a0000010a000002440c0d30000000010000
  < 0002045708ae000c1a0861626364
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 44, options (timest|
  + amp TS{TSONLY 1@ 2@ ^  [3 hops not recorded]} ))|
  =     10.0.0.1.1111 > 10.0.0.2.2222: UDP, length 4|
  # time stamps with addresses
  $ -v 66
  < 02000000000202000000000108004a000034000140004011bc920a0000010a00000244140d010a0000030000
  < 00070a00000400000000045708ae000c1a0861626364
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 52, options (timest|
  + amp TS{TS+ADDR 7@10.0.0.3 ^ 0@10.0.0.4}))|
  =     10.0.0.1.1111 > 10.0.0.2.2222: UDP, length 4|
  # time stamps of prescribed hosts
  $ -v 58
  < 02000000000202000000000108004800002c000140004011d0ab0a0000010a000002440c05030a0000030000
  < 0000045708ae000c1a0861626364
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 44, options (timest|
  + amp TS{PRESPEC ^ 0@10.0.0.3}))|
  =     10.0.0.1.1111 > 10.0.0.2.2222: UDP, length 4|
  # time stamps of an unknown form
  $ -v 58
  < 02000000000202000000000108004800002c000140004011d0ac0a0000010a000002440c05020a0000030000
  < 0000045708ae000c1a0861626364
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 44, options (timest|
  + amp TS{[bad ts type 2]}))|
  =     10.0.0.1.1111 > 10.0.0.2.2222: UDP, length 4|
  # time stamp whose length fits no entry
  $ -v 58
  < 02000000000202000000000108004800002c000140004011d1a90a0000010a000002440a0500000000010909
  < 0000045708ae000c1a0861626364
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 44, options (timest|
  + amp TS{[bad length 10]TSONLY ^ 1@ 151584768@},EOL))|
  =     10.0.0.1.1111 > 10.0.0.2.2222: UDP, length 4|
  # time stamp whose length ends before its flag
  $ -v 50
  < 020000000002020000000001080046000024000140004011dcc20a0000010a00000244030500045708ae000c
  < 1a0861626364
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 36, options (timest|
  + amp[bad length 3],EOL))|
  =     10.0.0.1.1111 > 10.0.0.2.2222: UDP, length 4|
  # time stamp with a pointer of zero
  $ -v 54
  < 020000000002020000000001080047000028000140004011e0b80a0000010a00000244080000000000010457
  < 08ae000c1a0861626364
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 40, options (timest|
  + amp TS{[bad ptr 0]TSONLY 1@}))|
  =     10.0.0.1.1111 > 10.0.0.2.2222: UDP, length 4|
  # time stamp with a pointer below the first entry
  $ -v 54
  < 020000000002020000000001080047000028000140004011dcb80a0000010a00000244080400000000010457
  < 08ae000c1a0861626364
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 40, options (timest|
  + amp TS{[bad ptr 4]TSONLY 1@}))|
  =     10.0.0.1.1111 > 10.0.0.2.2222: UDP, length 4|
  # security
  $ -v 58
  < 02000000000202000000000108004800002c000140004011a1b20a0000010a000002820b0000000000000000
  < 0000045708ae000c1a0861626364
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 44, options (securi|
  + ty,EOL))|
  =     10.0.0.1.1111 > 10.0.0.2.2222: UDP, length 4|
  # router alert
  $ -v 50
  < 02000000000202000000000108004600002400014000401191c10a0000010a00000294040000045708ae000c
  < 1a0861626364
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 36, options (RA))|
  =     10.0.0.1.1111 > 10.0.0.2.2222: UDP, length 4|
  # router alert with a value
  $ -v 50
  < 02000000000202000000000108004600002400014000401191bc0a0000010a00000294040005045708ae000c
  < 1a0861626364
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 36, options (RA val|
  + ue 5))|
  =     10.0.0.1.1111 > 10.0.0.2.2222: UDP, length 4|
  # router alert without its value
  $ -v 50
  < 02000000000202000000000108004600002400014000401188c20a0000010a00000294030900045708ae000c
  < 1a0861626364
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 36, options (RA [ba|
  + d length 3],EOL))|
  =     10.0.0.1.1111 > 10.0.0.2.2222: UDP, length 4|
  # traceroute and an unknown type
  $ -v 54
  < 0200000000020200000000010800470000280001400040116eb90a0000010a00000252040102630200000457
  < 08ae000c1a0861626364
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 40, options (tracer|
  + oute,unknown 99,EOL))|
  =     10.0.0.1.1111 > 10.0.0.2.2222: UDP, length 4|
  # length of zero
  $ -v 50
  < 020000000002020000000001080046000024000140004011c1c40a0000010a00000263000101045708ae000c
  < 1a0861626364
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 36, options (unknow|
  + n 99 [bad length 0]))|
  =     10.0.0.1.1111 > 10.0.0.2.2222: UDP, length 4|
  # length of one
  $ -v 50
  < 0200000000020200000000010800460000240001400040111ac40a0000010a00000207010401045708ae000c
  < 1a0861626364
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 36, options (RR [ba|
  + d length 1]))|
  =     10.0.0.1.1111 > 10.0.0.2.2222: UDP, length 4|
  # length behind the header
  $ -v 50
  < 02000000000202000000000108004600002400014000401119fd0a0000010a00000207c80401045708ae000c
  < 1a0861626364
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 36, options (RR [ba|
  + d length 200]))|
  =     10.0.0.1.1111 > 10.0.0.2.2222: UDP, length 4|
  # type in the last byte
  $ -v 50
  < 02000000000202000000000108004600002400014000401123be0a0000010a00000201010107045708ae000c
  < 1a0861626364
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 36, options (NOP,NO|
  + P,NOP,RR [bad length 4]))|
  =     10.0.0.1.1111 > 10.0.0.2.2222: UDP, length 4|
  # options cut 20 bytes into the packet
  $ -v 70
  < 02000000000202000000000108004b000038000140004011ad140a0000010a000002
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 56, options ( [|ip]|
  # options cut 21 bytes into the packet
  $ -v 70
  < 02000000000202000000000108004b000038000140004011ad140a0000010a00000201
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 56, options (NOP, [|
  + |ip]|
  # options cut 22 bytes into the packet
  $ -v 70
  < 02000000000202000000000108004b000038000140004011ad140a0000010a0000020183
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 56, options (NOP,LS|
  + RR [|ip]|
  # options cut 23 bytes into the packet
  $ -v 70
  < 02000000000202000000000108004b000038000140004011ad140a0000010a00000201830b
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 56, options (NOP,LS|
  + RR [truncated-option]))|
  =     10.0.0.1 > 10.0.0.2:  [|ip]|
  # options cut 24 bytes into the packet
  $ -v 70
  < 02000000000202000000000108004b000038000140004011ad140a0000010a00000201830b04
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 56, options (NOP,LS|
  + RR [truncated-option]))|
  =     10.0.0.1 > 10.0.0.2:  [|ip]|
  # options cut 27 bytes into the packet
  $ -v 70
  < 02000000000202000000000108004b000038000140004011ad140a0000010a00000201830b040a0000
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 56, options (NOP,LS|
  + RR [truncated-option]))|
  =     10.0.0.1 > 10.0.0.2:  [|ip]|
  # options cut 31 bytes into the packet
  $ -v 70
  < 02000000000202000000000108004b000038000140004011ad140a0000010a00000201830b040a0000030a00
  < 00
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 56, options (NOP,LS|
  + RR [truncated-option]))|
  =     10.0.0.1 > 10.0.0.2:  [|ip]|
  # options cut 32 bytes into the packet
  $ -v 70
  < 02000000000202000000000108004b000038000140004011ad140a0000010a00000201830b040a0000030a00
  < 0002
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 56, options (NOP,LS|
  + RR 10.0.0.3 10.0.0.2, [|ip]|
  # options cut 33 bytes into the packet
  $ -v 70
  < 02000000000202000000000108004b000038000140004011ad140a0000010a00000201830b040a0000030a00
  < 000244
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 56, options (NOP,LS|
  + RR 10.0.0.3 10.0.0.2,timestamp [|ip]|
  # options cut 34 bytes into the packet
  $ -v 70
  < 02000000000202000000000108004b000038000140004011ad140a0000010a00000201830b040a0000030a00
  < 0002440c
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 56, options (NOP,LS|
  + RR 10.0.0.3 10.0.0.2,timestamp [truncated-option]))|
  =     10.0.0.1 > 10.0.0.2:  [|ip]|
  # options cut 36 bytes into the packet
  $ -v 70
  < 02000000000202000000000108004b000038000140004011ad140a0000010a00000201830b040a0000030a00
  < 0002440c0501
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 56, options (NOP,LS|
  + RR 10.0.0.3 10.0.0.2,timestamp [truncated-option]))|
  =     10.0.0.1 > 10.0.0.2:  [|ip]|
  # options cut 37 bytes into the packet
  $ -v 70
  < 02000000000202000000000108004b000038000140004011ad140a0000010a00000201830b040a0000030a00
  < 0002440c05010a
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 56, options (NOP,LS|
  + RR 10.0.0.3 10.0.0.2,timestamp [truncated-option]))|
  =     10.0.0.1 > 10.0.0.2:  [|ip]|
  # options cut 40 bytes into the packet
  $ -v 70
  < 02000000000202000000000108004b000038000140004011ad140a0000010a00000201830b040a0000030a00
  < 0002440c05010a000003
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 56, options (NOP,LS|
  + RR 10.0.0.3 10.0.0.2,timestamp [truncated-option]))|
  =     10.0.0.1 > 10.0.0.2:  [|ip]|
  # options cut 43 bytes into the packet
  $ -v 70
  < 02000000000202000000000108004b000038000140004011ad140a0000010a00000201830b040a0000030a00
  < 0002440c05010a000003000000
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 56, options (NOP,LS|
  + RR 10.0.0.3 10.0.0.2,timestamp [truncated-option]))|
  =     10.0.0.1 > 10.0.0.2:  [|ip]|
  # options cut 44 bytes into the packet
  $ -v 70
  < 02000000000202000000000108004b000038000140004011ad140a0000010a00000201830b040a0000030a00
  < 0002440c05010a00000300000001
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 56, options (NOP,LS|
  + RR 10.0.0.3 10.0.0.2,timestamp TS{TS+ADDR ^ 1@10.0.0.3}))|
  =     10.0.0.1 > 10.0.0.2:  [|udp]|
  # options cut 45 bytes into the packet
  $ -v 70
  < 02000000000202000000000108004b000038000140004011ad140a0000010a00000201830b040a0000030a00
  < 0002440c05010a0000030000000104
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 56, options (NOP,LS|
  + RR 10.0.0.3 10.0.0.2,timestamp TS{TS+ADDR ^ 1@10.0.0.3}))|
  =     10.0.0.1 > 10.0.0.2:  [|udp]|
  # options cut 50 bytes into the packet
  $ -v 70
  < 02000000000202000000000108004b000038000140004011ad140a0000010a00000201830b040a0000030a00
  < 0002440c05010a00000300000001045708ae000c
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17), length 56, options (NOP,LS|
  + RR 10.0.0.3 10.0.0.2,timestamp TS{TS+ADDR ^ 1@10.0.0.3}))|
  =     10.0.0.1.1111 > 10.0.0.2.2222:  [|udp]|
  # options cut, without -v
  $ -n 70
  < 02000000000202000000000108004b000038000140004011ad140a0000010a00000201830b040a00
  = IP  [remaining caplen(26) < header length(44)] [|ip]|
  """#
