import CaptureFormats
import InternetTypes
import PacketCapture
import SystemServices

/// Reads the packets of one file of a partitioned capture, each with its number in the capture.
struct PieceReader: ~Copyable {
  private let path: String
  private var reader: CaptureReader
  /// The number of the current packet; nil after the last one.
  private(set) var number: Int?

  /// Opens a file, and reads its first packet.
  ///
  /// - Throws: if it is no such file.
  static func open(_ path: String, byteCount: Int) throws(CaptureError) -> PieceReader {
    var piece = PieceReader(path, try reader(path, byteCount))
    try piece.advance()
    return piece
  }

  private init(_ path: String, _ reader: consuming CaptureReader) {
    self.path = path
    self.reader = reader
  }

  private static func reader(
    _ path: String, _ byteCount: Int
  ) throws(CaptureError) -> CaptureReader {
    do throws(FormatError) {
      return try CaptureReader(ReopenedSource(path: path, byteCount: byteCount))
    } catch {
      throw CaptureError(error, subject: path)
    }
  }

  /// Reads the next packet.
  ///
  /// - Throws: if the file is damaged.
  mutating func advance() throws(CaptureError) {
    switch reader.advance() {
    case nil: break
    case .endOfInput:
      number = nil
      return
    case .failed(let error): throw CaptureError(error, subject: path)
    case .quiet, .interrupted:
      throw CaptureError(.interrupted, subject: path, reason: "interrupted")
    }
    let order = reader.blockOrder ?? .host
    let found = reader.withOptions { options -> UInt64? in
      var iterator = BlockOptionIterator(range: 0..<options.count, order: order)
      while let option = iterator.next(in: options) {
        if option.code == BlockOption.packetNumber {
          return option.wideNumber(in: options, order: order)
        }
      }
      return nil
    }
    guard let found else {
      throw CaptureError(
        .malformed, subject: path, reason: "has a packet without the number that partition gives")
    }
    number = Int(clamping: found)
  }

  /// Lends the current packet, if there is one.
  func lend<Failure: Error>(
    _ body: (PacketRecord, CaptureInterface, Span<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    guard number != nil, let record = reader.current else { return }
    try body(record, reader.interface(of: record), reader.bytes(of: record))
  }
}
