public import InternetTypes

/// A message of a slow protocol (IEEE 802.3, annex 57A): LACP, the marker protocol or OAM.
public struct SlowProtocolMessage: ~Escapable {
  /// The message's bytes.
  public let fields: Fields

  /// A view of the message that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// 1 LACP, 2 marker, 3 OAM.
  public var subtype: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) } }

  /// The version of LACP and marker messages, 1.
  public var version: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 1) } }

  /// The elements of an LACP or marker message.
  public var elements: SlowProtocolElements {
    @_lifetime(copy self) get { SlowProtocolElements(rest: fields.dropping(2)) }
  }

  /// The OAM message after the subtype.
  public var maintenance: MaintenanceMessage {
    @_lifetime(copy self) get { MaintenanceMessage(fields: fields.dropping(1)) }
  }
}

/// Walks elements with a type and a length of one byte each; the length counts the whole element.
public struct SlowProtocolElements: ~Escapable {
  /// The bytes not read yet.
  public private(set) var rest: Fields

  @_lifetime(copy rest)
  init(rest: Fields) { self.rest = rest }

  /// The next element; nil at the end of the message.
  @_lifetime(copy self)
  public mutating func next() throws(EarlyEnd) -> SlowProtocolElement? {
    guard rest.length > 0 else { return nil }
    let element = SlowProtocolElement(
      rest, type: try rest.byte(at: 0), length: rest.length < 2 ? 0 : try rest.byte(at: 1))
    rest = rest.dropping(Int(element.length))
    return element
  }
}

/// An element of LACP, of the marker protocol or of OAM.
public struct SlowProtocolElement: ~Escapable {
  /// The kind of element; 0 is the last.
  public let type: UInt8

  /// Bytes of the element with its header, as stated.
  public let length: UInt8

  /// Bytes of the message from the element's first on.
  public let room: Int

  /// The element with its header.
  public let fields: Fields

  @_lifetime(copy rest)
  init(_ rest: Fields, type: UInt8, length: UInt8) {
    self.type = type
    self.length = length
    room = rest.length
    fields = rest.part(at: 0, length: Int(length))
  }

  /// The bytes after the header.
  public var value: Fields { @_lifetime(copy self) get { fields.dropping(2) } }

  /// Priority of the system of an actor or partner.
  public var systemPriority: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 2) } }

  /// The system of an actor or partner.
  public var system: MACAddress { get throws(EarlyEnd) { try fields.macAddress(at: 4) } }

  /// The key that ports of one aggregation share.
  public var key: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 10) } }

  /// Priority of the port.
  public var portPriority: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 12) } }

  /// The port.
  public var port: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 14) } }

  /// State of the port, a bit for each part of it.
  public var state: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 16) } }

  /// The longest delay of a collector, in units of 10 microseconds.
  public var maximumDelay: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 2) } }

  /// The port of a marker.
  public var markerPort: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 2) } }

  /// The system of a marker.
  public var markerSystem: MACAddress { get throws(EarlyEnd) { try fields.macAddress(at: 4) } }

  /// The transaction of a marker.
  public var transaction: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 10) } }
}

/// An OAM message of Ethernet in the first mile (IEEE 802.3, clause 57), after the slow protocol's subtype.
public struct MaintenanceMessage: ~Escapable {
  /// The message's bytes.
  public let fields: Fields

  /// Flags about the link and about discovery.
  public var flags: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 0) } }

  /// 0 information, 1 event, 2 variable request, 3 variable response, 4 loopback control, 0xfe by an organization.
  public var code: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 2) } }

  /// The elements of an information message.
  public var elements: SlowProtocolElements {
    @_lifetime(copy self) get { SlowProtocolElements(rest: fields.dropping(3)) }
  }

  /// Number of an event message.
  public var sequence: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 3) } }

  /// The events of an event message.
  public var events: SlowProtocolElements {
    @_lifetime(copy self) get { SlowProtocolElements(rest: fields.dropping(5)) }
  }

  /// Command of a loopback control message: 1 enable, 2 disable.
  public var command: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 3) } }
}

// Elements of OAM.
extension SlowProtocolElement {
  /// The version of OAM.
  public var maintenanceVersion: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 2) } }

  /// Revision of the information.
  public var revision: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 3) } }

  /// State of parser and multiplexer.
  public var maintenanceState: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 5) } }

  /// The configuration: the capabilities of the sender.
  public var configuration: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 6) } }

  /// The largest message in bytes.
  public var maximumMessageSize: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 7) } }

  /// The vendor of the sender.
  public var organization: UInt32 { get throws(EarlyEnd) { try fields.uint24(at: 9) } }

  /// Information defined by the vendor.
  public var vendorInformation: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 12) } }

  /// When an event was, in units of 100 ms.
  public var timestamp: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 2) } }

  /// The period in which errors were counted: 64 bits for symbols, else 16.
  public var window: UInt64 {
    get throws(EarlyEnd) {
      type == 1 ? try fields.uint64(at: 4) : UInt64(try fields.uint16(at: 4))
    }
  }

  /// How many errors make an event: 64 bits for symbols, else 32.
  public var threshold: UInt64 {
    get throws(EarlyEnd) {
      type == 1 ? try fields.uint64(at: 12) : UInt64(try fields.uint32(at: 6))
    }
  }

  /// Errors in the period: 64 bits for symbols, else 32.
  public var errors: UInt64 {
    get throws(EarlyEnd) {
      type == 1 ? try fields.uint64(at: 20) : UInt64(try fields.uint32(at: 10))
    }
  }

  /// Errors since the link is up.
  public var errorTotal: UInt64 {
    get throws(EarlyEnd) { try fields.uint64(at: type == 1 ? 28 : 14) }
  }

  /// Events since the link is up.
  public var eventTotal: UInt32 {
    get throws(EarlyEnd) { try fields.uint32(at: type == 1 ? 36 : 22) }
  }
}
