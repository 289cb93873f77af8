import InternetTypes
import TextOutput

/// Addresses and protocol names in records.
extension TextBuffer {
  /// Appends an address in the form of RFC 5952.
  mutating func append(canonical address: IPAddress) {
    switch address {
    case .v4(let address): append(address)
    case .v6(let address):
      // inet_ntop writes these few with dots; in records dots mean an IPv4-mapped address only (RFC 5952, section 5).
      if address.rawValue >> 32 == 0 { append(address.text) } else { append(address) }
    }
  }

  /// Appends the name of a transport protocol in records, or its number.
  mutating func append(_ transport: IPProtocol, isQUIC: Bool) {
    if isQUIC {
      append("quic")
    } else if transport == .tcp {
      append(word: 0x70_6374, count: 3)
    } else {
      append(transport.name)
    }
  }
}
