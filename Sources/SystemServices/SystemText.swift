internal import CSystem

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Arguments and file names as texts that preserve every byte.
///
/// For the system they are bytes, and may be invalid UTF-8. In a text, a byte that is not part of valid UTF-8 is the
/// character U+10FF00 plus the byte, of a private use plane. Functions that take a path accept such texts.
public enum SystemText {
  /// The command line, the program's name first.
  public static var arguments: [String] {
    var words: [String] = []
    // The C library keeps the arguments, each with a 0 at its end, as long as the program runs.
    while let word = unsafe csystem_argument(Int32(clamping: words.count)) {
      let bytes = unsafe UnsafeRawBufferPointer(start: word, count: strlen(word))
      words.append(text(unsafe Array(bytes)))
    }
    // Only if the C library does not provide the arguments.
    return words.isEmpty ? CommandLine.arguments : words
  }

  /// The text for the bytes of an argument or a name.
  public static func text(_ bytes: [UInt8]) -> String {
    if let text = String(validating: bytes, as: UTF8.self),
      !text.unicodeScalars.contains(where: { escapedByte($0) != nil })
    {
      return text
    }
    var text = ""
    var rest = bytes[...]
    while !rest.isEmpty {
      let scalar = (1...4).lazy.compactMap { length in
        String(validating: rest.prefix(length), as: UTF8.self)?.unicodeScalars.first
      }.first
      if let scalar, escapedByte(scalar) == nil {
        text.unicodeScalars.append(scalar)
        rest = rest.dropFirst(UTF8.width(scalar))
      } else if let byte = rest.popFirst(), let escape = Unicode.Scalar(escapes + UInt32(byte)) {
        text.unicodeScalars.append(escape)
      }
    }
    return text
  }

  /// The bytes of a text made from a system string, restored.
  public static func bytes(_ text: String) -> [UInt8] {
    text.unicodeScalars.flatMap { scalar in
      escapedByte(scalar).map { [$0] } ?? Array(String(scalar).utf8)
    }
  }

  /// A text for display: bytes of invalid UTF-8 in hexadecimal.
  public static func shown(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { escapedByte($0) != nil }) else { return text }
    return text.unicodeScalars.reduce(into: "") { shown, scalar in
      if let byte = escapedByte(scalar) {
        shown += "\\x" + String(byte, radix: 16)
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
  }

  /// The escape of byte 0; only bytes above 0x7f can be invalid UTF-8.
  private static let escapes: UInt32 = 0x10_ff00

  private static func escapedByte(_ scalar: Unicode.Scalar) -> UInt8? {
    scalar.value >= escapes + 0x80 ? UInt8(scalar.value & 0xff) : nil
  }
}
