import InternetTypes
import Testing

/// Keyed hashes, and the circle of sequence numbers.
struct HashTests {
  private let addresses: (UInt128, UInt128) = (0x0a00_020f, 0xc000_0201)

  @Test func `one key gives one hash, and another key another`() {
    let key = HashKey()
    let (first, second) = (KeyedHash(key), KeyedHash(key))
    let other = KeyedHash()
    var differing = 0
    for number: UInt32 in 0..<100 {
      let hash = first.wide(addresses.0, addresses.1, number)
      #expect(hash == second.wide(addresses.0, addresses.1, number))
      if hash != other.wide(addresses.0, addresses.1, number) { differing += 1 }
    }
    #expect(differing == 100)
  }

  @Test func `every bit of the input changes about half of the hash`() {
    let hash = KeyedHash()
    let base = hash.wide(addresses.0, addresses.1, 443)
    var flips = 0
    for bit in 0..<128 {
      flips += (base ^ hash.wide(addresses.0 ^ 1 << UInt128(bit), addresses.1, 443)).nonzeroBitCount
      flips += (base ^ hash.wide(addresses.0, addresses.1 ^ 1 << UInt128(bit), 443)).nonzeroBitCount
    }
    // 256 differences of 64 bits: 8,192 on average.
    #expect((7_200...9_200).contains(flips), "\(flips)")
  }

  @Test func `hashes fill buckets evenly`() {
    let hash = KeyedHash()
    var buckets = [Int](repeating: 0, count: 64)
    for port: UInt32 in 0..<6_400 {
      buckets[Int(hash(addresses.0, addresses.1, port) >> 26)] += 1
    }
    // 100 in each on average; seven standard deviations.
    #expect(buckets.allSatisfy { (30...170).contains($0) }, "\(buckets)")
  }

  @Test func `a key is read from its 48 digits, and from nothing else`() {
    let key = HashKey()
    #expect(HashKey(hexadecimal: key.hexadecimal) == key)
    let text = "0123456789abcdefFEDCBA98765432100000000000000001"
    #expect(HashKey(hexadecimal: text)?.hexadecimal == text.lowercased())
    for wrong in [
      "", "12", text + "0", String(text.dropLast()) + "g", String(text.dropLast()) + "+",
    ] {
      #expect(HashKey(hexadecimal: wrong) == nil, "\(wrong)")
    }
  }

  @Test func `derived keys differ from each other and are the same in every process`() throws {
    let key = try #require(HashKey(hexadecimal: String(repeating: "5a", count: 24)))
    let same = try #require(HashKey(hexadecimal: String(repeating: "5a", count: 24)))
    #expect(key.derived(for: 1) == same.derived(for: 1))
    #expect(Set([key, key.derived(for: 1), key.derived(for: 2)]).count == 3)
  }

  /// RFC 9293, section 3.4: comparisons are modulo 2^32.
  @Test(
    arguments: [
      (0, 0, 0), (0, 1, 1), (1, 0, -1), (.max, 0, 1), (0, .max, -1), (.max - 9, 10, 20),
      (0, 0x7fff_ffff, 0x7fff_ffff), (0, 0x8000_0000, -0x8000_0000), (5, 0x8000_0005, -0x8000_0000),
    ] as [(UInt32, UInt32, Int32)])
  func `the distance of sequence numbers is modulo 2^32`(from: UInt32, to: UInt32, distance: Int32)
  {
    #expect(SequenceNumber(rawValue: from).distance(to: SequenceNumber(rawValue: to)) == distance)
  }

  @Test(arguments: [(0, "0 alerts"), (1, "1 alert"), (2, "2 alerts")])
  func `a count has a singular and a plural`(count: Int, text: String) {
    #expect(count.counted("alert") == text)
  }
}
