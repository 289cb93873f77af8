public import InternetTypes

/// What a savefile says about an interface on which packets were captured.
///
/// A pcap file has one, without a name; each section of a pcapng file describes its own.
public struct CaptureInterface: Hashable, Sendable {
  /// What every frame of the interface begins with.
  public var linkType: LinkType

  /// Most bytes that were kept of a packet; 0 where the savefile states no limit.
  public var snapshotLength: Int

  /// What the time stamps count.
  public var resolution: TimestampResolution

  /// Seconds that are added to every time stamp (`if_tsoffset`).
  public var timestampOffset: Int64 = 0

  /// The system's name of the interface (`if_name`), such as `eth0`.
  public var name: String?

  /// What a person called the interface (`if_description`).
  public var description: String?

  /// The capture filter (`if_filter`), as an expression of pcap-filter(7).
  public var filter: String?

  /// The hardware (`if_hardware`).
  public var hardware: String?

  /// The operating system (`if_os`).
  public var operatingSystem: String?

  /// Bytes of frame check sequence at the end of each frame; nil where the savefile does not say.
  public var checkSequenceLength: Int?

  /// Whether fields in the capturing host's byte order have to be swapped to be this machine's.
  public var isByteSwapped = false

  /// An interface of a link type.
  public init(linkType: LinkType, snapshotLength: Int, resolution: TimestampResolution) {
    self.linkType = linkType
    self.snapshotLength = snapshotLength
    self.resolution = resolution
  }
}
