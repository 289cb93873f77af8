/// The names in a certificate (RFC 5280): the subject's common name, and its alternative DNS names.
///
///     Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signatureValue }
///     TBSCertificate ::= SEQUENCE { [0] version, serialNumber, signature, issuer, validity, subject,
///                                   subjectPublicKeyInfo, [1], [2], [3] extensions }
public struct X509Names: Hashable, Sendable {
  /// The range of the subject's last common name.
  public private(set) var commonName: Range<Int>?
  /// The range of the alternative names (GeneralNames), in which DNS names are tagged 0x82.
  private var alternativeNames: Range<Int>?

  /// The names of the certificate in `range`; nil if it is none.
  public init?(_ bytes: Span<UInt8>, in range: Range<Int>) {
    var outer = DERReader(bytes, range)
    guard let certificate = outer.next(0x30) else { return nil }
    var inner = DERReader(bytes, certificate)
    guard let signed = inner.next(0x30) else { return nil }
    var fields = DERReader(bytes, signed)
    _ = fields.next(0xa0)
    // Serial number, signature algorithm, issuer, validity.
    guard fields.next(0x02) != nil, fields.next(0x30) != nil, fields.next(0x30) != nil,
      fields.next(0x30) != nil, let subject = fields.next(0x30)
    else { return nil }
    readSubject(bytes, subject)
    guard fields.next(0x30) != nil else { return }
    _ = fields.next(0x81)
    _ = fields.next(0x82)
    if let extensions = fields.next(0xa3) { readExtensions(bytes, extensions) }
  }

  private mutating func readSubject(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    var names = DERReader(bytes, range)
    while let set = names.next(0x31) {
      var attributes = DERReader(bytes, set)
      while let attribute = attributes.next(0x30) {
        var parts = DERReader(bytes, attribute)
        guard let type = parts.next(0x06), let value = parts.nextOfAnyType() else { break }
        // id-at-commonName, 2.5.4.3.
        if type.count == 3, bytes.uint24(at: type.lowerBound) == 0x55_0403 { commonName = value }
      }
    }
  }

  private mutating func readExtensions(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    var outer = DERReader(bytes, range)
    guard let list = outer.next(0x30) else { return }
    var extensions = DERReader(bytes, list)
    while let entry = extensions.next(0x30) {
      var parts = DERReader(bytes, entry)
      guard let type = parts.next(0x06) else { return }
      _ = parts.next(0x01)
      // id-ce-subjectAltName, 2.5.29.17.
      guard type.count == 3, bytes.uint24(at: type.lowerBound) == 0x55_1d11,
        let value = parts.next(0x04)
      else { continue }
      var content = DERReader(bytes, value)
      alternativeNames = content.next(0x30)
      return
    }
  }

  /// The first DNS name among the alternative names at or after `offset` (nil: from the beginning); nil if there is
  /// none.
  public func alternativeName(_ bytes: Span<UInt8>, from offset: Int? = nil) -> Range<Int>? {
    guard let all = alternativeNames else { return nil }
    let start = min(max(offset ?? all.lowerBound, all.lowerBound), all.upperBound)
    var names = DERReader(bytes, start..<all.upperBound)
    while let tag = names.tag {
      guard let name = names.nextOfAnyType() else { return nil }
      if tag == 0x82 { return name }
    }
    return nil
  }
}

/// Reads elements of the Distinguished Encoding Rules (X.690) with tags of one byte, one after the other.
struct DERReader: ~Escapable {
  private let bytes: Span<UInt8>
  private var range: Range<Int>

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    self.bytes = bytes
    let end = min(range.upperBound, bytes.count)
    self.range = min(range.lowerBound, end)..<end
  }

  /// The tag of the next element.
  var tag: UInt8? { range.isEmpty ? nil : bytes[range.lowerBound] }

  /// The contents of the next element, if its tag is `tag`.
  @_lifetime(self: copy self)
  mutating func next(_ tag: UInt8) -> Range<Int>? { self.tag == tag ? nextOfAnyType() : nil }

  /// The contents of the next element; nil if it is cut.
  @_lifetime(self: copy self)
  mutating func nextOfAnyType() -> Range<Int>? {
    guard range.count >= 2 else { return nil }
    var start = range.lowerBound + 2
    var length = Int(bytes[range.lowerBound + 1])
    if length >= 0x80 {
      let count = length & 0x7f
      guard count >= 1, count <= 3, range.count >= 2 + count else { return nil }
      length = 0
      for _ in 0..<count {
        length = length << 8 | Int(bytes[start])
        start += 1
      }
    }
    guard length <= range.upperBound - start else { return nil }
    range = (start + length)..<range.upperBound
    return start..<(start + length)
  }
}
