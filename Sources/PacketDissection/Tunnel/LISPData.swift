import InternetTypes

extension TunnelHeader {
  /// An IP packet after the data header of LISP on UDP (RFC 9300, section 5.1); its instance identifier separates
  /// networks.
  static func lisp(_ bytes: Span<UInt8>) -> TunnelHeader? {
    guard bytes.count > 8, let content = TunnelContent.internetProtocol(bytes[8]) else {
      return nil
    }
    let hasInstance = bytes[0] & 0x08 != 0
    return TunnelHeader(
      kind: .lisp, identifier: hasInstance ? bytes.uint24(at: 4) : 0, byteCount: 8,
      content: content)
  }
}
