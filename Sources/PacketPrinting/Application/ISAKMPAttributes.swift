import PacketDissection
import TextOutput

/// The registry that names the attributes of a transform.
enum ISAKMPAttributeMap {
  /// RFC 2409, appendix A.
  case keyExchange
  /// RFC 2407, section 4.5.
  case security
  /// RFC 7296, section 3.3.5.
  case encryption
}

extension PacketPrinter {
  /// Prints the attributes in `range` and returns where they end; nil if a value is cut.
  mutating func printISAKMPAttributes(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ map: ISAKMPAttributeMap?
  ) throws(EarlyEnd) -> Int? {
    var offset = range.lowerBound
    while offset < bytes.count && offset < range.upperBound {
      guard let attribute = try ISAKMPAttribute(bytes, at: offset, before: range.upperBound) else {
        line.append("[|attr]")
        offset = range.upperBound + 1
        break
      }
      line.append("(type=")
      let names = map.map { Self.isakmpAttributeNames($0) } ?? []
      printISAKMPName(UInt32(attribute.type), names)
      line.append(" ")
      if attribute.isShort {
        line.append("value=")
        let number = try attribute.number(bytes)
        let values = map.map { Self.isakmpValueNames($0, attribute.type) } ?? []
        if number < values.count, !values[Int(number)].isEmpty {
          line.append(values[Int(number)])
        } else {
          line.put(Hex(number, 4))
        }
      } else {
        line.put("len=", attribute.value.count, " value=")
        guard bytes.has(attribute.value.count, at: attribute.value.lowerBound) else {
          line.append(")")
          return nil
        }
        line.append(hexBytes: bytes.extracting(attribute.value))
      }
      line.append(")")
      offset = attribute.value.upperBound
    }
    if bytes.count < range.upperBound { line.append("...") }
    return offset
  }

  /// Prints a notification of version 1 (RFC 2408, section 3.14; RFC 2407, section 4.6.3).
  mutating func printISAKMPNotification(
    _ payload: ISAKMPPayload, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) -> Int? {
    guard let domain = payload.fields(bytes)?.word, let fields = payload.fields(bytes, at: 8)
    else { return nil }
    printISAKMPDomain(domain, fields.first)
    let type = UInt32(fields.low)
    line.append(" type=")
    switch (type, domain) {
    case (..<8192, _): printISAKMPName(type, Self.isakmpErrors)
    case (8192..<16384, 1): printISAKMPName(type - 8192, ["RESERVED"])
    case (16384..<24576, _): printISAKMPName(type - 16384, ["CONNECTED"])
    case (24576..<32768, 1): printISAKMPName(type - 24576, Self.isakmpStates)
    default: line.put("#", type)
    }
    let size = Int(fields.second)
    guard printISAKMPIndex(bytes, at: payload.offset + 12, count: size) else { return nil }
    let start = payload.offset + 12 + size
    guard domain == 1 else { return start }
    guard start < bytes.count else { return payload.end }
    switch type {
    case 24576:
      line.append(" attrs=(")
      let range = start..<max(payload.end, start)
      let end = try printISAKMPAttributes(bytes, range, .keyExchange)
      line.append(")")
      if end == nil { return nil }
    case 24577:
      line.append(" status=(")
      let status = try bytes.uint32(at: start, in: ISAKMPHeader.name)
      line.put("replay detection ", status != 0 ? "en" : "dis", "abled)")
    default:
      if options.verbosity > 3 {
        line.append(" data=(")
        line.append(hexBytes: bytes.extracting(start..<bytes.count))
        line.append(")")
      } else {
        printISAKMPSomeData(bytes, from: start)
      }
    }
    return payload.end
  }

  static let isakmpProtocols = ["", "isakmp", "ipsec-ah", "ipsec-esp", "ipcomp"]

  static let isakmpAuthentications = [
    "", "(reserved)", "md5", "sha", "1des", "sha2-256", "sha2-384", "sha2-512",
  ]

  static let isakmpEncryptions = [
    "", "1des-iv64", "1des", "3des", "rc5", "idea", "cast", "blowfish", "3idea", "1des-iv32",
    "rc4", "null", "aes",
  ]

  static let isakmpIdentities = [
    "", "IPv4", "FQDN", "user FQDN", "IPv4net", "IPv6", "IPv6net", "IPv4range", "IPv6range",
    "ASN1 DN", "ASN1 GN", "keyid",
  ]

  static let isakmpCertificates = [
    "none", "pkcs7", "pgp", "dns", "x509sign", "x509ke", "kerberos", "crl", "arl", "spki",
    "x509attr",
  ]

  static let isakmpGroups = [
    "", "modp768", "modp1024", "EC2N 2^155", "EC2N 2^185", "modp1536", "iana-grp06", "iana-grp07",
    "iana-grp08", "iana-grp09", "iana-grp10", "iana-grp11", "iana-grp12", "iana-grp13",
    "modp2048", "modp3072", "modp4096", "modp6144", "modp8192",
  ]

  /// The groups of an attribute: the table of tcpdump counts 18 of them, so that the last one stays a number.
  private static let isakmpAttributeGroups = Array(isakmpGroups.prefix(18))

  private static let isakmpErrors = [
    "", "INVALID-PAYLOAD-TYPE", "DOI-NOT-SUPPORTED", "SITUATION-NOT-SUPPORTED", "INVALID-COOKIE",
    "INVALID-MAJOR-VERSION", "INVALID-MINOR-VERSION", "INVALID-EXCHANGE-TYPE", "INVALID-FLAGS",
    "INVALID-MESSAGE-ID", "INVALID-PROTOCOL-ID", "INVALID-SPI", "INVALID-TRANSFORM-ID",
    "ATTRIBUTES-NOT-SUPPORTED", "NO-PROPOSAL-CHOSEN", "BAD-PROPOSAL-SYNTAX", "PAYLOAD-MALFORMED",
    "INVALID-KEY-INFORMATION", "INVALID-ID-INFORMATION", "INVALID-CERT-ENCODING",
    "INVALID-CERTIFICATE", "CERT-TYPE-UNSUPPORTED", "INVALID-CERT-AUTHORITY",
    "INVALID-HASH-INFORMATION", "AUTHENTICATION-FAILED", "INVALID-SIGNATURE",
    "ADDRESS-NOTIFICATION", "NOTIFY-SA-LIFETIME", "CERTIFICATE-UNAVAILABLE",
    "UNSUPPORTED-EXCHANGE-TYPE", "UNEQUAL-PAYLOAD-LENGTHS",
  ]

  private static let isakmpStates = ["RESPONDER-LIFETIME", "REPLAY-STATUS", "INITIAL-CONTACT"]

  private static let keyExchangeNames = [
    "", "enc", "hash", "auth", "group desc", "group type", "group prime", "group gen1",
    "group gen2", "group curve A", "group curve B", "lifetype", "lifeduration", "prf", "keylen",
    "field", "order",
  ]

  private static let securityNames = [
    "", "lifetype", "life", "group desc", "enc mode", "auth", "keylen", "rounds", "dictsize",
    "privalg",
  ]

  private static let encryptionNames = [
    "", "", "", "", "", "", "", "", "", "", "", "", "", "", "keylen",
  ]

  private static func isakmpAttributeNames(_ map: ISAKMPAttributeMap) -> [String] {
    switch map {
    case .keyExchange: keyExchangeNames
    case .security: securityNames
    case .encryption: encryptionNames
    }
  }

  private static let cipherNames = ["", "1des", "idea", "blowfish", "rc5", "3des", "cast", "aes"]
  private static let hashNames = ["", "md5", "sha1", "tiger", "sha2-256", "sha2-384", "sha2-512"]
  private static let methodNames = [
    "", "preshared", "dss", "rsa sig", "rsa enc", "rsa enc revised",
  ]
  private static let groupTypeNames = ["", "MODP", "ECP", "EC2N"]
  private static let lifeTypeNames = ["", "sec", "kb"]
  private static let modeNames = ["", "tunnel", "transport"]
  private static let codeNames = ["", "hmac-md5", "hmac-sha1", "1des-mac", "keyed"]

  /// The names of an attribute's values.
  private static func isakmpValueNames(_ map: ISAKMPAttributeMap, _ type: UInt16) -> [String] {
    switch (map, type) {
    case (.keyExchange, 1): cipherNames
    case (.keyExchange, 2): hashNames
    case (.keyExchange, 3): methodNames
    case (.keyExchange, 4), (.security, 3): isakmpAttributeGroups
    case (.keyExchange, 5): groupTypeNames
    case (.keyExchange, 11), (.security, 1): lifeTypeNames
    case (.security, 4): modeNames
    case (.security, 5): codeNames
    default: []
    }
  }
}
