/// A control message of the Point-to-Point Tunneling Protocol (RFC 2637, section 2).
public struct PPTPMessage: Hashable, Sendable {
  /// The protocol as tcpdump names it if a message is cut.
  public static var name: String { "pptp" }

  /// The magic cookie, bytes 4 to 7 of every message.
  public static var magicCookie: UInt32 { 0x1a2b_3c4d }

  /// The offset where the message begins.
  public let offset: Int

  /// The message at `offset`; no field is read yet.
  public init(at offset: Int) { self.offset = offset }

  /// Bytes of the message as it states them.
  public func length(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt16 {
    try bytes.uint16(at: offset, in: Self.name)
  }

  /// 1 control, 2 management.
  public func kind(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt16 {
    try bytes.uint16(at: offset + 2, in: Self.name)
  }

  /// The magic cookie.
  public func cookie(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt32 {
    try bytes.uint32(at: offset + 4, in: Self.name)
  }

  /// The control message's type.
  public func type(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt16 {
    try bytes.uint16(at: offset + 8, in: Self.name)
  }

  /// The reserved field after the type.
  public func reserved(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt16 {
    try bytes.uint16(at: offset + 10, in: Self.name)
  }

  /// The number in `field`.
  public func number(_ field: Field, _ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt32 {
    switch field.width {
    case 1: UInt32(try bytes.byte(at: offset + field.offset, in: Self.name))
    case 2: UInt32(try bytes.uint16(at: offset + field.offset, in: Self.name))
    default: try bytes.uint32(at: offset + field.offset, in: Self.name)
    }
  }

  /// The bytes of the text in `field`, at most as many as its length field states.
  public func text(_ field: Field, _ bytes: Span<UInt8>) throws(EarlyEnd) -> Range<Int> {
    var count = field.width
    if let lengthOffset = field.lengthOffset {
      count = min(count, Int(try bytes.uint16(at: offset + lengthOffset, in: Self.name)))
    }
    return (offset + field.offset)..<(offset + field.offset + count)
  }

  /// The meaning of a field.
  public enum Meaning: Sendable {
    case protocolVersion, resultCode, errorCode, framingCapabilities, bearerCapabilities
    case maximumChannels, firmwareRevision, hostName, vendor, reason, identifier, callID
    case peerCallID, callSerialNumber, minimumSpeed, maximumSpeed, bearerType, framingType
    case receiveWindow, processingDelay, phoneNumberLength, phoneNumber, subaddress, causeCode
    case connectionSpeed, physicalChannel, dialedNumberLength, dialingNumberLength, dialedNumber
    case dialingNumber, callStatistics, checksumErrors, framingErrors, hardwareOverruns
    case bufferOverruns, timeouts, alignmentErrors, sendCharacterMap, receiveCharacterMap
    /// A field that has to be zero.
    case reserved
  }

  /// A field of a message: its meaning, offset and length.
  public struct Field: Sendable {
    /// The meaning of the field.
    public let meaning: Meaning
    let offset: Int
    /// Bytes of a number, or of a text at most.
    public let width: Int
    /// The offset of a text's length, if it has one.
    let lengthOffset: Int?

    init(_ meaning: Meaning, _ offset: Int, _ width: Int, lengthAt lengthOffset: Int? = nil) {
      self.meaning = meaning
      self.offset = offset
      self.width = width
      self.lengthOffset = lengthOffset
    }
  }

  /// The fields of each message type after the header, in the order in which they are shown.
  public static func fields(of type: UInt16) -> [Field] {
    Int(type) < layouts.count ? layouts[Int(type)] : []
  }

  private static let layouts: [[Field]] = [
    [], startRequest, startReply,
    [.init(.reason, 12, 1), .init(.reserved, 13, 1), .init(.reserved, 14, 2)],
    [.init(.resultCode, 12, 1), .init(.errorCode, 13, 1), .init(.reserved, 14, 2)],
    [.init(.identifier, 12, 4)],
    [
      .init(.identifier, 12, 4), .init(.resultCode, 16, 1), .init(.errorCode, 17, 1),
      .init(.reserved, 18, 2),
    ],
    outgoingRequest, outgoingReply, incomingRequest,
    [
      .init(.callID, 12, 2), .init(.peerCallID, 14, 2), .init(.resultCode, 16, 1),
      .init(.errorCode, 17, 1), .init(.receiveWindow, 18, 2), .init(.processingDelay, 20, 2),
      .init(.reserved, 22, 2),
    ],
    [
      .init(.peerCallID, 12, 2), .init(.reserved, 14, 2), .init(.connectionSpeed, 16, 4),
      .init(.receiveWindow, 20, 2), .init(.processingDelay, 22, 2), .init(.framingType, 24, 4),
    ],
    [.init(.callID, 12, 2), .init(.reserved, 14, 2)],
    [
      .init(.callID, 12, 2), .init(.resultCode, 14, 1), .init(.errorCode, 15, 1),
      .init(.causeCode, 16, 2), .init(.reserved, 18, 2), .init(.callStatistics, 20, 128),
    ],
    [
      .init(.peerCallID, 12, 2), .init(.reserved, 14, 2), .init(.checksumErrors, 16, 4),
      .init(.framingErrors, 20, 4), .init(.hardwareOverruns, 24, 4),
      .init(.bufferOverruns, 28, 4), .init(.timeouts, 32, 4), .init(.alignmentErrors, 36, 4),
    ],
    [
      .init(.peerCallID, 12, 2), .init(.reserved, 14, 2), .init(.sendCharacterMap, 16, 4),
      .init(.receiveCharacterMap, 20, 4),
    ],
  ]

  private static let startRequest: [Field] = [
    .init(.protocolVersion, 12, 2), .init(.reserved, 14, 2), .init(.framingCapabilities, 16, 4),
    .init(.bearerCapabilities, 20, 4), .init(.maximumChannels, 24, 2),
    .init(.firmwareRevision, 26, 2), .init(.hostName, 28, 64), .init(.vendor, 92, 64),
  ]

  private static let startReply: [Field] = [
    .init(.protocolVersion, 12, 2), .init(.resultCode, 14, 1), .init(.errorCode, 15, 1),
    .init(.framingCapabilities, 16, 4), .init(.bearerCapabilities, 20, 4),
    .init(.maximumChannels, 24, 2), .init(.firmwareRevision, 26, 2), .init(.hostName, 28, 64),
    .init(.vendor, 92, 64),
  ]

  private static let outgoingRequest: [Field] = [
    .init(.callID, 12, 2), .init(.callSerialNumber, 14, 2), .init(.minimumSpeed, 16, 4),
    .init(.maximumSpeed, 20, 4), .init(.bearerType, 24, 4), .init(.framingType, 28, 4),
    .init(.receiveWindow, 32, 2), .init(.processingDelay, 34, 2),
    .init(.phoneNumberLength, 36, 2), .init(.reserved, 38, 2),
    .init(.phoneNumber, 40, 64, lengthAt: 36), .init(.subaddress, 104, 64),
  ]

  private static let outgoingReply: [Field] = [
    .init(.callID, 12, 2), .init(.peerCallID, 14, 2), .init(.resultCode, 16, 1),
    .init(.errorCode, 17, 1), .init(.causeCode, 18, 2), .init(.connectionSpeed, 20, 4),
    .init(.receiveWindow, 24, 2), .init(.processingDelay, 26, 2), .init(.physicalChannel, 28, 4),
  ]

  private static let incomingRequest: [Field] = [
    .init(.callID, 12, 2), .init(.callSerialNumber, 14, 2), .init(.bearerType, 16, 4),
    .init(.physicalChannel, 20, 4), .init(.dialedNumberLength, 24, 2),
    .init(.dialingNumberLength, 26, 2), .init(.dialedNumber, 28, 64, lengthAt: 24),
    .init(.dialingNumber, 92, 64, lengthAt: 26), .init(.subaddress, 156, 64),
  ]
}
