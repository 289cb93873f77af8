import InternetTypes
import PacketDissection
import PacketPrinting
import Testing

/// Signatures of TCP segments (RFC 2385), made with Python's hashlib, and what `tcpdump -Knt -M key` 4.99.3 prints.
@Suite struct TCPSignatureTests {
  /// The frame of a segment from port 40986 to 179 with this signature.
  private func frame(isVersion6: Bool, _ signature: String, _ payload: String) -> [UInt8] {
    let tcp: [UInt8] =
      [0xa0, 0x1a, 0, 179, 0, 0, 0, 1, 0, 0, 0, 1, 0xa0, 0x18, 0x01, 0xf6, 0, 0, 0, 0]
      + [1, 1, 0x13, 0x12] + bytes(signature) + payload.utf8
    let size = UInt8(tcp.count)
    let version6: [UInt8] =
      [0x60, 0, 0, 0, 0, size, 6, 64] + bytes("20010db8000000000000000000000001")
      + bytes("20010db8000000000000000000000002")
    let version4: [UInt8] = [
      0x45, 0, 0, 20 + size, 0, 1, 0, 0, 64, 6, 0, 0, 10, 0, 2, 15, 10, 0, 2, 4,
    ]
    return [UInt8](repeating: 0, count: 12) + (isVersion6 ? [0x86, 0xdd] : [8, 0])
      + (isVersion6 ? version6 : version4) + tcp
  }

  private func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map {
      UInt8(digits[$0] << 4 | digits[$0 + 1])
    }
  }

  /// The options of a segment as they are printed.
  private func options(_ frame: [UInt8], secret: String?, cut: Int = 0) throws -> String {
    var options = PrintOptions()
    options.timestampStyle = .none
    options.signatureSecret = secret.map { Array($0.utf8) }
    let captured = Array(frame.dropLast(cut))
    let packet = Packet(decoding: captured.span, wireLength: frame.count, linkType: .ethernet)
    var printer = PacketPrinter(options: options)
    printer.print(
      packet, frame: captured.span, statedLength: frame.count,
      time: Timestamp(seconds: 0, nanoseconds: 0), number: 1)
    let line = takeText(&printer.line)
    return try #require(line.firstMatch(of: /options \[(.*?)\]/).map { String($0.output.1) })
  }

  @Test(
    arguments: [
      (false, "eefd6d621c1bee8f2279666899baa18a", "hello", "nop,nop,md5 valid"),
      (true, "6a04ebf379e1aab0d57bae282e301248", "hello world!", "nop,nop,md5 valid"),
      (false, "b69ac5561481c5a318d2d4afc30e9ff6", "", "nop,nop,md5 valid"),
      (false, "e1b619bb5fb27f8d596883140909307f", "odd", "nop,nop,md5  (invalid)"),
      (false, "45961999e2d0ed6c90079e93f4348566", "other", "nop,nop,md5  (invalid)"),
    ])
  func `a signature is checked by the secret`(
    isVersion6: Bool, signature: String, payload: String, expected: String
  ) throws {
    let frame = frame(isVersion6: isVersion6, signature, payload)
    #expect(try options(frame, secret: "key") == expected)
  }

  @Test func `without the secret, or the whole segment, it is shown as it is`() throws {
    let signature = "eefd6d621c1bee8f2279666899baa18a"
    let frame = frame(isVersion6: false, signature, "hello")
    #expect(
      try options(frame, secret: nil)
        == "nop,nop,md5 shared secret not supplied with -M, can't check - " + signature)
    #expect(
      try options(frame, secret: "key", cut: 2)
        == "nop,nop,md5 snaplen too short, can't check - " + signature)
  }
}
