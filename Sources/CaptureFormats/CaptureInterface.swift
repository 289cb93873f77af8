public import InternetTypes

/// An interface on which packets were captured, as the savefile describes it.
///
/// A pcap file has one, without a name; each section of a pcapng file describes its own.
public struct CaptureInterface: Hashable, Sendable {
  /// The link-layer header of every frame of the interface.
  public var linkType: LinkType

  /// How many bytes of a packet were kept at most; 0 if the savefile states no limit.
  public var snapshotLength: Int

  /// The unit of the interface's timestamps.
  public var resolution: TimestampResolution

  /// Seconds to add to every timestamp (`if_tsoffset`).
  public var timestampOffset: Int64 = 0

  /// The system's name of the interface (`if_name`), such as `eth0`.
  public var name: String?

  /// The user's description of the interface (`if_description`).
  public var description: String?

  /// The capture filter (`if_filter`), as an expression of pcap-filter(7).
  public var filter: String?

  /// The hardware (`if_hardware`).
  public var hardware: String?

  /// The operating system (`if_os`).
  public var operatingSystem: String?

  /// How many bytes of frame check sequence end each frame (`if_fcslen`); nil if the savefile does not state it.
  public var checkSequenceLength: Int?

  /// Whether fields in the capturing host's byte order must be swapped for this machine.
  public var isByteSwapped = false

  /// An interface of a link type.
  public init(linkType: LinkType, snapshotLength: Int, resolution: TimestampResolution) {
    self.linkType = linkType
    self.snapshotLength = snapshotLength
    self.resolution = resolution
  }
}
