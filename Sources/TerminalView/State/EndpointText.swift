import InternetTypes

/// An endpoint as another program writes it: compared by its text.
package struct EndpointText: Hashable, Sendable {
  private let address: String
  private let port: UInt16

  init(_ endpoint: Endpoint) { (address, port) = (endpoint.address.text, endpoint.port) }

  private init(address: Substring, port: UInt16) {
    (self.address, self.port) = (String(address), port)
  }

  /// The endpoints in a value of SSH_CONNECTION: the client's address and port, then the server's; empty if it has
  /// another form.
  package static func ofSession(_ text: String) -> [EndpointText] {
    let words = text.split(separator: " ")
    guard words.count == 4, let client = UInt16(words[1]), let server = UInt16(words[3]) else {
      return []
    }
    return [
      EndpointText(address: words[0], port: client), EndpointText(address: words[2], port: server),
    ]
  }
}
