import CPcap

/// The library that packets are captured with.
public enum CaptureLibrary {
  /// What libpcap says about itself, as `libpcap version 1.10.3 (with TPACKET_V3)`.
  public static var version: String {
    // The text is a constant of the library.
    unsafe String(cString: pcap_lib_version())
  }
}
