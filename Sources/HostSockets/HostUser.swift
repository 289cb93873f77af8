import CHostSockets

/// The names of users.
///
/// A door: calls of C.
enum HostUser {
  /// The login name of a user, or its number.
  static func name(_ number: UInt32) -> String {
    var text = [CChar](repeating: 0, count: 256)
    let size = text.count
    // The shim writes at most that many bytes, with a 0 at the end.
    guard unsafe chost_user_name(number, &text, size) else { return "\(number)" }
    let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
