/// Names of RADIUS attributes, packet codes and errors (registry of IANA).
extension PacketPrinter {
  /// The names of attributes by their number.
  static let radiusAttributeNames = [
    "", "User-Name", "User-Password", "CHAP-Password", "NAS-IP-Address", "NAS-Port",
    "Service-Type", "Framed-Protocol", "Framed-IP-Address", "Framed-IP-Netmask",
    "Framed-Routing", "Filter-Id", "Framed-MTU", "Framed-Compression", "Login-IP-Host",
    "Login-Service", "Login-TCP-Port", "Unassigned", "Reply-Message", "Callback-Number",
    "Callback-Id", "Unassigned", "Framed-Route", "Framed-IPX-Network", "State", "Class",
    "Vendor-Specific", "Session-Timeout", "Idle-Timeout", "Termination-Action",
    "Called-Station-Id", "Calling-Station-Id", "NAS-Identifier", "Proxy-State",
    "Login-LAT-Service", "Login-LAT-Node", "Login-LAT-Group", "Framed-AppleTalk-Link",
    "Framed-AppleTalk-Network", "Framed-AppleTalk-Zone", "Acct-Status-Type", "Acct-Delay-Time",
    "Acct-Input-Octets", "Acct-Output-Octets", "Acct-Session-Id", "Acct-Authentic",
    "Acct-Session-Time", "Acct-Input-Packets", "Acct-Output-Packets", "Acct-Terminate-Cause",
    "Acct-Multi-Session-Id", "Acct-Link-Count", "Acct-Input-Gigawords", "Acct-Output-Gigawords",
    "Unassigned", "Event-Timestamp", "Egress-VLANID", "Ingress-Filters", "Egress-VLAN-Name",
    "User-Priority-Table", "CHAP-Challenge", "NAS-Port-Type", "Port-Limit", "Login-LAT-Port",
    "Tunnel-Type", "Tunnel-Medium-Type", "Tunnel-Client-Endpoint", "Tunnel-Server-Endpoint",
    "Acct-Tunnel-Connection", "Tunnel-Password", "ARAP-Password", "ARAP-Features",
    "ARAP-Zone-Access", "ARAP-Security", "ARAP-Security-Data", "Password-Retry", "Prompt",
    "Connect-Info", "Configuration-Token", "EAP-Message", "Message-Authenticator",
    "Tunnel-Private-Group-ID", "Tunnel-Assignment-ID", "Tunnel-Preference",
    "ARAP-Challenge-Response", "Acct-Interim-Interval", "Acct-Tunnel-Packets-Lost",
    "NAS-Port-Id", "Framed-Pool", "CUI", "Tunnel-Client-Auth-ID", "Tunnel-Server-Auth-ID",
    "NAS-Filter-Rule", "Unassigned", "Originating-Line-Info", "NAS-IPv6-Address",
    "Framed-Interface-ID", "Framed-IPv6-Prefix", "Login-IPv6-Host", "Framed-IPv6-Route",
    "Framed-IPv6-Pool", "Error-Cause", "EAP-Key-Name", "Digest-Response", "Digest-Realm",
    "Digest-Nonce", "Digest-Response-Auth", "Digest-Nextnonce", "Digest-Method", "Digest-URI",
    "Digest-Qop", "Digest-Algorithm", "Digest-Entity-Body-Hash", "Digest-CNonce",
    "Digest-Nonce-Count", "Digest-Username", "Digest-Opaque", "Digest-Auth-Param",
    "Digest-AKA-Auts", "Digest-Domain", "Digest-Stale", "Digest-HA1", "SIP-AOR",
    "Delegated-IPv6-Prefix", "MIP6-Feature-Vector", "MIP6-Home-Link-Prefix", "Operator-Name",
    "Location-Information", "Location-Data", "Basic-Location-Policy-Rules",
  ]

  /// The name of a packet's code.
  static func radiusCode(_ value: UInt8) -> String? {
    switch value {
    case 1: "Access-Request"
    case 2: "Access-Accept"
    case 3: "Access-Reject"
    case 4: "Accounting-Request"
    case 5: "Accounting-Response"
    case 11: "Access-Challenge"
    case 12: "Status-Server"
    case 13: "Status-Client"
    case 40: "Disconnect-Request"
    case 41: "Disconnect-ACK"
    case 42: "Disconnect-NAK"
    case 43: "CoA-Request"
    case 44: "CoA-ACK"
    case 45: "CoA-NAK"
    case 255: "Reserved"
    default: nil
    }
  }

  /// The cause of an error (RFC 5176, section 3.5).
  static func radiusErrorCause(_ value: UInt32) -> String? {
    switch value {
    case 201: "Residual Session Context Removed"
    case 202: "Invalid EAP Packet (Ignored)"
    case 401: "Unsupported Attribute"
    case 402: "Missing Attribute"
    case 403: "NAS Identification Mismatch"
    case 404: "Invalid Request"
    case 405: "Unsupported Service"
    case 406: "Unsupported Extension"
    case 407: "Invalid Attribute Value"
    case 501: "Administratively Prohibited"
    case 502: "Request Not Routable (Proxy)"
    case 503: "Session Context Not Found"
    case 504: "Session Context Not Removable"
    case 505: "Other Proxy Processing Error"
    case 506: "Resources Unavailable"
    case 507: "Request Initiated"
    case 508: "Multiple Session Selection Unsupported"
    case 509: "Location Info Required"
    default: nil
    }
  }

  /// The owner of a private enterprise number (registry of IANA).
  static func enterpriseName(_ value: UInt32) -> String? {
    switch value {
    case 0: "IETF"
    case 5: "ACC"
    case 9: "Cisco"
    case 42: "Sun Microsystems"
    case 166: "Shiva"
    case 193: "Ericsson AB"
    case 255: "Cisco VPN 5000"
    case 307: "Livingston"
    case 311: "Microsoft"
    case 429: "3Com"
    case 529: "Ascend"
    case 1584: "Bay Networks"
    case 1991: "Foundry"
    case 2180: "Versanet"
    case 2352: "Redback"
    case 2636: "Juniper Networks"
    case 2866: "Aptis"
    case 3054: "Deutsche Telekom AG"
    case 3076: "Cisco VPN 3000"
    case 3085: "CoSine Communications"
    case 3199: "Shasta"
    case 3224: "Netscreen"
    case 3309: "Nomadix"
    case 3902: "ZTE"
    case 4491: "CableLabs"
    case 4874: "Unisphere Networks"
    case 5263: "Cisco BBSM"
    default: nil
    }
  }
}
