import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a header of Overlay Transport Virtualization (draft-hasmit-otv-04, section 3), and the frame after it.
  mutating func printOverlayTransport(
    _ bytes: Span<UInt8>, _ payload: ApplicationPayload
  ) throws(EarlyEnd) {
    line.append("OTV, ")
    guard payload.length >= OverlayTransportHeader.byteCount else {
      line.put("[length ", payload.length, " < 8]")
      printInvalid()
      return
    }
    let header = OverlayTransportHeader(at: payload.start)
    let flags = try header.flags(bytes)
    line.put("flags [", flags & 8 != 0 ? "I" : ".", "] (0x", Hex(flags, 2), "), ")
    line.put("overlay ", try header.overlay(bytes))
    line.put(", instance ", try header.instance(bytes), "\n")
    try header.requireEnd(bytes)
    try printInnerEthernet(
      bytes, at: payload.start + OverlayTransportHeader.byteCount,
      length: payload.length - OverlayTransportHeader.byteCount)
  }
}
