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
    case 13: "ACK"
    case 14: "Hello (Old)"
    case 15: "Summary Refresh"
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
    case 15: "CONFIRM"
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
    case 50: "Sub-LSP"
    case 63: "Detour"
    case 66: "Class Type"
    case 125: "Class Type (old)"
    case 128: "Acceptable Label Set"
    case 129: "Suggested Label"
    case 130: "Acceptable Label Set"
    case 131: "Restart Capability"
    case 134: "Capability"
    case 161: "Call ID"
    case 195: "Notify Request"
    case 196: "Administrative Status"
    case 198: "Properties"
    case 205: "Fast Re-Route"
    case 207: "Session Attribute"
    case 227: "Restart Capability"
    case 229: "Generalized UNI"
    case 230: "Call Capability"
    default: nil
    }
  }

  static func rsvpTypeName(_ number: UInt8, _ type: UInt8) -> String? {
    switch (number, type) {
    case (1, 7): "Tunnel IPv4"
    case (1, 8), (10, 8), (11, 8): "UNI IPv4"
    case (1, 1), (3, 1), (6, 1), (10, 1), (11, 1), (15, 1), (20, 1), (21, 1), (63, 7), (131, 1),
      (207, 7):
      "IPv4"
    case (1, 2), (3, 2), (6, 2), (10, 2), (11, 2), (20, 2), (21, 2): "IPv6"
    case (10, 3), (11, 3): "IPv6 Flow-label"
    case (10, 7), (11, 7): "Tunnel IPv4"
    case (9, 1): "obsolete"
    case (9, 2), (12, 2), (13, 2): "IntServ"
    case (22, 1): "Hello Request"
    case (22, 2): "Hello Ack"
    case (16, 1), (34, 1), (35, 1): "Label"
    case (16, 2), (34, 2), (35, 2): "Generalized Label"
    case (16, 3), (34, 3), (35, 3): "Waveband Switching"
    case (19, 1): "without label range"
    case (19, 2): "with ATM label range"
    case (19, 3): "with FR label range"
    case (19, 4): "Generalized Label"
    case (4, 1), (5, 1), (8, 1), (23, 1), (24, 1), (25, 1), (134, 1), (205, 1), (229, 1): "1"
    default: nil
    }
  }
}
