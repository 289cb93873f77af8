import InternetTypes
import TimeLines

@testable import ConnectionTracking

/// An address of one of two hosts: `host` 1 is the client, 2 the server, each with a second one.
struct HostAddress {
  var bytes: [UInt8]

  static var client: HostAddress { HostAddress(bytes: [10, 0, 0, 1]) }
  static var server: HostAddress { HostAddress(bytes: [10, 0, 0, 2]) }
  static var secondOfClient: HostAddress { HostAddress(bytes: [10, 1, 0, 1]) }
  static var secondOfServer: HostAddress { HostAddress(bytes: [10, 1, 0, 2]) }
}

/// A packet of a time line of SCTP or DCCP, and its time in milliseconds after the packet before.
struct AssociationStep {
  var payload: [UInt8]
  var `protocol`: UInt8
  var source: HostAddress
  var destination: HostAddress
  var delay = 10.0

  /// The same, this many milliseconds after the step before.
  func after(_ milliseconds: Double) -> AssociationStep {
    var copy = self
    copy.delay = milliseconds
    return copy
  }

  /// The same between these addresses.
  func between(_ source: HostAddress, _ destination: HostAddress) -> AssociationStep {
    var copy = self
    (copy.source, copy.destination) = (source, destination)
    return copy
  }

  /// The IPv4 packet.
  var frame: [UInt8] {
    var header: [UInt8] = [0x45, 0] + TimeLines.bytes(UInt16(20 + payload.count))
    header += [0, 1, 0x40, 0, 64, `protocol`, 0, 0] + source.bytes + destination.bytes
    header.replaceSubrange(
      10..<12, with: TimeLines.bytes(FrameMaker.checksum(header)))
    return header + payload
  }
}

extension Story {
  /// Plays a time line of SCTP or DCCP to its end.
  init(_ steps: [AssociationStep], _ configuration: TrackerConfiguration = .init()) {
    var time: Int64 = 0
    let packets = steps.map { step in
      time += Int64(step.delay * 1_000_000)
      return (bytes: step.frame, time: time)
    }
    self.init(packets: packets, .raw, configuration)
  }
}

/// A router's message that a packet's destination cannot be reached, type 3 and code 13; its checksum is wrong.
func icmpError(about step: AssociationStep) -> AssociationStep {
  AssociationStep(
    payload: [3, 13, 0, 0, 0, 0, 0, 0] + step.frame.prefix(28), protocol: 1,
    source: HostAddress(bytes: [10, 0, 0, 9]), destination: step.source)
}

/// A chunk of SCTP (RFC 9260, section 3.2) as bytes, padded.
func chunk(_ type: UInt8, flags: UInt8 = 0, _ value: [UInt8] = []) -> [UInt8] {
  let body = [type, flags] + bytes(UInt16(4 + value.count)) + value
  return body + [UInt8](repeating: 0, count: (4 - body.count % 4) % 4)
}

/// The chunks of tests, with usual values by default.
enum Chunk {
  static func initiation(_ tag: UInt32, tsn: UInt32, parameters: [UInt8] = []) -> [UInt8] {
    chunk(
      1,
      bytes(tag) + bytes(UInt32(65536)) + bytes(UInt16(5)) + bytes(UInt16(7)) + bytes(tsn)
        + parameters)
  }
  static func initAck(_ tag: UInt32, tsn: UInt32, parameters: [UInt8] = []) -> [UInt8] {
    // A state cookie of four bytes.
    chunk(
      2,
      bytes(tag) + bytes(UInt32(32768)) + bytes(UInt16(3)) + bytes(UInt16(4)) + bytes(tsn) + [
        0, 7, 0, 8, 1, 2, 3, 4,
      ] + parameters)
  }
  static var cookieEcho: [UInt8] { chunk(10, [1, 2, 3, 4]) }
  static var cookieAck: [UInt8] { chunk(11) }
  static func data(
    _ tsn: UInt32, _ length: Int = 100, flags: UInt8 = 3, stream: UInt16 = 0, kind: UInt32 = 46
  ) -> [UInt8] {
    chunk(
      0, flags: flags,
      bytes(tsn) + bytes(stream) + [0, 0] + bytes(kind) + [UInt8](repeating: 1, count: length))
  }
  static func sack(
    _ tsn: UInt32, window: UInt32 = 60000, gaps: [(UInt16, UInt16)] = [], duplicates: [UInt32] = []
  ) -> [UInt8] {
    chunk(
      3,
      bytes(tsn) + bytes(window) + bytes(UInt16(gaps.count)) + bytes(UInt16(duplicates.count))
        + gaps.flatMap { bytes($0.0) + bytes($0.1) } + duplicates.flatMap { bytes($0) })
  }
  static var heartbeat: [UInt8] { chunk(4, [0, 1, 0, 8, 9, 9, 9, 9]) }
  static var heartbeatAck: [UInt8] { chunk(5, [0, 1, 0, 8, 9, 9, 9, 9]) }
  static func abort(reflected: Bool = false, cause: UInt16? = nil) -> [UInt8] {
    chunk(6, flags: reflected ? 1 : 0, cause.map { bytes($0) + [0, 4] } ?? [])
  }
  static func shutdown(_ tsn: UInt32) -> [UInt8] { chunk(7, bytes(tsn)) }
  static var shutdownAck: [UInt8] { chunk(8) }
  static func shutdownComplete(reflected: Bool = false) -> [UInt8] {
    chunk(14, flags: reflected ? 1 : 0)
  }
  static func error(_ cause: UInt16) -> [UInt8] { chunk(9, bytes(cause) + [0, 8, 0, 0, 0, 1]) }
  static func forwardTSN(_ tsn: UInt32) -> [UInt8] { chunk(192, bytes(tsn)) }
}

/// The tag that the client chose in these time lines, and the server's.
let clientTag: UInt32 = 0xaaaa_0001
let serverTag: UInt32 = 0xbbbb_0002

extension Actor {
  /// An SCTP packet to the peer's tag; its checksum is 0, which is not verified (RFC 9653).
  static func > (actor: Actor, chunks: [[UInt8]]) -> AssociationStep {
    actor.sctp(tag: actor == .client ? serverTag : clientTag, chunks)
  }

  /// An SCTP packet with a tag of its own.
  func sctp(tag: UInt32, _ chunks: [[UInt8]]) -> AssociationStep {
    let ports: [UInt16] = self == .client ? [40000, 80] : [80, 40000]
    let header = ports.flatMap { bytes($0) } + bytes(tag) + [0, 0, 0, 0]
    return AssociationStep(
      payload: header + chunks.flatMap { $0 }, protocol: 132,
      source: self == .client ? .client : .server,
      destination: self == .client ? .server : .client)
  }

  /// An INIT, which has no tag of the receiver.
  func initiation(_ tag: UInt32, tsn: UInt32, parameters: [UInt8] = []) -> AssociationStep {
    sctp(tag: 0, [Chunk.initiation(tag, tsn: tsn, parameters: parameters)])
  }
}

/// The four packets that open an association: TSNs from 1000 of the client, from 5000 of the server.
let sctpOpening: [AssociationStep] = [
  Actor.client.initiation(clientTag, tsn: 1000),
  Actor.server > [Chunk.initAck(serverTag, tsn: 5000)],
  Actor.client > [Chunk.cookieEcho],
  Actor.server > [Chunk.cookieAck],
]
