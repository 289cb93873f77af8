import PacketDissection
import QUICProtection

/// libFuzzer's entry: reads bytes as a datagram of QUIC, as the frames of a decrypted packet, or as a hello of TLS.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzQUIC(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // libFuzzer lends `count` bytes during the call only.
  let input = unsafe UnsafeBufferPointer(start: start, count: count)
  unsafe check(input.span)
  return 0
}

/// Checks what holds for all bytes; a trap is the finding.
private func check(_ input: Span<UInt8>) {
  guard input.count >= 2 else { return }
  let bytes = input.extracting(droppingFirst: 2)
  switch input[0] % 3 {
  case 0: checkDatagram(bytes, missing: Int(input[1]))
  case 1: checkFrames(bytes)
  default: checkHello(bytes)
  }
}

/// Encryption keeps mutations out of what is inside, so that frames and hellos have entries of their own.
private func checkDatagram(_ bytes: Span<UInt8>, missing: Int) {
  let wireLength = bytes.count + missing
  if QUICRecognition.isLong(bytes, wireLength: wireLength) {
    precondition(QUICRecognition.mayBeLong(bytes), "the quick look misses what is there")
  }
  var packets = QUICPackets(wireLength: wireLength)
  var reader = InitialReader()
  var end = 0
  while let (header, start) = packets.next(in: bytes) {
    precondition(start == end && header.end > 0, "packets overlap, or the walk stands still")
    precondition(
      header.payloadOffset <= header.end && header.token.upperBound <= header.payloadOffset
        && start + header.end <= wireLength, "a packet reaches out of its datagram")
    let packet = bytes.extracting(droppingFirst: start)
    for isFromClient in [true, false] {
      reader.take(packet, header, isFromClient: isFromClient)
    }
    let verdict = RetryIntegrity.isValid(packet, header: header, original: header.source)
    precondition(verdict == nil || header.kind == .retry, "only a Retry packet has a tag")
    end = start + header.end
  }
}

private func checkFrames(_ bytes: Span<UInt8>) {
  var frames = QUICFrames()
  var stream = CryptoStream()
  var count = 0
  while let frame = frames.next(in: bytes) {
    count += 1
    precondition(count <= bytes.count, "a frame takes no byte")
    if case .crypto(let offset, let data) = frame {
      precondition(data.upperBound <= bytes.count, "data reach out of their packet")
      stream.take(bytes.extracting(data), at: offset)
      precondition(stream.bytes.count <= CryptoStream.byteLimit, "the stream has no end")
    }
  }
  checkHello(stream.bytes.span)
}

private func checkHello(_ bytes: Span<UInt8>) {
  guard let hello = TLSHello(decoding: bytes) else { return }
  precondition(hello.byteCount <= bytes.count, "a hello is longer than its bytes")
  precondition(hello.applicationProtocols.count <= 16 && hello.versions.count <= 16)
  precondition((hello.serverName?.utf8.count ?? 0) <= 255)
}
