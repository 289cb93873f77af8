import CaptureFormats
import InternetTypes

/// A pcapng copy of a savefile, with a comment on each packet.
struct CopyOfSavefile {
  var bytes: [UInt8] = []
  var packetCount = 0
  /// Bytes of all packets.
  var sum: UInt64 = 0

  /// Copies what can be read; nil where nothing can, or a link type has no number.
  static func copy(_ savefile: [UInt8]) -> CopyOfSavefile? {
    guard var reader = try? CaptureReader(ByteArraySource(savefile), keeping: .always) else {
      return nil
    }
    var copy = CopyOfSavefile()
    guard
      var composer = try? PcapngComposer(
        sources: [reader.takeBlocks()], application: "fuzz", system: nil)
    else { return nil }
    while true {
      let end = reader.fillBatch()
      composer.take(interfaces: reader.interfaces, of: 0)
      guard (try? composer.take(blocks: reader.takeBlocks(), of: 0)) != nil else { return nil }
      if end == .quiet { continue }
      if end != nil { break }
      while reader.hasRecord {
        let record = reader.takeRecord()
        copy.packetCount += 1
        let isAdded = reader.withBytes { packet in
          for index in packet.indices { copy.sum &+= UInt64(packet[index]) }
          return reader.withBlock { block in
            guard let order = reader.blockOrder else {
              return
                (try? composer.add(
                  packet, time: record.timestamp, originalLength: record.originalLength,
                  interface: record.interface, source: 0, comments: [])) != nil
            }
            composer.add(
              block: block, order: order, packet: packet, time: record.timestamp,
              interface: record.interface, source: 0, comments: [])
            return true
          }
        }
        guard isAdded else { return nil }
      }
    }
    let pending = composer.pending
    for index in pending.indices { copy.bytes.append(pending[index]) }
    return copy
  }

  /// Packets of a savefile and the sum of their bytes.
  static func summary(of savefile: [UInt8]) -> (packetCount: Int, sum: UInt64) {
    guard var reader = try? CaptureReader(ByteArraySource(savefile)) else { return (0, 0) }
    var (count, sum) = (0, 0 as UInt64)
    _ = reader.forEachPacket { _, packet in
      count += 1
      for index in packet.indices { sum &+= UInt64(packet[index]) }
      return true
    }
    return (count, sum)
  }
}
