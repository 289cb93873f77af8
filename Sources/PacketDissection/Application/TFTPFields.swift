/// The fields that a TFTP packet begins with (RFC 1350, section 5), read one at a time.
public enum TFTPFields {
  /// The protocol as tcpdump names it if a packet is cut.
  public static var name: String { "tftp" }

  /// The operation code of the packet at `offset`: 1 RRQ, 2 WRQ, 3 DATA, 4 ACK, 5 ERROR, 6 OACK.
  public static func operation(_ bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) -> UInt16 {
    try bytes.uint16(at: offset, in: name)
  }

  /// The block of DATA and ACK, the code of ERROR.
  public static func number(_ bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) -> UInt16 {
    try bytes.uint16(at: offset + 2, in: name)
  }
}
