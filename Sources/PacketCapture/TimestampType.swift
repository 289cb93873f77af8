import CPcap
public import SystemServices

/// The source of a live capture's timestamps, by libpcap's number: the host's clock, the adapter's, ...
public struct TimestampType: RawRepresentable, Hashable, Sendable {
  /// libpcap's number.
  public let rawValue: Int32

  /// The type of this number.
  public init(rawValue: Int32) { self.rawValue = rawValue }

  /// The type of this name, as `-j` takes it; nil if libpcap knows none.
  public init?(name: String) {
    // libpcap reads the name during the call.
    let number = unsafe pcap_tstamp_type_name_to_val(name)
    guard number >= 0 else { return nil }
    self.init(rawValue: number)
  }

  /// libpcap's name; nil if it has none.
  public var name: String? {
    // A constant text, or NULL.
    unsafe pcap_tstamp_type_val_to_name(rawValue).map { unsafe String(cString: $0) }
  }

  /// libpcap's description; nil if it has none.
  public var explanation: String? {
    // A constant text, or NULL.
    unsafe pcap_tstamp_type_val_to_description(rawValue).map { unsafe String(cString: $0) }
  }

  /// The types that can be set for an interface; none if it has no choice.
  ///
  /// - Throws: if the interface cannot be queried.
  public static func available(on interface: String) throws(CaptureError) -> [TimestampType] {
    // The text buffer has at least the size that libpcap requires.
    let (handle, reason) = unsafe withTextBuffer { text in unsafe pcap_create(interface, text) }
    guard let handle = unsafe handle else {
      throw CaptureError(liveStatus: PCAP_ERROR, reason: reason, interface: interface)
    }
    // The handle is closed here, and libpcap allocates the list.
    defer { unsafe pcap_close(handle) }
    var list: UnsafeMutablePointer<Int32>?
    let count = unsafe pcap_list_tstamp_types(handle, &list)
    defer { if let list = unsafe list { unsafe pcap_free_tstamp_types(list) } }
    guard count >= 0 else {
      throw CaptureError(
        .interface, subject: interface, reason: unsafe String(cString: pcap_geterr(handle)))
    }
    guard let list = unsafe list else { return [] }
    return (0..<Int(count)).map { unsafe TimestampType(rawValue: list[$0]) }
  }

  /// What tcpdump prints for `-J`: a heading and one line a type.
  ///
  /// - Parameters:
  ///   - types: the types that the interface offers.
  ///   - interface: its name.
  /// - Returns: the lines with their line ends.
  public static func listing(_ types: [TimestampType], on interface: String) -> String {
    guard !types.isEmpty else { return "Time stamp type cannot be set for \(interface)\n" }
    var text = "Time stamp types for \(interface) (use option -j to set):\n"
    for type in types {
      text +=
        type.name.map { "  \($0) (\(type.explanation ?? "(null)"))\n" } ?? "  \(type.rawValue)\n"
    }
    return text
  }
}
