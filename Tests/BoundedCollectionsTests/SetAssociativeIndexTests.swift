import BoundedCollections
import Testing

struct SetAssociativeIndexTests {
  @Test func `a hash keeps its place until another of its set takes it`() throws {
    var generator = SeededGenerator(1)
    var index = SetAssociativeIndex(capacity: 64, ways: 8)
    var owners = [UInt64?](repeating: nil, count: 64)
    var worths = [Double](repeating: 0, count: 64)
    for step in 0..<5_000 {
      let hash = generator.next() % 400 << 8
      if let place = index.find(hash) {
        #expect(owners[place] == hash)
        continue
      }
      #expect(!owners.contains(hash))
      let set = Int(hash >> 8) & 56
      let expected = owners[set..<set + 8].contains(nil) ? nil : worths[set..<set + 8].min()
      let best = index.bestPlace(for: hash, worth: { worths[$0] })
      let (place, evictedWorth) = try #require(best)
      index.assign(place, to: hash)
      #expect(place / 8 == set / 8)
      #expect(evictedWorth == expected)
      owners[place] = hash
      worths[place] = Double(step % 97)
    }
  }

  @Test func `a set whose members must all stay refuses others, and the next set does not`() throws
  {
    var index = SetAssociativeIndex(capacity: 16, ways: 4)
    for number in 0..<4 {
      let hash = UInt64(number + 1)
      let place = try #require(index.bestPlace(for: hash, worth: { _ in .infinity })?.place)
      index.assign(place, to: hash)
    }
    #expect(index.bestPlace(for: 9, worth: { _ in .infinity }) == nil)
    #expect(index.bestPlace(for: 4 << 8, worth: { _ in .infinity })?.place == 4)
  }

  @Test func `the hash 0 is found, although 0 marks a free place`() throws {
    var index = SetAssociativeIndex(capacity: 8, ways: 8)
    #expect(index.find(0) == nil)
    let place = try #require(index.bestPlace(for: 0, worth: { _ in 0 })?.place)
    index.assign(place, to: 0)
    #expect(index.find(0) == place)
  }
}
