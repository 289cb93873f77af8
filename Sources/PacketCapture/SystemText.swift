import CPcap

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Arguments and names of files as texts that lose no byte.
///
/// To the system they are bytes, and not all of them are UTF-8. In a text a byte that is none is the character
/// U+10FF00 plus the byte, of the plane for private use; whatever opens or creates a file takes such a text.
public enum SystemText {
  /// The command line, the program's name first.
  public static var arguments: [String] {
    var words: [String] = []
    // The C library keeps the arguments, each with a 0 at its end, as long as the program runs.
    while let word = unsafe cpcap_argument(Int32(clamping: words.count)) {
      let bytes = unsafe UnsafeRawBufferPointer(start: word, count: strlen(word))
      words.append(text(unsafe Array(bytes)))
    }
    // Only where the C library does not tell.
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

  /// A text for a person's eyes: bytes that are no UTF-8 in hexadecimal.
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

  /// Whether two paths name one regular file; `-` names none.
  public static func isSameFile(_ path: String, _ other: String) -> Bool {
    if path == "-" || other == "-" { return false }
    // The shim reads both paths during the call.
    return unsafe cpcap_is_same_file(path, other)
  }

  /// What stands for a byte of 0; only those above 0x7f are not UTF-8 by themselves.
  private static let escapes: UInt32 = 0x10_ff00

  private static func escapedByte(_ scalar: Unicode.Scalar) -> UInt8? {
    scalar.value >= escapes + 0x80 ? UInt8(scalar.value & 0xff) : nil
  }
}
