import InternetTypes
import PacketDissection

/// A packet to be formatted.
struct PendingLine: ~Escapable {
  let packet: Packet
  let frame: Span<UInt8>
  let statedLength: Int
  let time: RecordedTime
  let number: UInt64

  @_lifetime(copy frame)
  init(
    _ packet: Packet, _ frame: Span<UInt8>, statedLength: Int, time: RecordedTime, number: UInt64
  ) {
    self.packet = packet
    self.frame = frame
    self.statedLength = statedLength
    self.time = time
    self.number = number
  }
}
