/// DHCPv6 messages.
///
/// Frames and the lines that tcpdump 4.99.3 prints for them; `RecordedLine` says how to read this.
let dhcpv6Lines = #"""
  # DHCPv6 messages 1
  $ -v 36 101
  < 4500002400010000401100000a0000010a00000202220223001000000112345600580000
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 36, bad cksum |
  + 0 (->66c6)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 solicit (xid=123456 (opt_88))|
  # DHCPv6 messages 2
  $ -v 111 101
  < 4500006f00010000401100000a0000010a00000202220223005b0000
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 111, bad cksum|
  +  0 (->667b)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 [|dhcp6]|
  # DHCPv6 messages 3
  $ -v 40 101
  < 4500002800010000401100000a0000010a0000020222022300140000011234560037000401020304
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 40, bad cksum |
  + 0 (->66c2)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 solicit (xid=123456 (opt_55))|
  # DHCPv6 messages 4
  $ -v 38 101
  < 4500002600010000401100000a0000010a000002022202230012000001123456008f00020102
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 38, bad cksum |
  + 0 (->66c4)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 solicit (xid=123456 (opt_143))|
  # DHCPv6 messages 5
  $ -v 41 101
  < 4500002900010000401100000a0000010a000002022202230015000001123456000d0005000b6d0167
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 41, bad cksum |
  + 0 (->66c1)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 solicit (xid=123456 (status-code code11))|
  # DHCPv6 messages 6
  $ -v 84 101
  < 4500005400010000401100000a0000010a00000202220223004000000c03000102030405060708090a0b0c0d
  < 0e0f101112131415161718191a1b1c1d1e1f00090012011234560001000a00030001010203040506
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 84, bad cksum |
  + 0 (->6696)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 relay-fwd (linkaddr=1:203:405:607:809:a0b:c0d:e0f|
  +  peeraddr=1011:1213:1415:1617:1819:1a1b:1c1d:1e1f (relay-message (dhcp6 solicit (xid=123|
  + 456 (client-ID hwaddr type 1 010203040506))))|
  # DHCPv6 messages 7
  $ -v 44 101
  < 4500002c00010000401100000a0000010a000002022202230018000001123456000000080361626302646500
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 44, bad cksum |
  + 0 (->66be)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 solicit (xid=123456 (opt_0))|
  # DHCPv6 messages 8
  $ -v 36 101
  < 4500002400010000401100000a0000010a00000202220223001000000112345600840000
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 36, bad cksum |
  + 0 (->66c6)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 solicit (xid=123456 (opt_132))|
  # DHCPv6 messages 9
  $ -v 40 101
  < 4500002800010000401100000a0000010a0000020222022300140000011234560016000401020304
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 40, bad cksum |
  + 0 (->66c2)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 solicit (xid=123456 (SIP-servers-address ?))|
  # DHCPv6 messages 10
  $ -v 32 101
  < 4500002000010000401100000a0000010a00000202220223000c000000123456
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 32, bad cksum |
  + 0 (->66ca)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 msgtype-0 (xid=123456)|
  # DHCPv6 messages 11
  $ -v 76 101
  < 4500004c00010000401100000a0000010a000002022202230038000001123456006e002820010db800000000
  < 000000000000000120010db80000000000000000000000010000010000000200
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 76, bad cksum |
  + 0 (->669e)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 solicit (xid=123456 (opt_110))|
  # DHCPv6 messages 12
  $ -v 72 101
  < 4500004800010000401100000a0000010a000002022202230034000001123456000b00240201000001020304
  < 0506077265616c6d00000005000102030405060708090a0b0c0d0e0f
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 72, bad cksum |
  + 0 (->66a2)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 solicit (xid=123456 (authentication proto: delaye|
  + d, alg: HMAC-MD5, RDM: mono, RD: 0001 0203 0405 0607, realm: 7265616c6d, key ID: 0000000|
  + 5, HMAC-MD5: 00010203 04050607 08090a0b 0c0d0e0f))|
  # DHCPv6 messages 13
  $ -v 49 101
  < 4500003100010000401100000a0000010a00000202220223001d0000011234560001000d0002000102030405
  < 060708090a
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 49, bad cksum |
  + 0 (->66b9)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 solicit (xid=123456 (client-ID vid 00010203040506|
  + 07))|
  # DHCPv6 messages 14
  $ -v 40 101
  < 4500002800010000401100000a0000010a000002022202230014000001123456000b000401020304
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 40, bad cksum |
  + 0 (->66c2)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 solicit (xid=123456 (authentication ?))|
  # DHCPv6 messages 15
  $ -v 44 101
  < 4500002c00010000401100000a0000010a000002022202230018000001123456006e00080361626302646500
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 44, bad cksum |
  + 0 (->66be)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 solicit (xid=123456 (opt_110))|
  # DHCPv6 messages 16
  $ -v 52 101
  < 4500003400010000401100000a0000010a0000020222022300200000011234560079001020010db800000000
  < 0000000000000001
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 52, bad cksum |
  + 0 (->66b6)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 solicit (xid=123456 (opt_121))|
  # DHCPv6 messages 17
  $ -v 38 101
  < 4500002600010000401100000a0000010a000002022202230012000001123456008400020102
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 38, bad cksum |
  + 0 (->66c4)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 solicit (xid=123456 (opt_132))|
  # DHCPv6 messages 18
  $ -v 47 101
  < 4500002f00010000401100000a0000010a00000202220223001b000001123456000b000b0201010001020304
  < 050607
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 47, bad cksum |
  + 0 (->66bb)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 solicit (xid=123456 (authentication proto: delaye|
  + d, alg: HMAC-MD5, RDM: 1, RD: 0001 0203 0405 0607))|
  # DHCPv6 messages 19
  $ -v 37 101
  < 4500002500010000401100000a0000010a0000020222022300110000011234560037000101
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 37, bad cksum |
  + 0 (->66c5)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 solicit (xid=123456 (opt_55))|
  # DHCPv6 messages 20
  $ -v 52 101
  < 4500003400010000401100000a0000010a0000020222022300200000011234560000001020010db800000000
  < 0000000000000001
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 52, bad cksum |
  + 0 (->66b6)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 solicit (xid=123456 (opt_0))|
  # DHCPv6 messages 21
  $ -v 76 101
  < 4500004c00010000401100000a0000010a0000020222022300380000011234560016002820010db800000000
  < 000000000000000120010db80000000000000000000000010000010000000200
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 76, bad cksum |
  + 0 (->669e)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 solicit (xid=123456 (SIP-servers-address ?))|
  # DHCPv6 messages 22
  $ -v 37 101
  < 4500002500010000401100000a0000010a000002022202230011000001123456006e000101
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 37, bad cksum |
  + 0 (->66c5)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 solicit (xid=123456 (opt_110))|
  # DHCPv6 messages 23
  $ -v 38 101
  < 4500002600010000401100000a0000010a000002022202230012000001123456000100020002
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 38, bad cksum |
  + 0 (->66c4)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 solicit (xid=123456 (client-ID ?))|
  # DHCPv6 messages 24
  $ -v 38 101
  < 4500002600010000401100000a0000010a000002022202230012000001123456000b00020102
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 38, bad cksum |
  + 0 (->66c4)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 solicit (xid=123456 (authentication ?))|
  # DHCPv6 messages 25
  $ -v 76 101
  < 4500004c00010000401100000a0000010a0000020222022300380000011234560058002820010db800000000
  < 000000000000000120010db80000000000000000000000010000010000000200
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 76, bad cksum |
  + 0 (->669e)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 solicit (xid=123456 (opt_88))|
  # DHCPv6 messages 26
  $ -v 37 101
  < 4500002500010000401100000a0000010a000002022202230011000001123456008f000101
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 37, bad cksum |
  + 0 (->66c5)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 solicit (xid=123456 (opt_143))|
  # DHCPv6 messages 27
  $ -v 156 101
  < 4500009c00010000401100000a0000010a00000202220223008800000c0320010db80000000000
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 156, bad cksum|
  +  0 (->664e)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 relay-fwd ( [|dhcp6]|
  # DHCPv6 messages 28
  $ -v 51 101
  < 4500003300010000401100000a0000010a00000202220223001f000001123456000b000f0400000001020304
  < 05060761626364
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 51, bad cksum |
  + 0 (->66b7)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 solicit (xid=123456 (authentication proto: 4, alg|
  + : 0, RDM: mono, RD: 0001 0203 0405 0607 ??))|
  # DHCPv6 messages 29
  $ -v 44 101
  < 4500002c00010000401100000a0000010a000002022202230018000001123456008400080361626302646500
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 44, bad cksum |
  + 0 (->66be)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 solicit (xid=123456 (opt_132))|
  # DHCPv6 messages 30
  $ -v 32 101
  < 4500002000010000401100000a0000010a00000202220223000c000016123456
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 32, bad cksum |
  + 0 (->66ca)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 msgtype-22 (xid=123456)|
  # DHCPv6 messages 31
  $ -v 76 101
  < 4500004c00010000401100000a0000010a0000020222022300380000011234560079002820010db800000000
  < 000000000000000120010db80000000000000000000000010000010000000200
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 76, bad cksum |
  + 0 (->669e)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 solicit (xid=123456 (opt_121))|
  # DHCPv6 messages 32
  $ -v 37 101
  < 4500002500010000401100000a0000010a0000020222022300110000011234560079000101
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 37, bad cksum |
  + 0 (->66c5)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 solicit (xid=123456 (opt_121))|
  # DHCPv6 messages 33
  $ -v 37 101
  < 4500002500010000401100000a0000010a0000020222022300110000011234560021000101
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 37, bad cksum |
  + 0 (->66c5)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 solicit (xid=123456 (BCMCS-domain-name))|
  # DHCPv6 messages 34
  $ -v 37 101
  < 4500002500010000401100000a0000010a000002022202230011000001123456001300010b
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 37, bad cksum |
  + 0 (->66c5)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 solicit (xid=123456 (reconfigure-message for inf-|
  + req))|
  # DHCPv6 messages 35
  $ -v 44 101
  < 4500002c00010000401100000a0000010a000002022202230018000001123456001600080361626302646500
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 44, bad cksum |
  + 0 (->66be)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 solicit (xid=123456 (SIP-servers-address ?))|
  # DHCPv6 messages 36
  $ -v 40 101
  < 4500002800010000401100000a0000010a0000020222022300140000011234560000000401020304
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 40, bad cksum |
  + 0 (->66c2)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 solicit (xid=123456 (opt_0))|
  # DHCPv6 messages 37
  $ -v 53 101
  < 4500003500010000401100000a0000010a000002022202230021000001123456002c00110220010db8000000
  < 000000000000000001
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 53, bad cksum |
  + 0 (->66b5)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 solicit (xid=123456 (Lease-query by-clientID 2001|
  + :db8::1))|
  # DHCPv6 messages 38
  $ -v 52 101
  < 4500003400010000401100000a0000010a0000020222022300200000011234560016001020010db800000000
  < 0000000000000001
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 52, bad cksum |
  + 0 (->66b6)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 solicit (xid=123456 (SIP-servers-address 2001:db8|
  + ::1))|
  # DHCPv6 messages 39
  $ -v 76 101
  < 4500004c00010000401100000a0000010a0000020222022300380000011234560000002820010db800000000
  < 000000000000000120010db80000000000000000000000010000010000000200
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 76, bad cksum |
  + 0 (->669e)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 solicit (xid=123456 (opt_0))|
  # DHCPv6 messages 40
  $ -v 41 101
  < 4500002900010000401100000a0000010a000002022202230015000001123456000d000500006d0167
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 41, bad cksum |
  + 0 (->66c1)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 solicit (xid=123456 (status-code Success))|
  # DHCPv6 messages 41
  $ -v 51 101
  < 4500003300010000401100000a0000010a00000202220223001f000001123456000b000f0100010001020304
  < 05060761626364
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 51, bad cksum |
  + 0 (->66b7)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 solicit (xid=123456 (authentication proto: 1, alg|
  + : 0, RDM: 1, RD: 0001 0203 0405 0607 ??))|
  # DHCPv6 messages 42
  $ -v 44 101
  < 4500002c00010000401100000a0000010a000002022202230018000001123456004d00080361626302646500
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 44, bad cksum |
  + 0 (->66be)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 solicit (xid=123456 (opt_77))|
  # DHCPv6 messages 43
  $ -v 37 101
  < 4500002500010000401100000a0000010a000002022202230011000001123456004d000101
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 37, bad cksum |
  + 0 (->66c5)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 solicit (xid=123456 (opt_77))|
  # DHCPv6 messages 44
  $ -v 32 101
  < 4500002000010000401100000a0000010a00000202220223000c00000b123456
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 32, bad cksum |
  + 0 (->66ca)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 inf-req (xid=123456)|
  # DHCPv6 messages 45
  $ -v 156 101
  < 4500009c00010000401100000a0000010a00000202220223008800000c0320010db800000000000000000000
  < 000120010db800000000000000000000000100120003696631000900
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 156, bad cksum|
  +  0 (->664e)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 relay-fwd (linkaddr=2001:db8::1 peeraddr=2001:db8|
  + ::1 (interface-ID 696631...) [|dhcp6])|
  # DHCPv6 messages 46
  $ -v 40 101
  < 4500002800010000401100000a0000010a000002022202230014000001123456006e000401020304
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 40, bad cksum |
  + 0 (->66c2)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 solicit (xid=123456 (opt_110))|
  # DHCPv6 messages 47
  $ -v 37 101
  < 4500002500010000401100000a0000010a0000020222022300110000011234560013000100
  = IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 37, bad cksum |
  + 0 (->66c5)!)|
  =     10.0.0.1.546 > 10.0.0.2.547: dhcp6 solicit (xid=123456 (reconfigure-message for ???(|
  + 00)))|
  """#
