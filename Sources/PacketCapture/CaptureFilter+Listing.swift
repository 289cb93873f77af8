import CPcap

/// The program of a filter as text.
extension CaptureFilter {
  /// The forms in which tcpdump prints a program.
  public enum ListingStyle: Hashable, Sendable {
    /// Mnemonics for people (`-d`).
    case mnemonics
    /// Initialisers of a C array (`-dd`).
    case cArray
    /// Decimal numbers after a line with their count (`-ddd`).
    case decimal
  }

  /// The program's lines, each with its line end, as tcpdump prints them.
  public func listing(_ style: ListingStyle) -> String {
    // The program has `bf_len` instructions; libpcap's text is valid until its next call.
    unsafe withProgram { program in
      let count = unsafe Int(program.pointee.bf_len)
      var text = style == .decimal ? "\(count)\n" : ""
      for index in 0..<count {
        let instruction = unsafe program.pointee.bf_insns + index
        let (code, jt, jf, k) = unsafe (
          instruction.pointee.code, instruction.pointee.jt, instruction.pointee.jf,
          instruction.pointee.k
        )
        switch style {
        case .mnemonics:
          text += unsafe String(cString: bpf_image(instruction, Int32(clamping: index)))
        case .cArray:
          let digits = String(k, radix: 16)
          let padded = String(repeating: "0", count: 8 - digits.count) + digits
          text += "{ 0x\(String(code, radix: 16)), \(jt), \(jf), 0x\(padded) },"
        case .decimal:
          text += "\(code) \(jt) \(jf) \(k)"
        }
        text += "\n"
      }
      return text
    }
  }
}
