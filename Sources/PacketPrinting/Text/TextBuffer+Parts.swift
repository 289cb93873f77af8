import InternetTypes
import TextOutput

/// A part of a line that writes itself: a text, a number in decimal, an address in numbers.
protocol LinePart {
  func append(to line: inout TextBuffer)
}

// One function for each number of parts: a parameter pack would call each part through its witness table.
extension TextBuffer {
  /// Appends one part.
  @inline(__always)
  mutating func put(_ part: some LinePart) { part.append(to: &self) }

  /// Appends two parts, one after the other.
  @inline(__always)
  mutating func put<
    A: LinePart, B: LinePart
  >(
    _ a: A, _ b: B
  ) {
    a.append(to: &self)
    b.append(to: &self)
  }

  /// Appends three parts, one after the other.
  @inline(__always)
  mutating func put<
    A: LinePart, B: LinePart, C: LinePart
  >(
    _ a: A, _ b: B, _ c: C
  ) {
    put(a, b)
    c.append(to: &self)
  }

  /// Appends four parts, one after the other.
  @inline(__always)
  mutating func put<
    A: LinePart, B: LinePart, C: LinePart, D: LinePart
  >(
    _ a: A, _ b: B, _ c: C, _ d: D
  ) {
    put(a, b, c)
    d.append(to: &self)
  }

  /// Appends five parts, one after the other.
  @inline(__always)
  mutating func put<
    A: LinePart, B: LinePart, C: LinePart, D: LinePart, E: LinePart
  >(
    _ a: A, _ b: B, _ c: C, _ d: D, _ e: E
  ) {
    put(a, b, c, d)
    e.append(to: &self)
  }

  /// Appends six parts, one after the other.
  @inline(__always)
  mutating func put<
    A: LinePart, B: LinePart, C: LinePart, D: LinePart, E: LinePart, F: LinePart
  >(
    _ a: A, _ b: B, _ c: C, _ d: D, _ e: E, _ f: F
  ) {
    put(a, b, c, d, e)
    f.append(to: &self)
  }

  /// Appends seven parts, one after the other.
  @inline(__always)
  mutating func put<
    A: LinePart, B: LinePart, C: LinePart, D: LinePart, E: LinePart, F: LinePart, G: LinePart
  >(
    _ a: A, _ b: B, _ c: C, _ d: D, _ e: E, _ f: F, _ g: G
  ) {
    put(a, b, c, d, e, f)
    g.append(to: &self)
  }

  /// Appends eight parts, one after the other.
  @inline(__always)
  mutating func put<
    A: LinePart, B: LinePart, C: LinePart, D: LinePart, E: LinePart, F: LinePart, G: LinePart,
    H: LinePart
  >(
    _ a: A, _ b: B, _ c: C, _ d: D, _ e: E, _ f: F, _ g: G, _ h: H
  ) {
    put(a, b, c, d, e, f, g)
    h.append(to: &self)
  }

  /// Appends nine parts, one after the other.
  @inline(__always)
  mutating func put<
    A: LinePart, B: LinePart, C: LinePart, D: LinePart, E: LinePart, F: LinePart, G: LinePart,
    H: LinePart, I: LinePart
  >(
    _ a: A, _ b: B, _ c: C, _ d: D, _ e: E, _ f: F, _ g: G, _ h: H, _ i: I
  ) {
    put(a, b, c, d, e, f, g, h)
    i.append(to: &self)
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
