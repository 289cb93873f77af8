/// The kind of a pcapng block (draft-ietf-opsawg-pcapng, section 4 and 10.1).
public struct BlockType: RawRepresentable, Hashable, Sendable {
  /// The number that the file states.
  public let rawValue: UInt32

  /// The kind with this number; any number can occur, and blocks of unknown kinds are skipped.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Describes an interface (section 4.2).
  public static let interfaceDescription = BlockType(rawValue: 1)
  /// A packet, in the form that was replaced by the enhanced packet block (appendix A).
  public static let obsoletePacket = BlockType(rawValue: 2)
  /// A packet of the first interface, without a time (section 4.4).
  public static let simplePacket = BlockType(rawValue: 3)
  /// Names of addresses (section 4.5).
  public static let nameResolution = BlockType(rawValue: 4)
  /// Counters of an interface (section 4.6).
  public static let interfaceStatistics = BlockType(rawValue: 5)
  /// A packet (section 4.3).
  public static let enhancedPacket = BlockType(rawValue: 6)
  /// An entry of the systemd journal (section 4.7).
  public static let systemdJournal = BlockType(rawValue: 9)
  /// Keys of encrypted connections (section 4.8).
  public static let decryptionSecrets = BlockType(rawValue: 10)
  /// A custom block of an organization, to be copied to other files (section 4.9).
  public static let custom = BlockType(rawValue: 0x0000_0bad)
  /// A custom block of an organization, not to be copied (section 4.9).
  public static let privateCustom = BlockType(rawValue: 0x4000_0bad)
  /// Apple's description of a process.
  public static let processInformation = BlockType(rawValue: 0x8000_0001)
  /// Begins a section, and the file (section 4.1); its number reads the same in both byte orders.
  public static let sectionHeader = BlockType(rawValue: 0x0a0d_0d0a)
}
