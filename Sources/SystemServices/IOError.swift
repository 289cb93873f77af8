internal import CSystem

#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#else
  private import Darwin
#endif

/// Why reading, writing or capturing failed, in the words of the system or of the library that refused.
public struct IOError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What went wrong, as far as a program may want to act on it.
  public enum Kind: Hashable, Sendable {
    /// No file, interface or user has that name.
    case notFound
    /// The process lacks the permission.
    case permission
    /// The input is not in a known format, or a record of it is invalid.
    case malformed
    /// The input ends in the middle of a record or of its header.
    case truncated
    /// The filter expression does not compile for this link type.
    case filter
    /// The interface refuses an option, or disappeared.
    case interface
    /// The disk or the quota is full.
    case outOfSpace
    /// The reader of our output closed its end.
    case closedPipe
    /// A signal arrived while the input was being opened.
    case interrupted
    /// Any other error of the system.
    case system
  }

  /// What went wrong.
  public var kind: Kind

  /// The file, interface or expression concerned; nil if the reason is enough by itself.
  public var subject: String?

  /// The text of the library or of the system, unchanged.
  public var reason: String

  /// Advice to the user, or the part of the output that was saved.
  public var advice: String?

  /// Creates an error from its parts.
  public init(_ kind: Kind, subject: String? = nil, reason: String, advice: String? = nil) {
    self.kind = kind
    self.subject = subject
    self.reason = reason
    self.advice = advice
  }

  /// One line: subject, reason, and the advice after a semicolon.
  public var description: String {
    let start = subject.map { "\($0): " } ?? ""
    let end = advice.map { "; \($0)" } ?? ""
    return start + reason + end
  }
}

extension IOError {
  /// Creates the error for a value of `errno`.
  ///
  /// - Parameters:
  ///   - errorNumber: the value of `errno`.
  ///   - subject: the file, interface or program concerned.
  ///   - advice: advice to the user.
  public init(errorNumber: Int32, subject: String, advice: String? = nil) {
    let kind: Kind =
      switch errorNumber {
      case ENOENT: .notFound
      case EACCES, EPERM: .permission
      case ENOSPC, EDQUOT, EFBIG: .outOfSpace
      case EPIPE: .closedPipe
      case EINTR: .interrupted
      default: .system
      }
    var text = [CChar](repeating: 0, count: 256)
    // The shim writes a terminated text of at most that size.
    unsafe csystem_error_text(errorNumber, &text, text.count)
    self.init(kind, subject: subject, reason: String(terminated: text), advice: advice)
  }
}

extension String {
  /// The characters before the first NUL, as C functions leave them in a buffer.
  init(terminated characters: [CChar]) {
    self.init(
      decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
