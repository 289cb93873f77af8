/// A PDU of IS-IS (ISO 10589), read field by field.
public struct ISISMessage: ~Escapable {
  /// Size of the header that all PDUs have, in bytes.
  public static let headerByteCount = 8

  /// The PDU's bytes, from the identifier of the network layer protocol on.
  public let fields: Fields

  /// A view of the IS-IS PDU that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The length of the header with the part specific to the kind of PDU.
  public var headerLength: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 1) } }

  /// The version, 1.
  public var version: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 2) } }

  /// Bytes of a system's identifier; 0 means 6.
  public var identifierLength: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 3) } }

  /// The kind of PDU.
  public var type: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 4) } }

  /// The second version field, 1.
  public var secondVersion: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 5) } }

  /// Areas that a system can have; 0 means 3.
  public var maximumAreas: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 7) } }

  /// The header fields specific to the kind of PDU.
  public var particular: Fields {
    @_lifetime(copy self) get { fields.dropping(Self.headerByteCount) }
  }

  /// Bytes that the header of a kind of PDU has; nil for an unknown kind.
  public static func headerLength(of type: UInt8) -> Int? {
    switch type {
    case 15, 16: 27
    case 17: 20
    case 18, 20: 27
    case 24, 25: 33
    case 26, 27: 17
    default: nil
    }
  }

  /// The elements after the header, up to the end of the PDU as stated or captured.
  @_lifetime(copy self)
  public func elements(after headerLength: Int) throws(EarlyEnd) -> ISISElements {
    ISISElements(
      fields.dropping(headerLength), length: min(Int(try length), fields.length) - headerLength)
  }

  /// Bytes of the PDU, as stated.
  public var length: UInt16 {
    get throws(EarlyEnd) {
      switch try type {
      case 15, 16, 17: try fields.uint16(at: 17)
      default: try fields.uint16(at: 8)
      }
    }
  }

  /// The sender: of a hello a system, of a sequence numbers PDU a node.
  public var source: ISISIdentifier {
    get throws(EarlyEnd) {
      switch try type {
      case 15, 16, 17: try ISISIdentifier(fields, at: 9, count: 6)
      default: try ISISIdentifier(fields, at: 10, count: 7)
      }
    }
  }

  /// The designated node of a LAN, in a hello.
  public var designatedNode: ISISIdentifier {
    get throws(EarlyEnd) { try ISISIdentifier(fields, at: 20, count: 7) }
  }

  /// The identifier of a link state PDU.
  public var linkState: ISISIdentifier {
    get throws(EarlyEnd) { try ISISIdentifier(fields, at: 12, count: 8) }
  }

  /// The first and the last link state PDU that a complete sequence numbers PDU is about.
  public var entryRange: (first: ISISIdentifier, last: ISISIdentifier) {
    get throws(EarlyEnd) {
      (try ISISIdentifier(fields, at: 17, count: 8), try ISISIdentifier(fields, at: 25, count: 8))
    }
  }

  /// The bytes that the checksum of a link state PDU covers, in which it is at offset 12.
  public var checkedBytes: Fields {
    @_lifetime(copy self) get throws(EarlyEnd) {
      fields.part(at: 12, length: min(Int(try length), fields.length) - 12)
    }
  }

  /// Levels of the circuit, in a hello.
  public var circuitType: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 8) } }

  /// Seconds after which a silent neighbor is gone.
  public var holdTime: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 15) } }

  /// Priority in the election of a designated system.
  public var priority: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 19) & 0x7f } }

  /// The circuit, in a point-to-point hello.
  public var circuit: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 19) } }

  /// Seconds that a link state PDU is valid for.
  public var lifetime: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 10) } }

  /// Version of a link state PDU.
  public var sequence: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 20) } }

  /// Checksum of a link state PDU, from its identifier on.
  public var checksum: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 24) } }

  /// Flags and level of a link state PDU.
  public var flags: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 26) } }
}

/// The checksum of ISO 8473 (Fletcher's), which covers its own field.
public struct ISOChecksum: Sendable {
  /// The checksum that makes `bytes` valid when it is at `offset`.
  ///
  /// - Parameters:
  ///   - bytes: All bytes that are covered; those at `offset` count as zeros.
  ///   - offset: the offset of the checksum.
  /// - Returns: The checksum, most significant byte first.
  public static func right(for bytes: Span<UInt8>, at offset: Int) -> UInt16 {
    var first = 0
    var second = 0
    for index in bytes.indices {
      if index != offset && index != offset + 1 { first = (first + Int(bytes[index])) % 255 }
      second = (second + first) % 255
    }
    let x = (((bytes.count - offset - 1) * first - second) % 255 + 255) % 255
    let y = ((second - (bytes.count - offset) * first) % 255 + 255) % 255
    return UInt16(x == 0 ? 255 : x) << 8 | UInt16(y == 0 ? 255 : y)
  }
}
