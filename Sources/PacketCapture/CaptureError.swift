/// Why capturing, reading or writing packets failed, with what libpcap or the system said about it.
public struct CaptureError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What went wrong, as far as a program may want to act on it.
  public enum Kind: Hashable, Sendable {
    /// There is no file or interface of that name.
    case notFound
    /// The right to do this is missing.
    case permission
    /// The input is not a savefile, or a record of it makes no sense.
    case malformed
    /// The savefile ends in the middle of a record or of its header.
    case truncated
    /// The filter expression does not compile for this link type.
    case filter
    /// The interface refuses an option, or went away.
    case interface
    /// The disk or the quota is full.
    case outOfSpace
    /// Whoever read our output went away.
    case closedPipe
    /// A signal came while the input was being opened.
    case interrupted
    /// Anything else that the system refuses.
    case system
  }

  /// What went wrong.
  public var kind: Kind

  /// The file, interface or expression concerned; nil where the reason speaks for itself.
  public var subject: String?

  /// The text of libpcap or of the system, unchanged.
  public var reason: String

  /// What the reader can do about it, or what is left to use.
  public var advice: String?

  /// An error with its evidence.
  public init(_ kind: Kind, subject: String? = nil, reason: String, advice: String? = nil) {
    self.kind = kind
    self.subject = subject
    self.reason = reason
    self.advice = advice
  }

  /// One line: subject, reason, and the advice behind a semicolon.
  public var description: String {
    let start = subject.map { "\($0): " } ?? ""
    let end = advice.map { "; \($0)" } ?? ""
    return start + reason + end
  }
}
