import TextOutput

/// Names of DNS record types (IANA's registry of DNS parameters).
enum DNSTypeName {
  /// The name of a type; nil if tcpdump 4.99.3 knows none.
  static func name(_ type: UInt16) -> String? {
    switch type {
    case 1...31: earlyName(type)
    case 32...48: laterName(type)
    default: rareName(type)
    }
  }

  /// Types of RFC 1035 and the first ones after it.
  private static func earlyName(_ type: UInt16) -> String? {
    switch type {
    case 1: "A"
    case 2: "NS"
    case 3: "MD"
    case 4: "MF"
    case 5: "CNAME"
    case 6: "SOA"
    case 7: "MB"
    case 8: "MG"
    case 9: "MR"
    case 10: "NULL"
    case 11: "WKS"
    case 12: "PTR"
    case 13: "HINFO"
    case 14: "MINFO"
    case 15: "MX"
    case 16: "TXT"
    case 17: "RP"
    case 18: "AFSDB"
    case 19: "X25"
    case 20: "ISDN"
    case 21: "RT"
    case 22: "NSAP"
    case 23: "NSAP_PTR"
    case 24: "SIG"
    case 25: "KEY"
    case 26: "PX"
    case 27: "GPOS"
    case 28: "AAAA"
    case 29: "LOC"
    case 30: "NXT"
    case 31: "EID"
    default: nil
    }
  }

  /// Types since RFC 2052, those of DNSSEC among them.
  private static func laterName(_ type: UInt16) -> String? {
    switch type {
    case 32: "NIMLOC"
    case 33: "SRV"
    case 34: "ATMA"
    case 35: "NAPTR"
    case 36: "KX"
    case 37: "CERT"
    case 38: "A6"
    case 39: "DNAME"
    case 40: "SINK"
    case 41: "OPT"
    case 42: "APL"
    case 43: "DS"
    case 44: "SSHFP"
    case 45: "IPSECKEY"
    case 46: "RRSIG"
    case 47: "NSEC"
    case 48: "DNSKEY"
    default: nil
    }
  }

  /// Types of numbers from 99 on: types of questions and transactions, and types no longer in use.
  private static func rareName(_ type: UInt16) -> String? {
    switch type {
    case 99: "SPF"
    case 100: "UINFO"
    case 101: "UID"
    case 102: "GID"
    case 103: "UNSPEC"
    case 104: "UNSPECA"
    case 249: "TKEY"
    case 250: "TSIG"
    case 251: "IXFR"
    case 252: "AXFR"
    case 253: "MAILB"
    case 254: "MAILA"
    case 255: "ANY"
    case 256: "URI"
    default: nil
    }
  }
}

extension PacketPrinter {
  /// Appends the name of a record type, or its number.
  mutating func printDNSType(_ type: UInt16) {
    if let name = DNSTypeName.name(type) { line.append(name) } else { line.put("Type", type) }
  }
}
