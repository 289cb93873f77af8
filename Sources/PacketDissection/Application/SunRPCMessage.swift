/// A Sun RPC message (RFC 5531, section 9): the fields around the arguments and results of a program's procedure.
///
///     | xid | 0, call  | RPC version | program | version | procedure | credentials | verifier | arguments
///     | xid | 1, reply | 0, accepted | verifier | status | results
///     | xid | 1, reply | 1, denied   | reason   | ...
public struct SunRPCMessage: Hashable, Sendable {
  /// The port of the port mapper (RFC 1833).
  public static var portMapperPort: UInt16 { 111 }

  /// The offset where the message begins in the frame.
  public let offset: Int

  /// Bytes of the message on the wire, without the record mark that TCP puts before it.
  public let length: Int

  /// The protocol that is named if a message is cut.
  let name: String

  /// The message at `offset`; no field is read yet.
  public init(at offset: Int, length: Int, in name: String) {
    self.offset = offset
    self.length = length
    self.name = name
  }

  /// The number that a call and its reply share.
  public func transaction(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt32 {
    try bytes.uint32(at: offset, in: name)
  }

  /// 0 of a call, 1 of a reply; nil if it was not captured.
  public func direction(_ bytes: Span<UInt8>) -> UInt32? {
    bytes.has(4, at: offset + 4) ? bytes.uint32(at: offset + 4) : nil
  }

  /// The version of RPC of a call, 2.
  public func protocolVersion(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt32 {
    try bytes.uint32(at: offset + 8, in: name)
  }

  /// The program that is called (registry of IANA).
  public func program(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt32 {
    try bytes.uint32(at: offset + 12, in: name)
  }

  /// The version of the program that is called.
  public func version(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt32 {
    try bytes.uint32(at: offset + 16, in: name)
  }

  /// The procedure that is called; nil if it was not captured.
  public func procedure(_ bytes: Span<UInt8>) -> UInt32? {
    bytes.has(4, at: offset + 20) ? bytes.uint32(at: offset + 20) : nil
  }

  /// 0 if a reply was accepted, 1 if it was denied; nil if it was not captured.
  public func replyStatus(_ bytes: Span<UInt8>) -> UInt32? {
    bytes.has(4, at: offset + 8) ? bytes.uint32(at: offset + 8) : nil
  }

  /// Why a reply was denied: 0 the RPC version, 1 the authentication.
  public func rejection(_ bytes: Span<UInt8>) -> UInt32? {
    bytes.has(4, at: offset + 12) ? bytes.uint32(at: offset + 12) : nil
  }

  /// The lowest and the highest RPC version of the server that denied a call.
  public func supportedVersions(_ bytes: Span<UInt8>) -> (low: UInt32, high: UInt32)? {
    guard bytes.has(8, at: offset + 16) else { return nil }
    return (bytes.uint32(at: offset + 16), bytes.uint32(at: offset + 20))
  }

  /// The authentication error of a call (RFC 5531, section 9, `auth_stat`).
  public func authenticationStatus(_ bytes: Span<UInt8>) -> UInt32? {
    bytes.has(4, at: offset + 16) ? bytes.uint32(at: offset + 16) : nil
  }

  /// The offset where the arguments of a call begin, after credentials and verifier; nil if these are longer than the
  /// message or cut.
  public func arguments(_ bytes: Span<UInt8>) throws(EarlyEnd) -> Int? {
    var at = offset + 24
    for _ in 0..<2 {
      let size = Int(try bytes.uint32(at: at + 4, in: name))
      guard size <= length, bytes.has(size + 8, at: at) else { return nil }
      at += (size + 11) & ~3
    }
    return at
  }

  /// The status of an accepted reply, and the offset of its results; nil if these are cut.
  public func results(
    _ bytes: Span<UInt8>
  ) throws(EarlyEnd) -> (status: UInt32, offset: Int)? {
    var at = offset + 12
    let size = Int(try bytes.uint32(at: at + 4, in: name))
    guard size <= length else { return nil }
    at += (size + 8) & ~3
    return (try bytes.uint32(at: at, in: name), at + 4)
  }
}

/// A text of XDR (RFC 4506, section 4.11): its length, its bytes, and padding to a multiple of four.
public struct XDRText: Hashable, Sendable {
  /// The offset where its bytes begin.
  public let start: Int

  /// Bytes of the text.
  public let count: Int

  /// The offset where the field after it begins.
  public var end: Int { start + (count + 3) & ~3 }

  /// Whether its length with the padding is a number of 32 bits.
  public var canBePadded: Bool { count <= Int(UInt32.max) - 3 }

  /// The text whose length is at `offset`.
  public init(_ bytes: Span<UInt8>, at offset: Int, in name: String) throws(EarlyEnd) {
    count = Int(try bytes.uint32(at: offset, in: name))
    start = offset + 4
  }
}
