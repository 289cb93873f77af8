/// PTP messages.
///
/// Frames and the lines that tcpdump 4.99.3 prints for them; `RecordedLine` says how to read this.
let ptpLines = #"""
  # PTP messages 1
  $ -n 92 101
  < 4500005c00010000401100000a0000010a000002013f013f004800000102002c000000000000000000000000
  < 000000007cfe90fffef950b40001000500000102030405
  = IP 10.0.0.1.319 > 10.0.0.2.319: PTPv2, v1 compat : no, msg type : delay req msg, length |
  + : 44, domain : 0, reserved1 : 0, Flags [none], NS correction : 0, sub NS correction : 0,|
  +  reserved2 : 0, clock identity : 0x7cfe90fffef950b4, port id : 1, seq id : 5, control : |
  + 0 (Sync), log message interval : 0, originTimeStamp : [|ptp]|
  # PTP messages 2
  $ -n 92 101
  < 4500005c00010000401100000a0000010a000002013f013f004800000902002c000000000000000000000000
  < 000000007cfe90fffef950b40001000500000102030405
  = IP 10.0.0.1.319 > 10.0.0.2.319: PTPv2, v1 compat : no, msg type : delay resp msg, length|
  +  : 44, domain : 0, reserved1 : 0, Flags [none], NS correction : 0, sub NS correction : 0|
  + , reserved2 : 0, clock identity : 0x7cfe90fffef950b4, port id : 1, seq id : 5, control :|
  +  0 (Sync), log message interval : 0, receiveTimeStamp : [|ptp]|
  # PTP messages 3
  $ -n 92 101
  < 4500005c00010000401100000a0000010a000002013f013f004800000202002c000000000000000000000000
  < 000000007cfe90fffef950b40001000500000102030405060708090a0b0c0d0e0f101112
  = IP 10.0.0.1.319 > 10.0.0.2.319: PTPv2, v1 compat : no, msg type : peer delay req msg, le|
  + ngth : 44, domain : 0, reserved1 : 0, Flags [none], NS correction : 0, sub NS correction|
  +  : 0, reserved2 : 0, clock identity : 0x7cfe90fffef950b4, port id : 1, seq id : 5, contr|
  + ol : 0 (Sync), log message interval : 0, preciseOriginTimeStamp : 1108152157446 seconds,|
  +  117967114 nanoseconds, port identity : 0xb0c0d0e0f101112 [|ptp]|
  # PTP messages 4
  $ -n 92 101
  < 4500005c00010000401100000a0000010a000002013f013f004800000d02002c000000000000000000000000
  < 000000007cfe90fffef950b40001000500000102030405
  = IP 10.0.0.1.319 > 10.0.0.2.319: PTPv2, v1 compat : no, msg type : management msg, length|
  +  : 44, domain : 0, reserved1 : 0, Flags [none], NS correction : 0, sub NS correction : 0|
  + , reserved2 : 0, clock identity : 0x7cfe90fffef950b4, port id : 1, seq id : 5, control :|
  +  0 (Sync), log message interval : 0 [|ptp]|
  # PTP messages 5
  $ -n 92 101
  < 4500005c00010000401100000a0000010a000002013f013f004800000802002c000000000000000000000000
  < 000000007cfe90fffef950b40001000500000102030405
  = IP 10.0.0.1.319 > 10.0.0.2.319: PTPv2, v1 compat : no, msg type : follow up msg, length |
  + : 44, domain : 0, reserved1 : 0, Flags [none], NS correction : 0, sub NS correction : 0,|
  +  reserved2 : 0, clock identity : 0x7cfe90fffef950b4, port id : 1, seq id : 5, control : |
  + 0 (Sync), log message interval : 0, preciseOriginTimeStamp : [|ptp]|
  # PTP messages 6
  $ -n 92 101
  < 4500005c00010000401100000a0000010a000002013f013f00480000
  = IP 10.0.0.1.319 > 10.0.0.2.319:  [|ptp]|
  # PTP messages 7
  $ -n 102 101
  < 4500006600010000401100000a0000010a000002013f013f005200000002002c000000000000000000000000
  < 000000007cfe90fffef950b40001000500000102030405060708090a0b0c0d0e0f101112131415161718191a
  < 1b1c1d1e00000000000000000000
  = IP 10.0.0.1.319 > 10.0.0.2.319: PTPv2, v1 compat : no, msg type : sync msg, length : 44,|
  +  domain : 0, reserved1 : 0, Flags [none], NS correction : 0, sub NS correction : 0, rese|
  + rved2 : 0, clock identity : 0x7cfe90fffef950b4, port id : 1, seq id : 5, control : 0 (Sy|
  + nc), log message interval : 0, originTimeStamp : 1108152157446 seconds, 117967114 nanose|
  + conds|
  # PTP messages 8
  $ -n 92 101
  < 4500005c00010000401100000a0000010a000002013f013f004800000102002c000000000000000000000000
  < 000000007cfe90fffef950b40001000500000102030405060708090a0b0c0d0e0f101112131415161718191a
  < 1b1c1d1e
  = IP 10.0.0.1.319 > 10.0.0.2.319: PTPv2, v1 compat : no, msg type : delay req msg, length |
  + : 44, domain : 0, reserved1 : 0, Flags [none], NS correction : 0, sub NS correction : 0,|
  +  reserved2 : 0, clock identity : 0x7cfe90fffef950b4, port id : 1, seq id : 5, control : |
  + 0 (Sync), log message interval : 0, originTimeStamp : 1108152157446 seconds, 117967114 n|
  + anoseconds|
  # PTP messages 9
  $ -n 92 101
  < 4500005c00010000401100000a0000010a000002013f013f004800000902002c000000000000000000000000
  < 000000007cfe90fffef9
  = IP 10.0.0.1.319 > 10.0.0.2.319: PTPv2, v1 compat : no, msg type : delay resp msg, length|
  +  : 44, domain : 0, reserved1 : 0, Flags [none], NS correction : 0, sub NS correction : 0|
  + , reserved2 : 0 [|ptp]|
  # PTP messages 10
  $ -n 92 101
  < 4500005c00010000401100000a0000010a000002013f013f004800000b02002c000000000000000000000000
  < 000000007cfe90fffef950b40001000500000102030405060708090a0b0c0d0e0f101112
  = IP 10.0.0.1.319 > 10.0.0.2.319: PTPv2, v1 compat : no, msg type : announce msg, length :|
  +  44, domain : 0, reserved1 : 0, Flags [none], NS correction : 0, sub NS correction : 0, |
  + reserved2 : 0, clock identity : 0x7cfe90fffef950b4, port id : 1, seq id : 5, control : 0|
  +  (Sync), log message interval : 0, originTimeStamp : 1108152157446 seconds 117967114 nan|
  + oseconds, origin cur utc :2828, rsvd : 13, gm priority_1 : 14, gm clock class : 15, gm c|
  + lock accuracy : 16, gm clock variance : 4370 [|ptp]|
  # PTP messages 11
  $ -n 92 101
  < 4500005c00010000401100000a0000010a000002013f013f004800000d02002c000000000000000000000000
  < 000000007cfe90fffef950b40001000500000102030405060708090a0b0c0d0e0f101112
  = IP 10.0.0.1.319 > 10.0.0.2.319: PTPv2, v1 compat : no, msg type : management msg, length|
  +  : 44, domain : 0, reserved1 : 0, Flags [none], NS correction : 0, sub NS correction : 0|
  + , reserved2 : 0, clock identity : 0x7cfe90fffef950b4, port id : 1, seq id : 5, control :|
  +  0 (Sync), log message interval : 0, port identity : 0x102030405060708, port id : 2314, |
  + , start boundary hops  1, , boundary hops  1, , flags  0x1, , reserved  0x1|
  # PTP messages 12
  $ -n 92 101
  < 4500005c00010000401100000a0000010a000002013f013f004800000a02002c000000000000000000
  = IP 10.0.0.1.319 > 10.0.0.2.319: PTPv2, v1 compat : no, msg type : pdelay resp fup msg, l|
  + ength : 44, domain : 0, reserved1 : 0, Flags [none] [|ptp]|
  # PTP messages 13
  $ -n 92 101
  < 4500005c00010000401100000a0000010a000002013f013f004800000002002c000000000000000000000001
  < 000000007cfe90fffef950b40001000500000102030405060708090a0b0c0d0e0f101112131415161718191a
  < 1b1c1d1e
  = IP 10.0.0.1.319 > 10.0.0.2.319: PTPv2, v1 compat : no, msg type : sync msg, length : 44,|
  +  domain : 0, reserved1 : 0, Flags [none], NS correction : 0, sub NS correction : 1, rese|
  + rved2 : 0, clock identity : 0x7cfe90fffef950b4, port id : 1, seq id : 5, control : 0 (Sy|
  + nc), log message interval : 0, originTimeStamp : 1108152157446 seconds, 117967114 nanose|
  + conds|
  # PTP messages 14
  $ -n 92 101
  < 4500005c00010000401100000a0000010a000002013f013f004800000002002c000000000000000000
  = IP 10.0.0.1.319 > 10.0.0.2.319: PTPv2, v1 compat : no, msg type : sync msg, length : 44,|
  +  domain : 0, reserved1 : 0, Flags [none] [|ptp]|
  # PTP messages 15
  $ -n 92 101
  < 4500005c00010000401100000a0000010a000002013f013f004800000b02002c000000000000000000000000
  < 000000007cfe90fffef950b40001000500000102030405060708090a0b0c0d0e0f101112131415161718191a
  < 1b1c1d1e
  = IP 10.0.0.1.319 > 10.0.0.2.319: PTPv2, v1 compat : no, msg type : announce msg, length :|
  +  44, domain : 0, reserved1 : 0, Flags [none], NS correction : 0, sub NS correction : 0, |
  + reserved2 : 0, clock identity : 0x7cfe90fffef950b4, port id : 1, seq id : 5, control : 0|
  +  (Sync), log message interval : 0, originTimeStamp : 1108152157446 seconds 117967114 nan|
  + oseconds, origin cur utc :2828, rsvd : 13, gm priority_1 : 14, gm clock class : 15, gm c|
  + lock accuracy : 16, gm clock variance : 4370, gm priority_2 : 19, gm clock id : 0x141516|
  + 1718191a1b, steps removed : 7197, time source : 0x1e|
  # PTP messages 16
  $ -n 92 101
  < 4500005c00010000401100000a0000010a000002013f013f004800000b02002c000000000000000000000000
  < 000000007cfe90fffef9
  = IP 10.0.0.1.319 > 10.0.0.2.319: PTPv2, v1 compat : no, msg type : announce msg, length :|
  +  44, domain : 0, reserved1 : 0, Flags [none], NS correction : 0, sub NS correction : 0, |
  + reserved2 : 0 [|ptp]|
  # PTP messages 17
  $ -n 92 101
  < 4500005c00010000401100000a0000010a000002013f013f004800000302002c000000000000000000000000
  < 000000007cfe90fffef950b40001000500000102030405
  = IP 10.0.0.1.319 > 10.0.0.2.319: PTPv2, v1 compat : no, msg type : peer delay resp msg, l|
  + ength : 44, domain : 0, reserved1 : 0, Flags [none], NS correction : 0, sub NS correctio|
  + n : 0, reserved2 : 0, clock identity : 0x7cfe90fffef950b4, port id : 1, seq id : 5, cont|
  + rol : 0 (Sync), log message interval : 0, receiveTimeStamp : [|ptp]|
  # PTP messages 18
  $ -n 92 101
  < 4500005c00010000401100000a0000010a000002013f013f004800000202002c000000000000000000000000
  < 000000007cfe90fffef950b40001000500000102030405060708090a0b0c0d0e0f101112131415161718191a
  < 1b1c1d1e
  = IP 10.0.0.1.319 > 10.0.0.2.319: PTPv2, v1 compat : no, msg type : peer delay req msg, le|
  + ngth : 44, domain : 0, reserved1 : 0, Flags [none], NS correction : 0, sub NS correction|
  +  : 0, reserved2 : 0, clock identity : 0x7cfe90fffef950b4, port id : 1, seq id : 5, contr|
  + ol : 0 (Sync), log message interval : 0, preciseOriginTimeStamp : 1108152157446 seconds,|
  +  117967114 nanoseconds, port identity : 0xb0c0d0e0f101112, port id : 4884|
  # PTP messages 19
  $ -n 67 101
  < 4500004300010000401100000a0000010a000002013f013f002f00000002002c000000000000000000000000
  < 000000007cfe90fffef950b40001000500000102030405
  = IP 10.0.0.1.319 > 10.0.0.2.319: PTPv2, v1 compat : no, msg type : sync msg, length : 44,|
  +  domain : 0, reserved1 : 0, Flags [none], NS correction : 0, sub NS correction : 0, rese|
  + rved2 : 0, clock identity : 0x7cfe90fffef950b4, port id : 1, seq id : 5, control : 0 (Sy|
  + nc), log message interval : 0, originTimeStamp : [|ptp]|
  # PTP messages 20
  $ -n 92 101
  < 4500005c00010000401100000a0000010a000002013f013f004800000902002c000000000000000000
  = IP 10.0.0.1.319 > 10.0.0.2.319: PTPv2, v1 compat : no, msg type : delay resp msg, length|
  +  : 44, domain : 0, reserved1 : 0, Flags [none] [|ptp]|
  # PTP messages 21
  $ -n 92 101
  < 4500005c00010000401100000a0000010a000002013f013f004800000302002c000000000000000000000000
  < 000000007cfe90fffef9
  = IP 10.0.0.1.319 > 10.0.0.2.319: PTPv2, v1 compat : no, msg type : peer delay resp msg, l|
  + ength : 44, domain : 0, reserved1 : 0, Flags [none], NS correction : 0, sub NS correctio|
  + n : 0, reserved2 : 0 [|ptp]|
  # PTP messages 22
  $ -n 92 101
  < 4500005c00010000401100000a0000010a000002013f013f004800000302002c000000000000000000
  = IP 10.0.0.1.319 > 10.0.0.2.319: PTPv2, v1 compat : no, msg type : peer delay resp msg, l|
  + ength : 44, domain : 0, reserved1 : 0, Flags [none] [|ptp]|
  # PTP messages 23
  $ -n 92 101
  < 4500005c00010000401100000a0000010a000002013f013f004800000102002c000000000000000000000000
  < 000000007cfe90fffef9
  = IP 10.0.0.1.319 > 10.0.0.2.319: PTPv2, v1 compat : no, msg type : delay req msg, length |
  + : 44, domain : 0, reserved1 : 0, Flags [none], NS correction : 0, sub NS correction : 0,|
  +  reserved2 : 0 [|ptp]|
  # PTP messages 24
  $ -n 92 101
  < 4500005c00010000401100000a0000010a000002013f013f004800000802002c000000000000000000000000
  < 000000007cfe90fffef9
  = IP 10.0.0.1.319 > 10.0.0.2.319: PTPv2, v1 compat : no, msg type : follow up msg, length |
  + : 44, domain : 0, reserved1 : 0, Flags [none], NS correction : 0, sub NS correction : 0,|
  +  reserved2 : 0 [|ptp]|
  # PTP messages 25
  $ -n 92 101
  < 4500005c00010000401100000a0000010a000002013f013f004800000c02002c000000000000000000000000
  < 000000007cfe90fffef950b40001000500000102030405
  = IP 10.0.0.1.319 > 10.0.0.2.319: PTPv2, v1 compat : no, msg type : signalling msg, length|
  +  : 44, domain : 0, reserved1 : 0, Flags [none], NS correction : 0, sub NS correction : 0|
  + , reserved2 : 0, clock identity : 0x7cfe90fffef950b4, port id : 1, seq id : 5, control :|
  +  0 (Sync), log message interval : 0 [|ptp]|
  # PTP messages 26
  $ -n 28 101
  < 4500001c00010000401100000a0000010a000002013f013f00080000
  = IP 10.0.0.1.319 > 10.0.0.2.319:  [length 0 < 34] (invalid)|
  # PTP messages 27
  $ -n 92 101
  < 4500005c00010000401100000a0000010a000002013f013f004800000302002c000000000000000000000000
  < 000000007cfe90fffef950b40001000500000102030405060708090a0b0c0d0e0f101112
  = IP 10.0.0.1.319 > 10.0.0.2.319: PTPv2, v1 compat : no, msg type : peer delay resp msg, l|
  + ength : 44, domain : 0, reserved1 : 0, Flags [none], NS correction : 0, sub NS correctio|
  + n : 0, reserved2 : 0, clock identity : 0x7cfe90fffef950b4, port id : 1, seq id : 5, cont|
  + rol : 0 (Sync), log message interval : 0, receiveTimeStamp : 1108152157446 seconds, 1179|
  + 67114 nanoseconds, port identity : 0xb0c0d0e0f101112 [|ptp]|
  # PTP messages 28
  $ -n 92 101
  < 4500005c00010000401100000a0000010a000002013f013f004800000c02002c000000000000000000
  = IP 10.0.0.1.319 > 10.0.0.2.319: PTPv2, v1 compat : no, msg type : signalling msg, length|
  +  : 44, domain : 0, reserved1 : 0, Flags [none] [|ptp]|
  # PTP messages 29
  $ -n 92 101
  < 4500005c00010000401100000a0000010a000002013f013f004800000b02002c000000000000000000000000
  < 000000007cfe90fffef950b40001000500000102030405
  = IP 10.0.0.1.319 > 10.0.0.2.319: PTPv2, v1 compat : no, msg type : announce msg, length :|
  +  44, domain : 0, reserved1 : 0, Flags [none], NS correction : 0, sub NS correction : 0, |
  + reserved2 : 0, clock identity : 0x7cfe90fffef950b4, port id : 1, seq id : 5, control : 0|
  +  (Sync), log message interval : 0, originTimeStamp : [|ptp]|
  # PTP messages 30
  $ -n 92 101
  < 4500005c00010000401100000a0000010a000002013f013f004800000000002c000000000000000000000000
  < 000000007cfe90fffef950b40001000500000102030405060708090a0b0c0d0e0f101112131415161718191a
  < 1b1c1d1e
  = IP 10.0.0.1.319 > 10.0.0.2.319: PTPv0|
  # PTP messages 31
  $ -n 92 101
  < 4500005c00010000401100000a0000010a000002013f013f004800000a02002c000000000000000000000000
  < 000000007cfe90fffef950b40001000500000102030405
  = IP 10.0.0.1.319 > 10.0.0.2.319: PTPv2, v1 compat : no, msg type : pdelay resp fup msg, l|
  + ength : 44, domain : 0, reserved1 : 0, Flags [none], NS correction : 0, sub NS correctio|
  + n : 0, reserved2 : 0, clock identity : 0x7cfe90fffef950b4, port id : 1, seq id : 5, cont|
  + rol : 0 (Sync), log message interval : 0, preciseOriginTimeStamp : [|ptp]|
  # PTP messages 32
  $ -n 92 101
  < 4500005c00010000401100000a0000010a000002013f013f004800000902002c000000000000000000000000
  < 000000007cfe90fffef950b40001000500000102030405060708090a0b0c0d0e0f101112131415161718191a
  < 1b1c1d1e
  = IP 10.0.0.1.319 > 10.0.0.2.319: PTPv2, v1 compat : no, msg type : delay resp msg, length|
  +  : 44, domain : 0, reserved1 : 0, Flags [none], NS correction : 0, sub NS correction : 0|
  + , reserved2 : 0, clock identity : 0x7cfe90fffef950b4, port id : 1, seq id : 5, control :|
  +  0 (Sync), log message interval : 0, receiveTimeStamp : 1108152157446 seconds, 117967114|
  +  nanoseconds, port identity : 0xb0c0d0e0f101112, port id : 4884|
  # PTP messages 33
  $ -n 92 101
  < 4500005c00010000401100000a0000010a000002013f013f004800000202002c000000000000000000
  = IP 10.0.0.1.319 > 10.0.0.2.319: PTPv2, v1 compat : no, msg type : peer delay req msg, le|
  + ngth : 44, domain : 0, reserved1 : 0, Flags [none] [|ptp]|
  # PTP messages 34
  $ -n 92 101
  < 4500005c00010000401100000a0000010a000002013f013f004800000a02002c000000000000000000000000
  < 000000007cfe90fffef950b40001000500000102030405060708090a0b0c0d0e0f101112131415161718191a
  < 1b1c1d1e
  = IP 10.0.0.1.319 > 10.0.0.2.319: PTPv2, v1 compat : no, msg type : pdelay resp fup msg, l|
  + ength : 44, domain : 0, reserved1 : 0, Flags [none], NS correction : 0, sub NS correctio|
  + n : 0, reserved2 : 0, clock identity : 0x7cfe90fffef950b4, port id : 1, seq id : 5, cont|
  + rol : 0 (Sync), log message interval : 0, preciseOriginTimeStamp : 1108152157446 seconds|
  + , 117967114 nanoseconds, port identity : 0xb0c0d0e0f101112, port id : 4884|
  # PTP messages 35
  $ -n 92 101
  < 4500005c00010000401100000a0000010a000002013f013f004800000b02002c000000000000000000
  = IP 10.0.0.1.319 > 10.0.0.2.319: PTPv2, v1 compat : no, msg type : announce msg, length :|
  +  44, domain : 0, reserved1 : 0, Flags [none] [|ptp]|
  # PTP messages 36
  $ -n 92 101
  < 4500005c00010000401100000a0000010a000002013f013f004800000802002c000000000000000000
  = IP 10.0.0.1.319 > 10.0.0.2.319: PTPv2, v1 compat : no, msg type : follow up msg, length |
  + : 44, domain : 0, reserved1 : 0, Flags [none] [|ptp]|
  # PTP messages 37
  $ -n 156 101
  < 4500009c00010000401100000a0000010a000002013f013f00880000000100015f44464c5400000000000000
  < 0000000001010001020304050000000000000000000000000000000000000000000000000000000000000000
  < 0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
  < 000000000000000000000000000000000000000000000000
  = IP 10.0.0.1.319 > 10.0.0.2.319: PTPv1 (not implemented)|
  # PTP messages 38
  $ -n 92 101
  < 4500005c00010000401100000a0000010a000002013f013f004800000802002c000000000000000000000000
  < 000000007cfe90fffef950b40001000500000102030405060708090a0b0c0d0e0f101112
  = IP 10.0.0.1.319 > 10.0.0.2.319: PTPv2, v1 compat : no, msg type : follow up msg, length |
  + : 44, domain : 0, reserved1 : 0, Flags [none], NS correction : 0, sub NS correction : 0,|
  +  reserved2 : 0, clock identity : 0x7cfe90fffef950b4, port id : 1, seq id : 5, control : |
  + 0 (Sync), log message interval : 0, preciseOriginTimeStamp : 1108152157446 seconds, 1179|
  + 67114 nanoseconds|
  # PTP messages 39
  $ -n 92 101
  < 4500005c00010000401100000a0000010a000002013f013f004800000002002c000000000000000000000000
  < 000000007cfe90fffef9
  = IP 10.0.0.1.319 > 10.0.0.2.319: PTPv2, v1 compat : no, msg type : sync msg, length : 44,|
  +  domain : 0, reserved1 : 0, Flags [none], NS correction : 0, sub NS correction : 0, rese|
  + rved2 : 0 [|ptp]|
  # PTP messages 40
  $ -n 92 101
  < 4500005c00010000401100000a0000010a000002013f013f004800000d02002c000000000000000000
  = IP 10.0.0.1.319 > 10.0.0.2.319: PTPv2, v1 compat : no, msg type : management msg, length|
  +  : 44, domain : 0, reserved1 : 0, Flags [none] [|ptp]|
  # PTP messages 41
  $ -n 92 101
  < 4500005c00010000401100000a0000010a000002013f013f004800000a02002c000000000000000000000000
  < 000000007cfe90fffef950b40001000500000102030405060708090a0b0c0d0e0f101112
  = IP 10.0.0.1.319 > 10.0.0.2.319: PTPv2, v1 compat : no, msg type : pdelay resp fup msg, l|
  + ength : 44, domain : 0, reserved1 : 0, Flags [none], NS correction : 0, sub NS correctio|
  + n : 0, reserved2 : 0, clock identity : 0x7cfe90fffef950b4, port id : 1, seq id : 5, cont|
  + rol : 0 (Sync), log message interval : 0, preciseOriginTimeStamp : 1108152157446 seconds|
  + , 117967114 nanoseconds, port identity : 0xb0c0d0e0f101112 [|ptp]|
  # PTP messages 42
  $ -n 92 101
  < 4500005c00010000401100000a0000010a000002013f013f00480000000d002c000000000000000000000000
  < 000000007cfe90fffef950b40001000500000102030405060708090a0b0c0d0e0f101112131415161718191a
  < 1b1c1d1e
  = IP 10.0.0.1.319 > 10.0.0.2.319: PTPv13|
  """#
