import InternetTypes

/// The sequence numbers, options and times of a connection's two SYNs, and the time when the handshake was completed.
public struct HandshakeObservation: Sendable {
  /// The sequence number, time and options of one endpoint's SYN.
  public struct Endpoint: Sendable {
    /// Unwrapped sequence number of the SYN (RFC 9293, section 3.3.1, calls it ISS).
    public var start: Int64
    /// When the SYN was captured, in microseconds since the epoch.
    public var time: Int64
    /// The maximum segment size option (RFC 9293, section 3.7.1), in bytes; nil without.
    public var maximumSegmentSize: Int?
    /// The shift of the window scale option (RFC 7323, section 2.2); nil without.
    public var windowScale: Int?
    /// Whether the SYN permits selective acknowledgments (RFC 2018, section 2).
    public var permitsSack = false
    /// Whether the SYN offers explicit congestion notification (RFC 3168, section 6.1.1).
    public var offersECN = false
    /// The window that the endpoint offers before the first data, in bytes; nil if it is not known.
    public var offeredWindow: Int?

    /// A SYN without options.
    @inlinable
    public init(start: Int64, time: Int64) {
      self.start = start
      self.time = time
    }
  }

  /// The client's SYN; nil if it was not captured.
  public var client: Endpoint?
  /// The server's SYN; nil if it was not captured.
  public var server: Endpoint?
  /// When the client's first acknowledgment was captured, in microseconds since the epoch; nil before it.
  public var completedAt: Int64?

  /// A handshake of which nothing was captured.
  public init() {}

  /// The SYN of one endpoint.
  subscript(_ side: Side) -> Endpoint? { side == .client ? client : server }

  /// Whether both SYNs were captured.
  var isComplete: Bool { client != nil && server != nil }

  /// The shift of an endpoint's window field, 0 if one of the SYNs has no option; nil if a SYN was not captured.
  func windowScale(of side: Side) -> Int? {
    guard let own = self[side], let peer = self[side.peer] else { return nil }
    guard let scale = own.windowScale, peer.windowScale != nil else { return 0 }
    return scale
  }

  /// Whether both endpoints use selective acknowledgments, as far as known.
  var permitsSack: Bool {
    guard let client, let server else { return true }
    return client.permitsSack && server.permitsSack
  }

  /// Whether both endpoints use explicit congestion notification, as far as known.
  var allowsECN: Bool {
    guard let client, let server else { return true }
    return client.offersECN && server.offersECN
  }

  /// Stores the fields of a SYN.
  mutating func note(_ segment: SegmentObservation) {
    var endpoint = Endpoint(start: segment.sequence, time: segment.time)
    endpoint.maximumSegmentSize = segment.maximumSegmentSize > 0 ? segment.maximumSegmentSize : nil
    endpoint.windowScale = segment.windowScale
    endpoint.permitsSack = segment.permitsSack
    endpoint.offersECN = segment.isCongestionEcho
    // The window of a SYN is not scaled (RFC 7323, section 2.2).
    endpoint.offeredWindow = segment.rawWindow
    if segment.sender == .client { client = endpoint } else { server = endpoint }
  }
}
