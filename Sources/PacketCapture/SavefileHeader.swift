import CPcap
public import InternetTypes
public import SystemServices

/// The 24 bytes at the start of a pcap savefile, as libpcap writes them.
///
/// It is a value apart from the source, so that another file can be started at any time.
public struct SavefileHeader: Hashable, Sendable {
  /// The link type of every frame of the file.
  public let linkType: LinkType

  /// The unit of the fraction of a timestamp, which the magic number states.
  public let precision: TimestampPrecision

  /// The bytes in this machine's byte order.
  let bytes: [UInt8]

  /// The header that libpcap writes for this handle; nil if it has no number for the link type.
  init?(handle: OpaquePointer, linkType: LinkType, precision: TimestampPrecision) {
    var bytes = [UInt8](repeating: 0, count: 24)
    // The array has room for the 24 bytes that the shim writes.
    guard unsafe cpcap_savefile_header(handle, &bytes) else { return nil }
    self.linkType = linkType
    self.precision = precision
    self.bytes = bytes
  }

  /// The header for packets of a link type.
  ///
  /// - Throws: if savefiles have no number for the link type.
  public init(
    linkType: LinkType, snapshotLength: Int = 262_144,
    precision: TimestampPrecision = .microseconds
  ) throws(CaptureError) {
    let stamps =
      precision == .nanoseconds
      ? PCAP_TSTAMP_PRECISION_NANO : PCAP_TSTAMP_PRECISION_MICRO
    // A handle of its own, closed below.
    guard
      let handle = unsafe pcap_open_dead_with_tstamp_precision(
        linkType.rawValue, Int32(clamping: snapshotLength), UInt32(stamps))
    else {
      throw CaptureError(.system, reason: "out of memory")
    }
    defer { unsafe pcap_close(handle) }
    guard
      let header = unsafe SavefileHeader(handle: handle, linkType: linkType, precision: precision)
    else {
      throw Self.unsupported(linkType, subject: nil)
    }
    self = header
  }

  /// The same header for timestamps of another precision.
  public func with(_ precision: TimestampPrecision) -> SavefileHeader {
    var bytes = bytes
    let magic: UInt32 = precision == .nanoseconds ? 0xa1b2_3c4d : 0xa1b2_c3d4
    // The magic number is in this machine's byte order, which a reader detects by it.
    let ordered = magic.littleEndian
    for index in 0..<4 { bytes[index] = UInt8(truncatingIfNeeded: ordered >> UInt32(8 * index)) }
    return SavefileHeader(linkType: linkType, precision: precision, bytes: bytes)
  }

  private init(linkType: LinkType, precision: TimestampPrecision, bytes: [UInt8]) {
    self.linkType = linkType
    self.precision = precision
    self.bytes = bytes
  }

  static func unsupported(_ linkType: LinkType, subject: String?) -> CaptureError {
    CaptureError(
      .malformed, subject: subject,
      reason: "link-layer type \(linkType.rawValue) isn't supported in savefiles")
  }
}
