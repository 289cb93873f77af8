import CPcap

/// The capture library, libpcap.
public enum CaptureLibrary {
  /// libpcap's version text, as `libpcap version 1.10.3 (with TPACKET_V3)`.
  public static var version: String {
    // The text is a constant of the library.
    unsafe String(cString: pcap_lib_version())
  }
}
