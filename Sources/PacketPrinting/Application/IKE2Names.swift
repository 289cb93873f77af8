extension PacketPrinter {
  /// The name of an identity's type, and whether it is text (RFC 7296, section 3.5).
  static func ike2Identity(_ type: UInt8) -> (name: String, isText: Bool)? {
    switch type {
    case 1: ("ipv4", false)
    case 2: ("fqdn", true)
    case 3: ("rfc822", true)
    case 5: ("ipv6", false)
    case 9: ("dn", false)
    case 10: ("gn", false)
    case 11: ("keyid", false)
    default: nil
    }
  }

  /// The name of a notification, and whether its SPI is shown (RFC 7296, section 3.10.1).
  static func ike2Notification(_ type: UInt16) -> (name: String, showsIndex: Bool) {
    switch type {
    case 1: ("unsupported_critical_payload", false)
    case 4: ("invalid_ike_spi", true)
    case 5: ("invalid_major_version", false)
    case 7: ("invalid_syntax", true)
    case 9: ("invalid_message_id", true)
    case 11: ("invalid_spi", true)
    case 14: ("no_protocol_chosen", true)
    case 17: ("invalid_ke_payload", true)
    case 24: ("authentication_failed", true)
    case 34: ("single_pair_required", true)
    case 35: ("no_additional_sas", false)
    case 36: ("internal_address_failure", false)
    case 37: ("failed:cp_required", false)
    case 39: ("invalid_selectors", false)
    case 16384: ("initial_contact", false)
    case 16385: ("set_window_size", false)
    case 16386: ("additional_ts_possible", false)
    case 16387: ("ipcomp_supported", false)
    case 16388: ("nat_detection_source_ip", true)
    case 16389: ("nat_detection_destination_ip", true)
    case 16390: ("cookie", true)
    case 16391: ("use_transport_mode", false)
    case 16392: ("http_cert_lookup_supported", false)
    case 16393: ("rekey_sa", true)
    case 16394: ("tfc_padding_not_supported", false)
    case 16395: ("non_first_fragment_also", false)
    case ..<8192: ("error", true)
    case ..<16384: ("private-error", true)
    case ..<40960: ("status", true)
    default: ("private-status", true)
    }
  }
}
