import Testing

/// Savefiles that lie about their lengths and times, built field by field, little-endian.
enum HostileSavefiles {
  /// A savefile and what is wrong with it.
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var bytes: [UInt8]
  }

  /// A frame to put into them: Ethernet, IPv4, and TCP.
  static let frame: [UInt8] = [
    0x08, 0x00, 0x27, 0x35, 0x56, 0xd8, 0x08, 0x00, 0x27, 0xac, 0x42, 0x63, 0x08, 0x00, 0x45, 0xb8,
    0x00, 0x28, 0x1c, 0x46, 0x40, 0x00, 0x40, 0x06, 0xb1, 0xe6, 10, 0, 2, 15, 10, 0, 2, 4, 0xa0,
    0x1a, 0xc3, 0x57, 0x01, 0x02, 0x03, 0x04, 0xff, 0xfe, 0xfd, 0xfc, 0x50, 0x18, 0x01, 0xf6, 0xbe,
    0xef, 0x12, 0x34,
  ]

  static func word<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    (0..<(Number.bitWidth / 8)).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
  }

  static func repeated(_ bytes: [UInt8], _ count: Int) -> [UInt8] {
    Array(repeating: bytes, count: count).flatMap(\.self)
  }

  // MARK: pcap

  static func header(magic: UInt32 = 0xa1b2_c3d4, snapshotLength: UInt32 = 262_144) -> [UInt8] {
    word(magic) + word(2 as UInt16) + word(4 as UInt16) + word(0 as UInt64) + word(snapshotLength)
      + word(1 as UInt32)
  }

  static func record(
    seconds: UInt32 = 1, fraction: UInt32 = 1, captured: UInt32? = nil, onWire: UInt32? = nil
  ) -> [UInt8] {
    let length = UInt32(frame.count)
    return word(seconds) + word(fraction) + word(captured ?? length) + word(onWire ?? length)
      + frame
  }

  static var classic: [Case] {
    let length = UInt32(frame.count)
    var cases = [
      Case(
        testDescription: "a packet of 4 GiB",
        bytes: header() + record(captured: .max, onWire: .max)),
      Case(
        testDescription: "more captured than the file allows",
        bytes: header(snapshotLength: 16) + record()),
      Case(testDescription: "more captured than was sent", bytes: header() + record(onWire: 4)),
      Case(
        testDescription: "a million microseconds", bytes: header() + record(fraction: 1_000_000)),
      Case(testDescription: "microseconds beyond all", bytes: header() + record(fraction: .max)),
      Case(testDescription: "the last second", bytes: header() + record(seconds: .max)),
      Case(
        testDescription: "nanoseconds beyond all",
        bytes: header(magic: 0xa1b2_3c4d) + record(seconds: .max, fraction: .max)),
    ]
    for snapshotLength in [0, 0x7fff_ffff, 0x8000_0000, .max] as [UInt32] {
      let start = header(snapshotLength: snapshotLength)
      cases += [
        Case(testDescription: "a snapshot length of \(snapshotLength)", bytes: start + record()),
        Case(
          testDescription: "a snapshot length of \(snapshotLength), and a packet of 2 GiB",
          bytes: start + record(captured: 0x7fff_ffff, onWire: 0x7fff_ffff)),
      ]
    }
    let whole = header() + record() + record()
    cases += (0...(24 + 16 + Int(length) + 16)).map {
      Case(testDescription: "a savefile cut after \($0) bytes", bytes: Array(whole.prefix($0)))
    }
    return cases
  }

  // MARK: pcapng

  static func block(_ kind: UInt32, _ body: [UInt8], length: UInt32? = nil) -> [UInt8] {
    let stated = word(length ?? UInt32(body.count + 12))
    return word(kind) + stated + body + stated
  }

  static var section: [UInt8] {
    block(
      0x0a0d_0d0a,
      word(0x1a2b_3c4d as UInt32) + word(1 as UInt16) + word(0 as UInt16) + word(UInt64.max))
  }

  static func interface(options: [UInt8] = []) -> [UInt8] {
    block(1, word(1 as UInt16) + word(0 as UInt16) + word(65_535 as UInt32) + options)
  }

  static func packet(
    interface: UInt32 = 0, high: UInt32 = 0, low: UInt32 = 0, length: UInt32? = nil,
    options: [UInt8] = []
  ) -> [UInt8] {
    let stated = word(length ?? UInt32(frame.count))
    let padding = [UInt8](repeating: 0, count: (4 - frame.count % 4) % 4)
    return block(
      6, word(interface) + word(high) + word(low) + stated + stated + frame + padding + options)
  }

  /// The option that says in what parts of a second times are.
  static func resolution(_ value: UInt8) -> [UInt8] {
    word(9 as UInt16) + word(1 as UInt16) + [value, 0, 0, 0] + word(0 as UInt32)
  }

  static var nextGeneration: [Case] {
    falseOptions + falseLengths + falseCounts
  }

  /// Options and times that cannot be.
  private static var falseOptions: [Case] {
    let start = section + interface()
    let emptyOption = word(1 as UInt16) + word(0 as UInt16)
    var cases = [
      Case(
        testDescription: "a million empty options",
        bytes: start + packet(options: repeated(emptyOption, 1_000_000)) + packet()),
      Case(
        testDescription: "an option longer than its block",
        bytes: section + interface(options: word(9 as UInt16) + word(UInt16.max)) + packet()),
      Case(
        testDescription: "twenty thousand interfaces",
        bytes: section + repeated(interface(), 20_000) + packet(interface: 19_999)),
      Case(
        testDescription: "an interface that is not there", bytes: start + packet(interface: .max)),
      Case(testDescription: "a packet of 4 GiB", bytes: start + packet(length: .max)),
    ]
    for value in [0, 6, 9, 18, 19, 20, 63, 127, 128, 159, 191, 192, 255] as [UInt8] {
      cases.append(
        Case(
          testDescription: "times in parts of a second numbered \(value)",
          bytes: section + interface(options: resolution(value)) + packet(high: .max, low: .max)
            + packet(high: 0x7fff_ffff, low: 1) + packet()))
    }
    return cases
  }

  /// Blocks with lengths that cannot be.
  private static var falseLengths: [Case] {
    let start = section + interface()
    var cases: [Case] = []
    for length in [0, 1, 4, 11, 13, 0x8000_0000, .max - 3, .max] as [UInt32] {
      let body = [UInt8](repeating: 0x78, count: 40)
      cases += [
        Case(
          testDescription: "a block of \(length) bytes",
          bytes: start + block(6, body, length: length)),
        Case(
          testDescription: "a section header of \(length) bytes",
          bytes: block(0x0a0d_0d0a, word(0x1a2b_3c4d as UInt32) + body, length: length)),
      ]
    }
    // Blocks of every kind whose fields all state too much, and blocks too short for their fields.
    for kind in [1, 2, 3, 4, 5, 6, 9, 10, 0xbad, 0x4000_0bad, 0x8000_0001, 0x1234] as [UInt32] {
      for count in [0, 8, 32] {
        for byte in [1, 0xff] as [UInt8] {
          cases.append(
            Case(
              testDescription: "a block of type \(kind) with \(count) bytes of \(byte)",
              bytes: start + block(kind, [UInt8](repeating: byte, count: count)) + packet()))
        }
      }
    }
    return cases
  }

  /// Large numbers of blocks and names, and files that are cut.
  private static var falseCounts: [Case] {
    let start = section + interface()
    var cases = [
      Case(
        testDescription: "a section that states 2^62 bytes, and another one",
        bytes: block(
          0x0a0d_0d0a,
          word(0x1a2b_3c4d as UInt32) + word(1 as UInt16) + word(0 as UInt16)
            + word(0x4000_0000_0000_0000 as UInt64)) + interface() + packet() + start + packet()),
      Case(
        testDescription: "a hundred thousand section headers", bytes: repeated(section, 100_000)),
      Case(
        testDescription: "a hundred thousand names",
        bytes: start
          + block(4, repeated([1, 0, 6, 0, 10, 0, 0, 1, 0x61, 0, 0, 0], 100_000)) + packet()),
      Case(
        testDescription: "four megabytes of blocks before the first interface",
        bytes: section + repeated(block(10, [UInt8](repeating: 0, count: 65_000)), 64)
          + interface() + packet()),
    ]
    let whole = section + interface(options: resolution(9)) + packet() + packet()
    cases += stride(from: 0, through: whole.count, by: 3).map {
      Case(testDescription: "a pcapng file cut after \($0) bytes", bytes: Array(whole.prefix($0)))
    }
    return cases
  }
}
