/// A command of Telnet (RFC 854), or a subnegotiation (RFC 855).
///
///     IAC command
///     IAC WILL | WONT | DO | DONT option
///     IAC SB option data ... IAC SE
public struct TelnetCommand: Hashable, Sendable {
  /// The byte after IAC; 255 is a data byte of that value.
  public let code: UInt8
  /// The option that is negotiated.
  public let option: UInt8?
  /// The data of a subnegotiation.
  public let data: Range<Int>?
  /// The offset where the next command or data begins; it is after the segment's end if a subnegotiation has no SE.
  public let end: Int

  /// SB, the beginning of a subnegotiation.
  public static var subnegotiation: UInt8 { 250 }

  /// Reads the command at `start` of a segment that ends at `end`; nil if there is none, or an incomplete one.
  ///
  /// - Throws: `EarlyEnd` if the capture ends in it.
  public init?(reading bytes: Span<UInt8>, at start: Int, end: Int) throws(EarlyEnd) {
    guard start < end, try bytes.byte(at: start, in: "telnet") == 0xff, start + 1 < end else {
      return nil
    }
    code = try bytes.byte(at: start + 1, in: "telnet")
    switch code {
    case 251...254, Self.subnegotiation:
      guard start + 2 < end else { return nil }
      option = try bytes.byte(at: start + 2, in: "telnet")
    case 236...255: option = nil
    default: return nil
    }
    guard code == Self.subnegotiation else {
      data = nil
      self.end = start + (option == nil ? 2 : 3)
      return
    }
    let first = start + 3
    var stop = first
    while stop + 1 < end {
      if try bytes.byte(at: stop, in: "telnet") == 0xff,
        try bytes.byte(at: stop + 1, in: "telnet") == 240
      {
        break
      }
      stop += 1
    }
    guard try bytes.byte(at: stop, in: "telnet") == 0xff else { return nil }
    data = first..<stop
    self.end = stop + 2
  }
}
