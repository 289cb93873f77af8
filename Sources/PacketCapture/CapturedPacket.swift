public import InternetTypes

/// The description of a captured packet: everything but its bytes.
public struct CapturedPacket: Hashable, Sendable {
  /// When the packet was captured, as the capture states it, in the precision in which the source was opened.
  public var recordedTime: RecordedTime

  /// The packet's position in the input, from 1, counted before the filter.
  ///
  /// On an interface the kernel filters, so that only packets that pass are counted.
  public var number: Int

  /// How many bytes of the packet were captured and are lent with this value.
  public var capturedLength: Int

  /// How long the packet was on the wire, in bytes; at least `capturedLength` unless the savefile is wrong.
  public var originalLength: Int

  /// The link-layer header that the packet begins with; a pcapng file may mix several.
  public var linkType: LinkType

  /// The interface that the packet was captured on, by its index in ``CaptureFile/interfaces``; 0 for a live capture.
  public var interface: UInt32

  /// A packet's description.
  @inlinable
  public init(
    recordedTime: RecordedTime, number: Int, capturedLength: Int, originalLength: Int,
    linkType: LinkType = .ethernet, interface: UInt32 = 0
  ) {
    self.recordedTime = recordedTime
    self.number = number
    self.capturedLength = capturedLength
    self.originalLength = originalLength
    self.linkType = linkType
    self.interface = interface
  }

  /// The instant when the packet was captured.
  @inlinable
  public var timestamp: Timestamp { Timestamp(recordedTime) }

  /// No packet.
  static let none = CapturedPacket(
    recordedTime: RecordedTime(seconds: 0, nanoseconds: 0), number: 0, capturedLength: 0,
    originalLength: 0)
}
