import InternetTypes
import TextOutput

/// A part of a line that writes itself: a text, a number in decimal, an address in numbers.
protocol LinePart {
  func append(to line: inout TextBuffer)
}

extension TextBuffer {
  /// Appends several parts, one after the other.
  mutating func put<each Part: LinePart>(_ parts: repeat each Part) {
    repeat (each parts).append(to: &self)
  }
}

/// A number in lower-case hexadecimal with zeros up to `digits` digits; `0x` is not part of it.
struct Hex: LinePart {
  let value: UInt64
  let digits: Int

  init(_ value: some BinaryInteger, _ digits: Int = 1) {
    self.value = UInt64(truncatingIfNeeded: value)
    self.digits = digits
  }

  func append(to line: inout TextBuffer) {
    let (high, low) = (UInt32(truncatingIfNeeded: value >> 32), UInt32(truncatingIfNeeded: value))
    if high == 0 && digits <= 8 {
      line.append(hex: low, digits: digits)
    } else {
      line.append(hex: high, digits: max(digits - 8, 1))
      line.append(hex: low, digits: 8)
    }
  }
}

/// A number in decimal in a field of `width`, filled up from the left with zeros or blanks.
struct Padded: LinePart {
  let value: UInt64
  let width: Int
  let fill: Unicode.Scalar

  init(_ value: some BinaryInteger, _ width: Int, fill: Unicode.Scalar = "0") {
    self.value = UInt64(truncatingIfNeeded: value)
    self.width = width
    self.fill = fill
  }

  func append(to line: inout TextBuffer) {
    line.append(decimal: value, width: width, fill: UInt8(ascii: fill))
  }
}

extension String: LinePart {
  func append(to line: inout TextBuffer) { line.append(self) }
}

extension Int: LinePart {
  func append(to line: inout TextBuffer) { line.append(decimal: self) }
}

extension UInt8: LinePart {
  func append(to line: inout TextBuffer) { line.append(decimal: UInt32(self)) }
}

extension UInt16: LinePart {
  func append(to line: inout TextBuffer) { line.append(decimal: UInt32(self)) }
}

extension UInt32: LinePart {
  func append(to line: inout TextBuffer) { line.append(decimal: self) }
}

extension UInt64: LinePart {
  func append(to line: inout TextBuffer) { line.append(decimal: self) }
}

extension Int32: LinePart {
  func append(to line: inout TextBuffer) { line.append(decimal: Int(self)) }
}

extension IPv4Address: LinePart {
  func append(to line: inout TextBuffer) { line.append(self, dot: false) }
}

extension IPv6Address: LinePart {
  func append(to line: inout TextBuffer) { line.append(self) }
}

extension IPAddress: LinePart {
  func append(to line: inout TextBuffer) {
    switch self {
    case .v4(let address): address.append(to: &line)
    case .v6(let address): address.append(to: &line)
    }
  }
}

extension MACAddress: LinePart {
  func append(to line: inout TextBuffer) { line.append(self) }
}
