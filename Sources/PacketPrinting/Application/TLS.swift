import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// The maximum number of a certificate's alternative names that are shown.
  private static let alternativeNameLimit = 4

  /// Prints the TLS handshake messages and alerts in a segment's data; false if it has none that are readable.
  ///
  /// tcpdump prints none of them. A record that began in an earlier segment, and a message that began in an earlier
  /// record, are reassembled.
  mutating func printTLS(_ packet: Packet, _ header: TCPHeader, _ frame: Span<UInt8>) -> Bool {
    let payload = frame.extracting(packet.payload)
    guard !payload.isEmpty, let key = tls?.key(packet, header) else { return false }
    let sequence = header.sequence.rawValue
    var direction: TLSMemory.Direction
    let known = tls?.take(key)
    if let known, known.next == sequence, !known.stream.isBroken {
      direction = known
    } else if TLSRecord.begins(payload) {
      direction = TLSMemory.Direction(next: sequence)
    } else {
      // A keep-alive or a retransmitted segment: the next one continues the stream.
      if let known, Int32(bitPattern: sequence &- known.next) < 0 { tls?.put(key, known) }
      return false
    }
    let before = line.count
    var isFirst = true
    let isEncrypted = direction.stream.isEncrypted
    var hasNewKeys = false
    direction.stream.take(payload) { record, bytes in
      printTLSRecord(record, bytes, isEncrypted: isEncrypted || hasNewKeys, &isFirst)
      if record.kind == .changeCipherSpec { hasNewKeys = true }
    }
    if let message = direction.stream.pendingMessage {
      beginTLSMessage(&isFirst)
      line.put(Self.handshakeName(message.type), ", ", message.count, " of ", message.length)
      line.append(" bytes")
    } else if let type = direction.stream.pendingType, let length = direction.stream.pendingLength {
      beginTLSMessage(&isFirst)
      line.put(Self.handshakeName(type), ", ", direction.stream.pendingCount, " of ", length)
      line.append(" bytes")
    }
    // A segment that was not captured in full leaves a hole.
    if packet.payload.count == packet.payloadLength && !direction.stream.isBroken {
      direction.next = sequence &+ UInt32(truncatingIfNeeded: packet.payloadLength)
      tls?.put(key, direction)
    }
    return line.count > before
  }

  private mutating func beginTLSMessage(_ isFirst: inout Bool) {
    line.append(isFirst ? ": " : "; ")
    isFirst = false
  }

  private mutating func printTLSRecord(
    _ record: TLSRecord, _ bytes: Span<UInt8>, isEncrypted: Bool, _ isFirst: inout Bool
  ) {
    switch record.kind {
    case .applicationData: break
    case .changeCipherSpec:
      beginTLSMessage(&isFirst)
      line.append("TLS ChangeCipherSpec")
    case .alert:
      beginTLSMessage(&isFirst)
      printAlert(bytes.extracting(record.content), isEncrypted: isEncrypted)
    case .handshake:
      if isEncrypted && !record.isPlainHello(bytes) {
        beginTLSMessage(&isFirst)
        line.append("TLS encrypted handshake message")
        return
      }
      var offset = record.content.lowerBound
      while let message = TLSHandshakeMessage(bytes, at: offset, end: record.content.upperBound) {
        beginTLSMessage(&isFirst)
        printHandshake(message, record, bytes.extracting(message.range))
        offset = message.range.upperBound
      }
    }
  }

  private mutating func printAlert(_ bytes: Span<UInt8>, isEncrypted: Bool) {
    guard !isEncrypted, bytes.count == 2 else {
      line.append("TLS encrypted alert")
      return
    }
    line.append(bytes[0] == 1 ? "TLS alert, warning, " : "TLS alert, fatal, ")
    line.append(name: Self.alertName(bytes[1]), or: "description ", bytes[1])
  }

  private mutating func printHandshake(
    _ message: TLSHandshakeMessage, _ record: TLSRecord, _ bytes: Span<UInt8>
  ) {
    guard let type = message.type else {
      line.put("TLS handshake message ", bytes[0])
      return
    }
    switch type {
    case .clientHello, .serverHello:
      guard let hello = TLSHello(decoding: bytes) else {
        line.put(Self.handshakeName(type))
        printInvalid()
        return
      }
      printHello(hello)
    case .certificate: printCertificate(bytes)
    default: line.put(Self.handshakeName(type))
    }
  }

  private mutating func printHello(_ hello: TLSHello) {
    printTLSVersion(hello.version)
    if hello.isRetryRequest {
      line.append(" HelloRetryRequest")
    } else {
      line.append(hello.isClient ? " ClientHello" : " ServerHello")
    }
    if let name = hello.serverName { line.put(", SNI ", name) }
    if !hello.applicationProtocols.isEmpty {
      line.append(", ALPN")
      for name in hello.applicationProtocols { line.put(" ", name) }
    }
    if let suite = hello.cipherSuite {
      line.append(", cipher ")
      line.append(name: Self.cipherSuiteName(suite), or: "0x", hex: suite, digits: 4)
    }
  }

  /// Appends the names in the first certificate of a Certificate message of TLS 1.2 or older (RFC 5246, section 7.4.2).
  private mutating func printCertificate(_ bytes: Span<UInt8>) {
    line.append("TLS Certificate")
    guard bytes.has(10, at: 0) else { return }
    let length = Int(bytes.uint24(at: 7))
    guard bytes.has(length, at: 10), let names = X509Names(bytes, in: 10..<(10 + length)) else {
      return
    }
    if let name = names.commonName {
      line.append(", CN ")
      line.append(visible: bytes.extracting(name))
    }
    var next = names.alternativeName(bytes)
    if next != nil { line.append(", names") }
    var count = 0
    while let name = next {
      count += 1
      if count > Self.alternativeNameLimit {
        line.append(" ...")
        return
      }
      line.append(" ")
      line.append(visible: bytes.extracting(name))
      next = names.alternativeName(bytes, from: name.upperBound)
    }
  }

  private mutating func printTLSVersion(_ version: UInt16) {
    switch version {
    case 0x0300: line.append("SSLv3")
    case 0x0301: line.append("TLSv1.0")
    case 0x0302: line.append("TLSv1.1")
    case 0x0303: line.append("TLSv1.2")
    case 0x0304: line.append("TLSv1.3")
    default: line.append("TLS 0x", hex: version, digits: 4)
    }
  }
}
