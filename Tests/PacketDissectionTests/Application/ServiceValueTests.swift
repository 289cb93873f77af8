import InternetTypes
import PacketDissection
import Testing

/// Values of management, file and tunnel protocols, byte by byte from their RFCs.
struct ServiceValueTests {
  @Test func `a syslog priority is facility and severity`() throws {
    let bytes = Array("<165>text".utf8)
    let message = try #require(try SyslogMessage(bytes.span, at: 0))
    #expect(message.facility == 20)
    #expect(message.severity == 5)
    #expect(message.text == 5)
    for count in 0..<5 {
      #expect(throws: EarlyEnd.self) {
        _ = try SyslogMessage(bytes.span.extracting(first: count), at: 0)
      }
    }
    for text in ["165>", "<1650>", "<a>"] {
      #expect(try SyslogMessage(Array(text.utf8).span, at: 0) == nil)
    }
  }

  @Test func `an RPC call's arguments begin after credentials and verifier`() throws {
    // Credentials of five bytes are padded to eight.
    let bytes: [UInt8] =
      [0, 0, 0, 9] + [0, 0, 0, 0] + [0, 0, 0, 2] + [0, 1, 0x86, 0xa3] + [0, 0, 0, 3]
      + [0, 0, 0, 1] + [0, 0, 0, 1, 0, 0, 0, 5, 1, 2, 3, 4, 5, 0, 0, 0] + [0, 0, 0, 0, 0, 0, 0, 0]
      + [7, 7, 7, 7]
    let message = SunRPCMessage(at: 0, length: bytes.count, in: "rpc")
    #expect(try message.transaction(bytes.span) == 9)
    #expect(message.direction(bytes.span) == 0)
    #expect(try message.program(bytes.span) == 100_003)
    #expect(try message.version(bytes.span) == 3)
    #expect(message.procedure(bytes.span) == 1)
    #expect(try message.arguments(bytes.span) == 48)
    for count in 24..<44 {
      let cut = bytes.span.extracting(first: count)
      let arguments: Int?
      do { arguments = try message.arguments(cut) } catch { arguments = nil }
      #expect(arguments == nil)
    }
  }

  @Test func `NFS file handles of known servers name file system and file`() throws {
    let known: [([UInt8], NFSFileHandle.Content)] = [
      // Solaris: major number in the upper 14 bits, minor in 18, the inode in the fourth word.
      (
        [0x01, 0x90, 0, 5] + [0, 0, 0, 2] + [0, 10, 0, 0] + [0, 0, 0, 99],
        .file(major: 100, minor: 5, inode: 99)
      ),
      // Zeros but for the device: SunOS 4.
      (
        [0, 0, 7, 5] + [0, 0, 0, 1] + [0, 0, 0, 0] + [0, 0, 0, 42],
        .file(major: 7, minor: 5, inode: 42)
      ),
      ([1, 0, 7, 0] + [0, 0x12, 0, 0] + [1, 2, 3, 4] + [5, 6, 7, 8], .unknown),
    ]
    for (start, content) in known {
      let bytes = start + [UInt8](repeating: 0, count: 16)
      let handle = try #require(try NFSFileHandle(bytes.span, at: 0, isVersion3: false))
      #expect(handle.end == 32)
      #expect(handle.content(bytes.span) == content)
      for count in 0..<bytes.count {
        #expect(
          try NFSFileHandle(bytes.span.extracting(first: count), at: 0, isVersion3: false) == nil)
      }
    }
  }

  @Test func `a RADIUS attribute's value ends where its length says`() throws {
    let bytes: [UInt8] = [97, 8, 0, 64, 0x20, 0x01, 0x0d, 0xb8, 1, 1]
    let decoded = RADIUSAttribute(bytes.span, at: 0)
    let attribute = try #require(decoded)
    #expect(attribute.value == 2..<8)
    let prefix = attribute.prefix6(bytes.span)
    #expect(prefix.length == 64)
    #expect(prefix.address.rawValue == UInt128(0x2001_0db8) << 96)
    let empty = RADIUSAttribute(bytes.span, at: 8)
    #expect(try #require(empty).value.isEmpty)
    #expect(RADIUSAttribute(bytes.span.extracting(first: 1), at: 0) == nil)
  }

  @Test func `an L2TP header's fields move with its flags`() throws {
    let bytes: [UInt8] = [0xca, 0x02, 0, 20, 0, 5, 0, 6, 0, 1, 0, 2, 0, 3, 9, 9, 9]
    let header = try L2TPHeader(bytes.span, at: 0)
    #expect(header.isControl && header.hasLength && header.hasSequence && header.hasOffset)
    #expect(try header.length(bytes.span) == 20)
    #expect(try header.tunnel(bytes.span) == 5)
    #expect(try header.session(bytes.span) == 6)
    #expect(try header.expected(bytes.span) == 2)
    #expect(try header.byteCount(bytes.span) == 17)
    #expect(try header.byteCount(bytes.span.extracting(first: 16)) == nil)
    for count in 0..<14 {
      #expect(throws: EarlyEnd.self) {
        let cut = bytes.span.extracting(first: count)
        _ = try L2TPHeader(cut, at: 0).byteCount(cut)
      }
    }
  }

  @Test func `an IKE header has a major and a minor version`() throws {
    let bytes: [UInt8] =
      Array(1...16) + [33, 0x21, 34, 0x28] + [0, 0, 0, 7] + [0, 0, 0, 28]
    let decoded = ISAKMPHeader(bytes.span, at: 0)
    let header = try #require(decoded)
    #expect(header.majorVersion == 2)
    #expect(header.minorVersion == 1)
    #expect(header.flags == [.initiator, .response])
    #expect(header.length == 28)
    for count in 0..<bytes.count {
      #expect(ISAKMPHeader(bytes.span.extracting(first: count), at: 0) == nil)
    }
  }

  @Test func `a text ends with its zero or with its field`() {
    let bytes: [UInt8] = [65, 66, 0, 67]
    #expect(ZeroTerminatedText(bytes.span, at: 0, before: 4).end == 3)
    #expect(ZeroTerminatedText(bytes.span, at: 0, before: 4).range == 0..<2)
    #expect(ZeroTerminatedText(bytes.span, at: 3, before: 4).end == nil)
    #expect(ZeroTerminatedText(bytes.span, at: 0, before: 2).end == nil)
  }
}
