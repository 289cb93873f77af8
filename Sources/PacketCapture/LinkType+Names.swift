import CPcap
public import InternetTypes

/// libpcap's names of link types.
extension LinkType {
  /// The link type of this name, as `-y` takes it, in upper or lower case; nil if libpcap knows none.
  public init?(name: String) {
    // libpcap reads the name during the call.
    let number = unsafe pcap_datalink_name_to_val(name)
    guard number >= 0 else { return nil }
    self.init(rawValue: number)
  }

  /// libpcap's name, as `EN10MB`; nil if it has none.
  public var name: String? {
    // A constant text, or NULL.
    unsafe pcap_datalink_val_to_name(rawValue).map { unsafe String(cString: $0) }
  }

  /// libpcap's description, as `Ethernet`; nil if it has none.
  public var explanation: String? {
    // A constant text, or NULL.
    unsafe pcap_datalink_val_to_description(rawValue).map { unsafe String(cString: $0) }
  }

  /// Name and description as tcpdump's opening line shows them: `EN10MB (Ethernet)`, or the number.
  public var title: String {
    name.map { "\($0) (\(explanation ?? "(null)"))" } ?? "\(UInt32(bitPattern: rawValue))"
  }

  /// What tcpdump prints for `-L`: a heading and one line a type.
  ///
  /// - Parameters:
  ///   - types: the types that the interface offers.
  ///   - interface: its name.
  ///   - isPrintable: whether packets of a type can be printed.
  /// - Returns: the lines with their line ends.
  public static func listing(
    _ types: [LinkType], on interface: String, isPrintable: (LinkType) -> Bool
  ) -> String {
    var text = "Data link types for \(interface) (use option -y to set):\n"
    for type in types {
      text += "  " + (type.name == nil ? "DLT \(type.rawValue)" : type.title)
      text += type.name != nil && isPrintable(type) ? "\n" : " (printing not supported)\n"
    }
    return text
  }
}
