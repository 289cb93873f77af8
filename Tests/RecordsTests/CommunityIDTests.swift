import InternetTypes
import Records
import Testing
import TextOutput

/// Community IDs against the data set that comes with the specification.
@Suite struct CommunityIDTests {
  /// A row of the specification's `baseline_deflt.json`.
  struct Row: Sendable {
    var transport: UInt8
    var source: String
    var destination: String
    var sourcePort: UInt16
    var destinationPort: UInt16
    var identifier: String
  }

  static let flows = [
    Row(
      transport: 6, source: "2001:470:e5bf:dead:4957:2174:e82c:4887",
      destination: "2607:f8b0:400c:c03::1a", sourcePort: 63943, destinationPort: 25,
      identifier: "1:/qFaeAR+gFe1KYjMzVDsMv+wgU4="),
    Row(
      transport: 6, source: "128.232.110.120", destination: "66.35.250.204", sourcePort: 34855,
      destinationPort: 80, identifier: "1:LQU9qZlK+B5F3KDmev6m5PMibrg="),
    Row(
      transport: 17, source: "192.168.1.52", destination: "8.8.8.8", sourcePort: 54585,
      destinationPort: 53, identifier: "1:d/FP5EW3wiY1vCndhwleRRKHowQ="),
    Row(
      transport: 132, source: "192.168.170.8", destination: "192.168.170.56", sourcePort: 7,
      destinationPort: 7, identifier: "1:MP2EtRCAUIZvTw6MxJHLV7N7JDs="),
    Row(
      transport: 46, source: "10.1.12.1", destination: "10.1.12.2", sourcePort: 5,
      destinationPort: 6, identifier: "1:KHlLkgoJW7ifUTyTSgyVfkFHzKw="),
  ]

  @Test(arguments: flows)
  func `a flow has the published ID in both directions`(row: Row) {
    let source = Endpoint(address: address(row.source), port: row.sourcePort)
    let destination = Endpoint(address: address(row.destination), port: row.destinationPort)
    let transport = IPProtocol(rawValue: row.transport)
    for (one, other) in [(source, destination), (destination, source)] {
      #expect(text { CommunityID().append(transport, one, other, into: &$0) } == row.identifier)
    }
  }

  /// ICMP rows: the ports are the type, and the type that answers it or the code.
  static let messages = [
    Row(
      transport: 58, source: "fe80::200:86ff:fe05:80da", destination: "fe80::260:97ff:fe07:69ea",
      sourcePort: 135, destinationPort: 0, identifier: "1:dGHyGvjMfljg6Bppwm3bg0LO8TY="),
    Row(
      transport: 58, source: "fe80::260:97ff:fe07:69ea", destination: "fe80::200:86ff:fe05:80da",
      sourcePort: 136, destinationPort: 0, identifier: "1:dGHyGvjMfljg6Bppwm3bg0LO8TY="),
    Row(
      transport: 58, source: "fe80::260:97ff:fe07:69ea", destination: "fe80::200:86ff:fe05:80da",
      sourcePort: 135, destinationPort: 0, identifier: "1:zavyT/cezQr1fmImYCwYnMXbgck="),
    Row(
      transport: 58, source: "3ffe:501:1800:2345::2",
      destination: "3ffe:507:0:1:200:86ff:fe05:80da", sourcePort: 3, destinationPort: 0,
      identifier: "1:2ObVBgIn28oZvibYZhZMBgh7WdQ="),
    Row(
      transport: 58, source: "3ffe:501:410:0:2c0:dfff:fe47:33e",
      destination: "3ffe:507:0:1:200:86ff:fe05:80da", sourcePort: 1, destinationPort: 4,
      identifier: "1:hLZd0XGWojozrvxqE0dWB1iM6R0="),
    Row(
      transport: 58, source: "3ffe:507:0:1:200:86ff:fe05:80da", destination: "3ffe:501:0:1001::2",
      sourcePort: 128, destinationPort: 0, identifier: "1:+TW+HtLHvV1xnGhV1lv7XoJrqQg="),
    Row(
      transport: 58, source: "3ffe:501:0:1001::2", destination: "3ffe:507:0:1:200:86ff:fe05:80da",
      sourcePort: 129, destinationPort: 0, identifier: "1:+TW+HtLHvV1xnGhV1lv7XoJrqQg="),
    Row(
      transport: 58, source: "fe80::200:86ff:fe05:80da", destination: "ff02::2", sourcePort: 133,
      destinationPort: 0, identifier: "1:hO+sN4H+MG5MY/8hIrXPqc4ZQz0="),
    Row(
      transport: 58, source: "fe80::260:97ff:fe07:69ea", destination: "ff02::1", sourcePort: 134,
      destinationPort: 0, identifier: "1:pkvHqCL88/tg1k4cPigmZXUtL00="),
    Row(
      transport: 1, source: "192.168.0.89", destination: "192.168.0.1", sourcePort: 8,
      destinationPort: 0, identifier: "1:X0snYXpgwiv9TZtqg64sgzUn6Dk="),
    Row(
      transport: 1, source: "192.168.0.1", destination: "192.168.0.89", sourcePort: 0,
      destinationPort: 0, identifier: "1:X0snYXpgwiv9TZtqg64sgzUn6Dk="),
    Row(
      transport: 1, source: "10.0.0.1", destination: "10.0.0.2", sourcePort: 11,
      destinationPort: 0, identifier: "1:YHxtAirCG//0OzkcVAukqKQN9xM="),
  ]

  @Test(arguments: messages)
  func `an ICMP message has the published ID of its flow`(row: Row) {
    let identifier = text {
      CommunityID().append(
        IPProtocol(rawValue: row.transport), from: address(row.source),
        to: address(row.destination), type: UInt8(row.sourcePort),
        code: UInt8(row.destinationPort), into: &$0)
    }
    #expect(identifier == row.identifier)
  }
}
