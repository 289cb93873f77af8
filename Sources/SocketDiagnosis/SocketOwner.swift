/// The process that a socket belongs to, as far as it is known.
public struct SocketOwner: Equatable, Sendable {
  /// How the process was found.
  public enum Evidence: String, CaseIterable, Sendable {
    /// It has the socket of the connection.
    case socket
    /// It has the socket that listens for such connections.
    case listener
  }

  /// How it was found.
  public var evidence: Evidence
  /// Its number; nil if only the user is known.
  public var process: Int32?
  /// Its name, at most 15 bytes, as ps(1) and ss(8) show it.
  public var name: String?
  /// The login name of the socket's user, or the user's number.
  public var user: String?
  /// Where its control groups put it.
  public var group: ControlGroup

  /// An owner of whom nothing else is known.
  public init(_ evidence: Evidence) {
    self.evidence = evidence
    group = ControlGroup()
  }
}
