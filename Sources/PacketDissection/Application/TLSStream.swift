/// Reassembles the TLS records of one direction of a connection from its segments.
///
/// Records of application data are skipped, not kept. Of an incomplete record, at most `limit` bytes are kept; the rest
/// of a longer one is skipped. So is a handshake message in several records: what was read of it is put before the next
/// record's content, so that readers see it in one record; a longer message than `limit` is skipped.
public struct TLSStream: Sendable {
  /// The maximum number of bytes kept between two segments.
  public static var limit: Int { 16_384 }

  /// The first bytes of an incomplete record.
  private var pending: [UInt8] = []

  /// The first bytes of a handshake message that goes on in the next record.
  private var fragment: [UInt8] = []

  /// Bytes of a handshake message that are still to arrive in later records and will be skipped.
  private var skippedOfMessage = 0

  /// Bytes of the current record that are still to arrive and will be skipped.
  private var skipped = 0

  /// Whether the keys have changed: later handshake messages are encrypted.
  public private(set) var isEncrypted = false

  /// Whether bytes that are no record were found: the direction is no longer read.
  public private(set) var isBroken = false

  /// A direction that is read from the beginning of a record on.
  public init() {}

  /// The number of bytes kept of an incomplete record.
  public var pendingCount: Int { pending.count }

  /// Whether a record or a handshake message goes on in the next segment.
  public var isMidway: Bool { !pending.isEmpty || !fragment.isEmpty }

  /// The handshake message that goes on in the next record: its type, the bytes read of it, and all of them.
  public var pendingMessage: (type: TLSHandshakeType, count: Int, length: Int)? {
    guard let length = TLSHello.byteCount(ofMessageIn: fragment.span),
      let type = TLSHandshakeType(rawValue: fragment[0])
    else { return nil }
    return (type, fragment.count + max(pending.count - TLSRecord.headerByteCount, 0), length)
  }

  /// The full length of the incomplete record; nil if there is none or its header is cut.
  public var pendingLength: Int? {
    TLSRecord(pending.span, at: 0).map { $0.content.upperBound }
  }

  /// The type of the handshake message at the start of the incomplete record.
  public var pendingType: TLSHandshakeType? {
    guard pending.count > TLSRecord.headerByteCount,
      let record = TLSRecord(pending.span, at: 0), record.kind == .handshake,
      !isEncrypted || record.isPlainHello(pending.span)
    else { return nil }
    return TLSHandshakeType(rawValue: pending[TLSRecord.headerByteCount])
  }

  /// Reads the next bytes of the stream; `read` gets each complete record and the bytes that contain it.
  public mutating func take(_ segment: Span<UInt8>, _ read: (TLSRecord, Span<UInt8>) -> Void) {
    guard !isBroken else { return }
    let start = min(skipped, segment.count)
    skipped -= start
    let bytes = segment.extracting(droppingFirst: start)
    if pending.isEmpty {
      let end = readRecords(bytes, read)
      keep(bytes.extracting(droppingFirst: end))
    } else {
      // Only the bytes that complete the record, so that a long segment is not copied.
      let needed =
        pending.count < TLSRecord.headerByteCount
        ? TLSRecord.headerByteCount : (pendingLength ?? 0)
      let missing = min(max(needed - pending.count, 0), bytes.count)
      append(bytes.extracting(first: missing))
      guard let length = pendingLength else {
        isBroken = pending.count >= TLSRecord.headerByteCount
        if isBroken { pending = [] }
        if !isBroken && missing < bytes.count {
          take(bytes.extracting(droppingFirst: missing), read)
        }
        return
      }
      if pending.count < length {
        if length > Self.limit {
          skipped = length - pending.count
          pending = []
        }
        if missing < bytes.count { take(bytes.extracting(droppingFirst: missing), read) }
        return
      }
      let whole = pending
      pending = []
      _ = readRecords(whole.span, read)
      if !isBroken { take(bytes.extracting(droppingFirst: missing), read) }
    }
  }

  /// Reads the complete records at the start of `bytes`, and returns the offset after them.
  private mutating func readRecords(
    _ bytes: Span<UInt8>, _ read: (TLSRecord, Span<UInt8>) -> Void
  ) -> Int {
    var offset = 0
    while offset < bytes.count {
      guard let record = TLSRecord(bytes, at: offset) else {
        isBroken = bytes.has(TLSRecord.headerByteCount, at: offset)
        return isBroken ? bytes.count : offset
      }
      guard record.content.upperBound <= bytes.count else { return offset }
      deliver(record, bytes, read)
      if record.kind == .changeCipherSpec { isEncrypted = true }
      offset = record.content.upperBound
    }
    return offset
  }

  /// Passes a record on, with what was read before of a handshake message in it, and keeps what goes on in the next.
  private mutating func deliver(
    _ record: TLSRecord, _ bytes: Span<UInt8>, _ read: (TLSRecord, Span<UInt8>) -> Void
  ) {
    guard record.kind == .handshake, !isEncrypted else {
      fragment = []
      skippedOfMessage = 0
      read(record, bytes)
      return
    }
    let start = record.content.lowerBound + min(skippedOfMessage, record.content.count)
    skippedOfMessage -= start - record.content.lowerBound
    if fragment.isEmpty {
      let content = TLSRecord(record, content: start..<record.content.upperBound)
      if !content.content.isEmpty { read(content, bytes) }
      keepMessage(bytes, in: content.content)
      return
    }
    var joined = fragment
    fragment = []
    joined.reserveCapacity(joined.count + record.content.count)
    for index in start..<record.content.upperBound { joined.append(bytes[index]) }
    let content = TLSRecord(record, content: 0..<joined.count)
    if TLSHandshakeMessage(joined.span, at: 0, end: joined.count) != nil {
      read(content, joined.span)
    }
    keepMessage(joined.span, in: content.content)
  }

  /// Keeps a message that does not end in a record's content.
  private mutating func keepMessage(_ bytes: Span<UInt8>, in content: Range<Int>) {
    var offset = content.lowerBound
    while let message = TLSHandshakeMessage(bytes, at: offset, end: content.upperBound) {
      offset = message.range.upperBound
    }
    let rest = bytes.extracting(offset..<content.upperBound)
    guard !rest.isEmpty, TLSHandshakeType(rawValue: rest[0]) != nil else { return }
    if let length = TLSHello.byteCount(ofMessageIn: rest), length > Self.limit {
      skippedOfMessage = length - rest.count
      return
    }
    fragment.reserveCapacity(rest.count)
    for index in rest.indices { fragment.append(rest[index]) }
  }

  /// Keeps the beginning of a record, unless the record will be skipped.
  private mutating func keep(_ bytes: Span<UInt8>) {
    guard !bytes.isEmpty, !isBroken else { return }
    if let record = TLSRecord(bytes, at: 0),
      record.kind == .applicationData || record.content.upperBound > Self.limit
    {
      skipped = record.content.upperBound - bytes.count
      return
    }
    append(bytes)
  }

  private mutating func append(_ bytes: Span<UInt8>) {
    pending.reserveCapacity(pending.count + bytes.count)
    for index in bytes.indices { pending.append(bytes[index]) }
  }
}
