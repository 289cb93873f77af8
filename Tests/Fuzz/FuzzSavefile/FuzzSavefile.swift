import CaptureFormats
import Foundation
import InternetTypes
import PacketCapture

/// The file that every input is written to; it has no name, and goes with the process.
private let descriptor: Int32 = {
  // The stream is never closed, so that the descriptor stays.
  guard let stream = unsafe tmpfile() else { preconditionFailure("no temporary file") }
  return unsafe fileno(stream)
}()

/// libFuzzer's entry: reads a savefile, whatever it holds.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSavefile(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // libFuzzer lends `count` bytes during the call only.
  let written = unsafe count == 0 ? 0 : pwrite(descriptor, start, count, 0)
  precondition(written == count && ftruncate(descriptor, count) == 0, "no savefile to read")
  let packets = read(fileSize: count, precision: .microseconds)
  precondition(packets == read(fileSize: count, precision: .nanoseconds))
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  if let copy = CopyOfSavefile.copy(bytes) {
    // Each file that can be copied has the same packets in the copy, and a copy of the copy is the copy.
    precondition(copy.packetCount == CopyOfSavefile.summary(of: copy.bytes).packetCount)
    precondition(copy.sum == CopyOfSavefile.summary(of: copy.bytes).sum)
    precondition(CopyOfSavefile.copy(copy.bytes)?.bytes == copy.bytes)
  }
  return 0
}

/// What was read of a savefile.
private struct Contents: Equatable {
  var packetCount = 0
  var byteCount = 0
  /// Bytes of all packets, so that each is read.
  var sum: UInt64 = 0
  var lastNumber = 0
  var ends = false
}

/// Reads the savefile to its end or its first fault; a trap is the finding.
private func read(fileSize: Int, precision: TimestampPrecision) -> Contents {
  var contents = Contents()
  do {
    // Opened anew, so that it is read from its first byte.
    var file = try CaptureFile(path: "/proc/self/fd/\(descriptor)", precision: precision)
    precondition(file.snapshotLength >= 0)
    let isCompressed = file.compression != nil
    let end = file.forEachPacket { packet, bytes in
      contents.packetCount += 1
      contents.byteCount += bytes.count
      for index in bytes.indices { contents.sum &+= UInt64(bytes[index]) }
      precondition(packet.capturedLength == bytes.count, "a packet is longer than it says")
      precondition(packet.originalLength >= 0)
      // Custom and journal blocks have numbers, too.
      precondition(packet.number > contents.lastNumber)
      contents.lastNumber = packet.number
      // Packets lie in the file one after another, so that no file yields more than it holds.
      precondition(
        isCompressed || contents.byteCount <= fileSize, "the file yields more than it holds")
      return true
    }
    contents.ends = end == .endOfInput
    precondition(end != .quiet && end != .stopped, "a file neither waits nor stops")
  } catch {
    precondition(contents == Contents(), "a file that was not opened yields nothing")
  }
  return contents
}
