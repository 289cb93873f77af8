/// Why a savefile cannot be read (further); every packet before the fault was delivered.
public struct FormatError: Error, Hashable, Sendable {
  /// What went wrong, as far as a program may want to act on it.
  public enum Kind: Hashable, Sendable {
    /// The input ends in the middle of a record, a block or a header.
    case truncated
    /// A field contradicts the format.
    case malformed
    /// The input is another program's format, or a version that this module does not know.
    case unsupported
    /// The system refused to read; the number is `errno`'s.
    case system(Int32)
    /// A signal arrived before the header did.
    case interrupted
  }

  /// What went wrong.
  public var kind: Kind

  /// What is wrong, in words that follow the file's name and a colon; empty for errors of the system.
  public var reason: String

  /// What the user can do, such as a command that converts the file; nil if there is no advice.
  public var advice: String?

  /// An error with its texts.
  public init(_ kind: Kind, _ reason: String = "", advice: String? = nil) {
    self.kind = kind
    self.reason = reason
    self.advice = advice
  }
}
