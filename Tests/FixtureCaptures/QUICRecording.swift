import Foundation

/// What aioquic logged and tshark read of a recorded QUIC connection.
public struct QUICRecording: Sendable, Decodable {
  /// What one of the programs logged.
  public struct Log: Sendable, Decodable {
    /// When the first datagram left, in seconds since the epoch.
    public var started: Double?
    /// When the handshake was complete for it.
    public var handshakeCompleted: Double?
    /// The application protocol that was agreed on.
    public var alpn: String?
    /// The version that was agreed on.
    public var version: UInt32?
    /// The connection ID that it chose.
    public var connectionID: String?
    /// The requested name.
    public var serverName: String?
    /// The error that ended the connection.
    public var errorCode: UInt64?

    private enum CodingKeys: String, CodingKey {
      case started
      case handshakeCompleted = "handshake_completed"
      case alpn, version
      case connectionID = "connection_id"
      case serverName = "server_name"
      case errorCode = "error_code"
    }
  }

  /// What tshark read in one datagram: lists of values by the names of its fields.
  public struct Datagram: Sendable, Decodable {
    /// The lists.
    public var fields: [String: [String]]

    /// Takes the object as it is.
    ///
    /// - Throws: when it is none.
    public init(from decoder: any Decoder) throws {
      fields = try decoder.singleValueContainer().decode([String: [String]].self)
    }

    /// The values of a field.
    public subscript(name: String) -> [String] { fields[name] ?? [] }
  }

  /// By role: client and server.
  public var log: [String: Log]
  /// In the capture's order.
  public var tshark: [Datagram]

  /// Reads what is kept of a recording.
  ///
  /// - Throws: when there is none of this name.
  public init(_ name: String) throws {
    let data = try Data(contentsOf: FixtureCapture.folder.appending(path: "quic.json"))
    let whole = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    guard let one = whole?[name] else { throw CocoaError(.fileReadNoSuchFile) }
    self = try JSONDecoder().decode(Self.self, from: JSONSerialization.data(withJSONObject: one))
  }
}

extension QUICRecording.Datagram {
  private static func isKind(_ word: String) -> Bool { word == "initial" || word == "handshake" }

  /// tcpdump 5's words for these packets.
  public var line: String {
    var (longs, lengths) = (0, self["quic.length"][...])
    var words = ["quic"]
    var types = self["quic.long.packet_type"]
    let isVersion2 = !self["quic.long.packet_type_v2"].isEmpty
    if isVersion2 { types = self["quic.long.packet_type_v2"] }
    for (index, form) in self["quic.header_form"].enumerated() {
      let destinations = self["quic.dcid"]
      guard form == "1" else {
        words.append("protected")
        if index < destinations.count { words.append("dcid \(destinations[index])") }
        continue
      }
      let version = self["quic.version"][longs]
      if version == "0x00000000" {
        words.append("version negotiation")
      } else {
        let number = (Int(types[longs]) ?? 0) + (isVersion2 ? 3 : 0)
        words.append(["initial", "0-rtt", "handshake", "retry"][number % 4])
      }
      if isVersion2 { words.append("v6b3343cf") }
      words.append("dcid \(destinations[index])")
      words.append("scid \(self["quic.scid"][longs])")
      longs += 1
      if version == "0x00000000" {
        for offered in self["quic.supported_version"] {
          words.append("version 0x\(String(Int(offered.dropFirst(2), radix: 16) ?? 0, radix: 16))")
        }
      } else if let token = self["quic.retry_token"].first {
        words.append("token \(token)")
      } else {
        if let token = self["quic.token"].first,
          words.dropFirst().last(where: Self.isKind) == "initial"
        {
          words.append("token \(token)")
        }
        words.append("length \(lengths.popFirst() ?? "")")
      }
    }
    return words.joined(separator: ", ")
  }
}
