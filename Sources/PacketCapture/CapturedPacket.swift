public import InternetTypes

/// What is known about a captured packet beside its bytes.
public struct CapturedPacket: Hashable, Sendable {
  /// When it was captured, in the precision in which the source was opened.
  ///
  /// A savefile may state a fraction of a second or more; it is kept as stated.
  public var timestamp: Timestamp

  /// The packet's position in the input, from 1, counted before the filter.
  ///
  /// On an interface the kernel filters, so that only packets that pass are counted.
  public var number: Int

  /// How many bytes of the packet were captured and are lent with this value.
  public var capturedLength: Int

  /// How long the packet was on the wire, in bytes; at least `capturedLength` unless the savefile lies.
  public var originalLength: Int

  /// What the frame begins with; packets of one savefile may differ.
  public var linkType: LinkType

  /// The interface that the packet was captured on: an index of the savefile's interfaces, 0 where there is one.
  public var interface: UInt32

  /// A packet's description.
  @inlinable
  public init(
    timestamp: Timestamp, number: Int, capturedLength: Int, originalLength: Int,
    linkType: LinkType = .ethernet, interface: UInt32 = 0
  ) {
    self.linkType = linkType
    self.interface = interface
    self.timestamp = timestamp
    self.number = number
    self.capturedLength = capturedLength
    self.originalLength = originalLength
  }

  /// No packet.
  static let none = CapturedPacket(
    timestamp: Timestamp(seconds: 0, nanoseconds: 0), number: 0, capturedLength: 0,
    originalLength: 0)
}
