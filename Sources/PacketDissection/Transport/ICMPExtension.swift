/// The extension structure after the packet that an ICMP error quotes (RFC 4884, section 7).
///
///     +-------+-----------------------+-------------------------------+
///     |Version|       Reserved        |           Checksum            |
///     +-------+-----------------------+-------------------------------+
///     | Objects ...                                                   |
public struct ICMPExtension: Hashable, Sendable {
  /// The offset of the structure in the message: 128 bytes of quoted packet come before it.
  ///
  /// RFC 4884 allows for more, stated in the message's length field; senders write 128, and many leave the
  /// length field at zero.
  public static let offset = ICMPHeader.byteCount + 128

  /// The version; 2 is the only one.
  public let version: UInt8

  /// The checksum as sent.
  public let checksum: UInt16

  /// Whether the checksum over the structure is right; nil if part of it was not captured.
  public let isChecksumRight: Bool?

  /// Size of the structure as the IP header leaves it, in bytes.
  public let length: Int

  /// Offset of the first object in the frame.
  public let objectsOffset: Int
}

/// One object of an ICMP extension structure (RFC 4884, section 7.1).
public struct ICMPExtensionObject: Hashable, Sendable {
  /// Size of the object's header in bytes.
  public static let headerByteCount = 4

  /// The class of an MPLS label stack (RFC 4950).
  public static let labelStack: UInt8 = 1

  /// The class of information about an interface (RFC 5837).
  public static let interfaceInformation: UInt8 = 2

  /// Header and data in bytes, as sent.
  public let length: UInt16

  /// The class of the object.
  public let classNumber: UInt8

  /// The kind of object within its class.
  public let classType: UInt8

  /// The range of the captured data.
  public let data: Range<Int>
}

/// Walks the objects of an ICMP extension structure.
public struct ICMPExtensionIterator: Sendable {
  /// The result of reading the next object.
  public enum Step: Hashable, Sendable {
    case object(ICMPExtensionObject)
    /// The header of the next object was not captured.
    case cut
  }

  private var offset: Int
  private var remaining: Int
  private let end: Int

  /// An iterator over the objects of `structure`, which `packet` has.
  public init(_ structure: ICMPExtension, of packet: Packet) {
    offset = structure.objectsOffset
    remaining = structure.length - 4
    end = packet.end
  }

  /// The next object; nil after the last one and after a cut or impossible one.
  public mutating func next(in frame: Span<UInt8>) -> Step? {
    guard remaining > ICMPExtensionObject.headerByteCount else { return nil }
    guard end - offset >= ICMPExtensionObject.headerByteCount else {
      remaining = 0
      return .cut
    }
    let length = frame.uint16(at: offset)
    let classNumber = frame[offset + 2]
    let classType = frame[offset + 3]
    let start = offset + ICMPExtensionObject.headerByteCount
    let dataLength = max(Int(length) - ICMPExtensionObject.headerByteCount, 0)
    remaining -= ICMPExtensionObject.headerByteCount
    if classNumber == 0 || length < ICMPExtensionObject.headerByteCount || remaining < dataLength {
      remaining = 0
    } else {
      remaining -= dataLength
    }
    offset = min(start + dataLength, end)
    return .object(
      ICMPExtensionObject(
        length: length, classNumber: classNumber, classType: classType,
        data: start..<min(start + dataLength, end)))
  }
}

extension Packet {
  /// The extension structure of an ICMP error; nil if there is none.
  ///
  /// A message whose length field is zero has one when the checksum at its place is right.
  public func icmpExtension(in frame: Span<UInt8>) -> ICMPExtension? {
    guard case .icmp(let header) = transport, header.type.mayHaveExtensions else { return nil }
    let offset = transportOffset + ICMPExtension.offset
    let length = transportLength - ICMPExtension.offset
    guard length > 4, end - offset > 4 else { return nil }
    var isChecksumRight: Bool?
    if length <= end - offset {
      var sum = InternetChecksum()
      sum.add(frame.extracting(offset..<(offset + length)))
      isChecksumRight = sum.folded == 0xffff
    }
    if header.quotationWordCount == 0 && isChecksumRight == false { return nil }
    return ICMPExtension(
      version: frame[offset] >> 4, checksum: frame.uint16(at: offset + 2),
      isChecksumRight: isChecksumRight, length: length, objectsOffset: offset + 4)
  }
}
