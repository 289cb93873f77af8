import CaptureFormats
import InternetTypes

/// A packet as a reader lent it.
struct ReadPacket: Equatable {
  var seconds: Int64
  var nanoseconds: Int64
  var original: Int
  var interface: Int
  var bytes: [UInt8]

  init(
    _ seconds: Int64, _ nanoseconds: Int64, _ bytes: [UInt8], original: Int? = nil,
    interface: Int = 0
  ) {
    (self.seconds, self.nanoseconds) = (seconds, nanoseconds)
    self.original = original ?? bytes.count
    self.interface = interface
    self.bytes = bytes
  }
}

/// What came of reading a savefile to its end.
struct Reading: Equatable {
  var packets: [ReadPacket] = []
  var numbers: [Int] = []
  var interfaces: [CaptureInterface] = []
  var appendedFileCount = 0
  /// Nil when the file could not be opened.
  var end: CaptureReader.End?
  /// Why it could not be opened, or read further.
  var error: FormatError?
}

/// Reads a savefile whole, at most `pieceByteCount` bytes a time.
func read(_ bytes: [UInt8], pieceByteCount: Int = .max) -> Reading {
  read(ByteArraySource(bytes, pieceByteCount: pieceByteCount))
}

/// Reads the savefile of a source whole.
func read(_ source: any ByteSource) -> Reading {
  var reading = Reading()
  do throws(FormatError) {
    var reader = try CaptureReader(source)
    reading.end = reader.forEachPacket { record, packet in
      reading.packets.append(
        ReadPacket(
          record.timestamp.seconds, record.timestamp.nanoseconds,
          packet.indices.map { packet[$0] }, original: record.originalLength,
          interface: record.interface))
      reading.numbers.append(record.number)
      return true
    }
    if case .failed(let error) = reading.end { reading.error = error }
    reading.interfaces = reader.interfaces
    reading.appendedFileCount = reader.appendedFileCount
  } catch {
    reading.error = error
  }
  return reading
}
