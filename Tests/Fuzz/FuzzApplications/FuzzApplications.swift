import InternetTypes
import PacketDissection
import PacketPrinting
import TextOutput

/// Bytes of an input before the payload: application, options, transport and side, and by how much the capture cut it.
private let choiceCount = 4

/// A port of each application on UDP, and on TCP.
private let udpPorts: [UInt16] = [
  53, 5353, 525, 69, 67, 520, 654, 500, 4500, 161, 123, 88, 1701, 3456, 2103, 7000, 7002, 7003, 521,
  546, 5359, 6696, 8231, 4567, 496, 1812, 1985, 921, 646, 698, 3503, 49_152, 3784, 3785, 701, 1589,
  6343, 12_223, 12_222, 5060, 514, 8472, 4789, 6081, 4342, 4790, 17_754, 6635, 319, 30_490, 2049,
  7001, 7004, 7005, 7007,
]
private let tcpPorts: [UInt16] = [
  23, 25, 43, 179, 1723, 6379, 22, 10_288, 6653, 21, 80, 554, 53, 639, 323, 646, 2049, 443,
]

/// libFuzzer's entry: prints one payload as an application's, whatever it holds.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzApplications(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // libFuzzer lends `count` bytes during the call only.
  let input = unsafe UnsafeBufferPointer(start: start, count: count)
  unsafe check(input.span)
  return 0
}

/// Checks what holds for every payload; a trap is the finding.
private func check(_ input: Span<UInt8>) {
  guard input.count >= choiceCount else { return }
  let payload = input.extracting(droppingFirst: choiceCount)
  let missing = Int(input[3] & 0x3f)
  let frame = packet(carrying: payload, choice: input[0], sides: input[2], missing: missing)
  var options = PrintOptions()
  options.verbosity = Int(input[1] & 3)
  options.isNumeric = input[1] & 4 == 0
  options.showsTLS = input[1] & 32 != 0
  if input[1] & 8 != 0 { options.dump = .hexAndASCII }
  if input[1] & 16 != 0 {
    let all = ApplicationProtocol.allCases
    options.forcedApplication = all[Int(input[0]) % all.count]
  }
  let statedLength = frame.count + missing
  let decoded = Packet(decoding: frame.span, wireLength: statedLength, linkType: .raw)
  let names = NameSource(
    host: { _ in nil }, tcpPort: { _ in nil }, udpPort: { _ in nil })
  var printer = PacketPrinter(options: options, names: names)
  // The second time, the printer knows the request of the first.
  for number in 1...2 as ClosedRange<UInt64> {
    printer.print(
      decoded, frame: frame.span, statedLength: statedLength,
      time: Timestamp(seconds: 1, nanoseconds: 0), number: number)
    printer.line.withBytes { text in
      precondition(
        !text.isEmpty && text[text.count - 1] == UInt8(ascii: "\n"), "the text is no whole line")
      precondition(text.count < 65_536 + 64 * frame.count, "the text does not end in time")
    }
    printer.line.removeAll()
  }
}

/// An IPv4 packet with this payload in UDP or TCP; lengths are right but for what the capture misses.
private func packet(
  carrying payload: Span<UInt8>, choice: UInt8, sides: UInt8, missing: Int
) -> [UInt8] {
  let isTCP = sides & 1 != 0
  let known =
    isTCP ? tcpPorts[Int(choice) % tcpPorts.count] : udpPorts[Int(choice) % udpPorts.count]
  let (source, destination): (UInt16, UInt16) = sides & 2 != 0 ? (known, 40_000) : (40_000, known)
  let transportByteCount = (isTCP ? 20 : 8) + payload.count + missing
  var bytes: [UInt8] = [0x45, 0]
  append(UInt16(truncatingIfNeeded: 20 + transportByteCount), to: &bytes)
  bytes += [0, 1, 0, 0, 64, isTCP ? 6 : 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2]
  append(source, to: &bytes)
  append(destination, to: &bytes)
  if isTCP {
    bytes += [0, 0, 0, 1, 0, 0, 0, 1, 0x50, 0x18, 1, 0, 0, 0, 0, 0]
  } else {
    append(UInt16(truncatingIfNeeded: transportByteCount), to: &bytes)
    bytes += [0, 0]
  }
  for index in payload.indices { bytes.append(payload[index]) }
  return bytes
}

private func append(_ value: UInt16, to bytes: inout [UInt8]) {
  bytes += [UInt8(value >> 8), UInt8(value & 0xff)]
}
