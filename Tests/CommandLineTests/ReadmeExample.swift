import PacketCapture
import PacketDissection

func printSequenceNumbers(of path: String) throws {
  var file = try CaptureFile(path: path)
  _ = file.forEachPacket { captured, frame in
    let packet = Packet(
      decoding: frame, wireLength: captured.originalLength, linkType: captured.linkType)
    if case .tcp(let header) = packet.transport { print(captured.number, header.sequence) }
    return true
  }
}
