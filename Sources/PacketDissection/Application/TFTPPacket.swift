/// A TFTP packet (RFC 1350; options RFC 2347 to 2349 and 7440).
///
///     RRQ, WRQ   | opcode 1, 2 | file name | 0 | mode | 0 | option | 0 | value | 0 | ...
///     DATA       | opcode 3    | block     | data
///     ACK        | opcode 4    | block     |
///     ERROR      | opcode 5    | code      | message | 0 |
///     OACK       | opcode 6    | option | 0 | value | 0 | ...
public enum TFTPPacket: Hashable, Sendable {
  /// A request to read or to write a file.
  case request(isWrite: Bool, fileName: String, mode: String, options: TFTPOptions)
  /// A block of data and its number, of which the first is 1; they start anew after 65,535.
  case data(block: UInt16, byteCount: Int)
  case acknowledgment(block: UInt16)
  case error(code: UInt16, message: String)
  /// The options of a request that the server agrees to.
  case optionAcknowledgment(TFTPOptions)

  /// The port that requests go to; the server answers from another.
  public static var port: UInt16 { 69 }

  /// Decodes the payload of a datagram of `wireLength` bytes; nil if it is no TFTP packet.
  public init?(decoding payload: Span<UInt8>, wireLength: Int) {
    guard payload.count >= 4, payload[0] == 0 else { return nil }
    let number = payload.uint16(at: 2)
    switch payload[1] {
    case 1, 2:
      var texts = ZeroTerminatedTexts(offset: 2)
      guard let fileName = texts.next(in: payload), !fileName.isEmpty,
        let mode = texts.next(in: payload)?.lowercased(),
        mode == "octet" || mode == "netascii" || mode == "mail"
      else { return nil }
      self = .request(
        isWrite: payload[1] == 2, fileName: fileName, mode: mode,
        options: TFTPOptions(&texts, payload))
    case 3: self = .data(block: number, byteCount: max(wireLength, payload.count) - 4)
    case 4 where wireLength == 4: self = .acknowledgment(block: number)
    case 5:
      var texts = ZeroTerminatedTexts(offset: 4)
      guard number <= 8, let message = texts.next(in: payload) else { return nil }
      self = .error(code: number, message: message)
    case 6:
      var texts = ZeroTerminatedTexts(offset: 2)
      self = .optionAcknowledgment(TFTPOptions(&texts, payload))
    default: return nil
    }
  }
}

/// The options of a request or of the answer to one; nil if one is absent.
public struct TFTPOptions: Hashable, Sendable {
  /// Bytes of a block (RFC 2348); 512 without the option.
  public private(set) var blockSize: UInt64?
  /// Blocks that are sent before an acknowledgment is waited for (RFC 7440); 1 without the option.
  public private(set) var windowSize: UInt64?
  /// Bytes of the file (RFC 2349); 0 requests them.
  public private(set) var transferSize: UInt64?
  /// Seconds after which a packet is retransmitted (RFC 2349).
  public private(set) var timeout: UInt64?

  /// No options.
  public init() {}

  /// The options at `texts`; names are those of any case, unknown ones are left out.
  init(_ texts: inout ZeroTerminatedTexts, _ payload: Span<UInt8>) {
    while let name = texts.next(in: payload), let value = texts.next(in: payload) {
      guard let number = UInt64(value) else { continue }
      switch name.lowercased() {
      case "blksize" where (8...65_464).contains(number): blockSize = number
      case "windowsize" where (1...65_535).contains(number): windowSize = number
      case "tsize": transferSize = number
      case "timeout" where (1...255).contains(number): timeout = number
      default: break
      }
    }
  }
}

/// Reads zero-terminated texts, one after the other; characters that are not printable ASCII become `?`.
struct ZeroTerminatedTexts {
  var offset: Int

  /// The next text, of at most 255 bytes; nil if none ends.
  mutating func next(in payload: Span<UInt8>) -> String? {
    var text: [UInt8] = []
    var at = offset
    while at < payload.count, payload[at] != 0 {
      let byte = payload[at]
      if text.count < 255 { text.append(byte >= 0x20 && byte < 0x7f ? byte : UInt8(ascii: "?")) }
      at += 1
    }
    guard at < payload.count else { return nil }
    offset = at + 1
    return String(decoding: text, as: UTF8.self)
  }
}
