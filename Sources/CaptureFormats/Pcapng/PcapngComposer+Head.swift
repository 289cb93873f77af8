import BasicContainers

/// The blocks that every file of a rotation begins with, in bounded memory.
extension PcapngComposer {
  /// At this many bytes the head gets no more names, secrets and options; packets need none of them.
  private static let headLimit = 1 << 20

  /// Begins the head with the section header that was appended at an offset.
  mutating func beginHead(from start: Int) {
    head = keepsHead ? encoder.bytes(from: start) : []
    guard head.count > Self.headLimit else { return }
    omittedFromHead += 1
    var bare = BlockEncoder(order: encoder.order)
    bare.appendSectionHeader(application: nil, system: nil)
    head = bare.bytes(from: 0)
  }

  /// Adds the block that was appended at an offset; of an interface at least what its packets need.
  mutating func keepInHead(from start: Int) {
    guard keepsHead else { return }
    let block = encoder.bytes(from: start)
    guard head.count + block.count > Self.headLimit else {
      head += block
      return
    }
    omittedFromHead += 1
    let bytes = block.span
    guard BlockType(rawValue: bytes.uint32(at: 0, encoder.order)) == .interfaceDescription else {
      return
    }
    var interface = InterfaceDescription.interface(bytes, order: encoder.order)
    (interface.name, interface.description, interface.filter) = (nil, nil, nil)
    (interface.hardware, interface.operatingSystem) = (nil, nil)
    var bare = BlockEncoder(order: encoder.order)
    // The link type came from a savefile, and so has a number.
    try? bare.append(interface)
    head += bare.bytes(from: 0)
  }
}
