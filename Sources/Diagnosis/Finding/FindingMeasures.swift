public import ConnectionTracking
public import Records

/// The numbers behind a finding; nil where they do not belong to its kind or are not known.
///
/// Durations are nanoseconds, sizes bytes, windows bytes.
public struct FindingMeasures: Hashable, Sendable {
  /// Connections with the same finding, if there are several.
  public var connections: UInt64?
  /// How often it happened.
  public var count: UInt64?
  /// The longest time that it took.
  public var longest: Int64?
  /// The receiver's largest window.
  public var windowMaximum: UInt64?
  /// The shift of that window; -1 if it is known not to be in use.
  public var windowScale: Int?
  /// The window that the path would need at the rate that was reached.
  public var windowNeeded: UInt64?
  /// The shortest round-trip time.
  public var roundTripMinimum: Int64?
  /// The longest round-trip time.
  public var roundTripMaximum: Int64?
  /// Times at which segments were lost.
  public var lossEpisodes: UInt64?
  /// Of these, those at a round-trip time near its longest.
  public var fullQueueEpisodes: UInt64?
  /// Segments that were retransmitted.
  public var retransmissions: UInt64?
  /// Retransmissions after a time-out.
  public var timeouts: UInt64?
  /// Acknowledgments with ECN echo.
  public var marks: UInt64?
  /// The server's times to answer, if they are what took the time.
  public var responses: ResponseTimes?
  /// Bits per second.
  public var rate: Double?
  /// Bytes of payload.
  public var bytes: UInt64?
  /// Payload of a typical segment.
  public var segmentSize: UInt64?
  /// The MSS option of the data's receiver.
  public var maximumSegmentSize: UInt64?
  /// Type and code of an ICMP error.
  public var icmpType: UInt8?
  /// The code of the ICMP error.
  public var icmpCode: UInt8?
  /// The origin of a reset.
  public var origin: ResetOrigin?
  /// The response code of a DNS answer (RFC 1035, section 4.1.1).
  public var responseCode: UInt8?

  /// No numbers.
  public init() {}
}

/// Who sent a reset.
public enum ResetOrigin: String, CaseIterable, Hashable, Sendable, RecordName {
  /// The host whose address it has: nothing speaks against it.
  case host
  /// A device on the path.
  case middlebox
}
