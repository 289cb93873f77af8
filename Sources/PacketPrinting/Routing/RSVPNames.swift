// The names of RSVP's messages, objects and types (IANA, "Resource Reservation Protocol (RSVP) Parameters").
extension PacketPrinter {
  static func rsvpTypeName(_ type: UInt8) -> String? {
    switch type {
    case 1: "Path"
    case 2: "Resv"
    case 3: "PathErr"
    case 4: "ResvErr"
    case 5: "PathTear"
    case 6: "ResvTear"
    case 7: "ResvConf"
    case 12: "Bundle"
    case 13: "Acknowledgement"
    case 14: "Hello (Old)"
    case 15: "Refresh"
    case 20: "Hello"
    default: nil
    }
  }

  static func rsvpObjectName(_ number: UInt8) -> String? {
    switch number {
    case 1: "Session"
    case 3: "RSVP Hop"
    case 4: "Integrity"
    case 5: "Time Values"
    case 6: "Error Spec"
    case 7: "Scope"
    case 8: "Style"
    case 9: "Flowspec"
    case 10: "FilterSpec"
    case 11: "Sender Template"
    case 12: "Sender TSpec"
    case 13: "Adspec"
    case 14: "Policy Data"
    case 15: "Confirm"
    case 16: "Label"
    case 19: "Label Request"
    case 20: "ERO"
    case 21: "RRO"
    case 22: "Hello"
    case 23: "Message ID"
    case 24: "Message ID Ack"
    case 25: "Message ID List"
    case 34: "Recovery Label"
    case 35: "Upstream Label"
    case 36: "Label Set"
    case 37: "Protection"
    case 50: "Sub-LSP to LSP"
    case 63: "Detour"
    case 66: "Class Type"
    case 125: "Class Type (old)"
    case 129: "Suggested Label"
    case 130: "Acceptable Label Set"
    case 131: "Restart Capability"
    case 134: "Capability"
    case 195: "Notify Request"
    case 196: "Administrative Status"
    case 204: "Properties"
    case 205: "Fast Re-Route"
    case 207: "Session Attribute"
    case 229: "Generalized UNI"
    case 230: "Call-ID"
    case 236: "Call Capability"
    default: nil
    }
  }

  static func rsvpTypeName(_ number: UInt8, _ type: UInt8) -> String? {
    switch (number, type) {
    case (1, 1), (3, 1), (6, 1), (10, 1), (11, 1), (15, 1), (20, 1), (21, 1), (131, 1), (195, 1):
      "IPv4"
    case (1, 2), (3, 2), (6, 2), (10, 2), (11, 2), (15, 2), (195, 2): "IPv6"
    case (3, 3), (6, 3): "IPv4 plus opt. TLVs"
    case (3, 4), (6, 4): "IPv6 plus opt. TLVs"
    case (1, 7), (10, 7), (11, 7), (63, 7), (205, 7), (207, 7): "Tunnel IPv4"
    case (1, 11): "UNI IPv4"
    case (1, 13), (10, 12), (11, 12): "IPv4 P2MP LSP Tunnel"
    case (1, 14), (10, 13), (11, 13): "IPv6 P2MP LSP Tunnel"
    case (9, 1): "obsolete"
    case (9, 2), (12, 2), (13, 2): "IntServ"
    case (10, 3): "IPv6 Flow-label"
    case (22, 1): "Hello Request"
    case (22, 2): "Hello Ack"
    case (16, 1), (34, 1), (35, 1), (129, 1): "Label"
    case (16, 2), (34, 2), (35, 2), (129, 2), (19, 4): "Generalized Label"
    case (16, 3), (34, 3), (35, 3), (129, 3): "Waveband Switching"
    case (19, 1): "without label range"
    case (19, 2): "with ATM label range"
    case (19, 3): "with FR label range"
    case (24, 1): "Message id ack"
    case (24, 2): "Message id nack"
    case (50, 1): "IPv4 sub-LSP"
    case (50, 2): "IPv6 sub-LSP"
    case (5, 1), (8, 1), (23, 1), (25, 1), (36, 1), (66, 1), (125, 1), (134, 1), (196, 1), (204, 1),
      (205, 1), (229, 1):
      "1"
    default: nil
    }
  }

  /// The codes of ERROR_SPEC (RFC 2205, appendix B; RFC 3209, section 4.3.4; RFC 4124, section 5.1).
  static func rsvpErrorName(_ code: UInt8) -> String? {
    switch code {
    case 24: "Routing Problem"
    case 25: "Notify Error"
    case 28: "Diffserv TE Error"
    case 125: "Diffserv TE Error (Old)"
    default: nil
    }
  }

  static func rsvpRoutingErrorName(_ value: UInt16) -> String? {
    switch value {
    case 1: "Bad EXPLICIT_ROUTE object"
    case 2: "Bad strict node"
    case 3: "Bad loose node"
    case 4: "Bad initial subobject"
    case 5: "No route available toward destination"
    case 6: "Unacceptable label value"
    case 7: "RRO indicated routing loops"
    case 8: "non-RSVP-capable router in the path"
    case 9: "MPLS label allocation failure"
    case 10: "Unsupported L3PID"
    default: nil
    }
  }

  static func rsvpClassErrorName(_ value: UInt16) -> String? {
    switch value {
    case 1: "Unexpected CT object"
    case 2: "Unsupported CT"
    case 3: "Invalid CT value"
    case 4: "CT/setup priority do not form a configured TE-Class"
    case 5: "CT/holding priority do not form a configured TE-Class"
    case 6: "CT/setup priority and CT/holding priority do not form a configured TE-Class"
    case 7: "Inconsistency between signaled PSC and signaled CT"
    case 8: "Inconsistency between signaled PHBs and signaled CT"
    default: nil
    }
  }

  static func rsvpUserInterfaceName(_ type: UInt8) -> String? {
    switch type {
    case 1: "Source TNA address"
    case 2: "Destination TNA address"
    case 3: "Diversity"
    case 4: "Egress label"
    case 5: "Service level"
    default: nil
    }
  }

  static func rsvpPropertyName(_ type: UInt8) -> String? {
    switch type {
    case 1: "Cos"
    case 2: "Metric 1"
    case 4: "Metric 2"
    case 8: "CCC Status"
    case 16: "Path Type"
    default: nil
    }
  }

  /// Services and their parameters (RFC 2210, RFC 2212, RFC 2215).
  static func rsvpServiceName(_ number: UInt8) -> String? {
    switch number {
    case 1: "Default/Global Information"
    case 2: "Guaranteed Service"
    case 5: "Controlled Load"
    default: nil
    }
  }

  static func rsvpParameterName(_ number: UInt8) -> String? {
    switch number {
    case 4: "IS hop cnt"
    case 6: "Path b/w estimate"
    case 8: "Minimum path latency"
    case 10: "Composed MTU"
    case 127: "Token Bucket TSpec"
    case 130: "Guaranteed Service RSpec"
    case 133: "End-to-end composed value for C"
    case 134: "End-to-end composed value for D"
    case 135: "Since-last-reshaping point composed C"
    case 136: "Since-last-reshaping point composed D"
    default: nil
    }
  }
}
