import InternetTypes

/// A captured packet, kept so that a later finding can name it: its time and its number.
struct PacketMoment: Equatable {
  var time = Timestamp(rawValue: 0)
  /// Position in the input, from 1; 0 is no packet.
  var packet: UInt64 = 0

  /// No packet.
  static var none: PacketMoment { PacketMoment() }

  /// Whether it names a packet.
  var isSet: Bool { packet != 0 }
}

extension PacketMoment {
  /// The packet of a segment.
  init(_ segment: Segment) { self.init(time: segment.time, packet: segment.packet) }
}

extension Connection {
  /// The last packet of the connection.
  var lastMoment: PacketMoment { PacketMoment(time: last, packet: lastPacket) }
}
