import InternetTypes
import PacketDissection

/// The fields of a captured TCP segment that the tracker needs, with its options read.
///
/// Packets are stored in batches of these, so fields are in order of size, and rarely used ones are last.
struct Segment {
  var time: Timestamp
  /// Position in the input, from 1.
  var packet: UInt64
  var sequence: UInt32
  var acknowledgment: UInt32
  /// Bytes of payload as the headers state them.
  var length: UInt32
  var timestampValue: UInt32 = 0
  var timestampEcho: UInt32 = 0
  /// SEG.WND without its scale.
  var window: UInt16
  var checksum: UInt16
  /// The IPv4 header's identification; 0 in IPv6.
  var identification: UInt16
  /// 0 without the option.
  var maximumSegmentSize: UInt16 = 0
  var flags: TCPFlags
  var timeToLive: UInt8
  /// The two ECN bits of the IP header (RFC 3168, section 5).
  var congestionBits: UInt8
  /// `.unused` without the option.
  var windowScale = WindowScale.unused
  var hasTimestamps = false
  var isSACKPermitted = false
  var hasFastOpen = false
  /// Whether it has an MPTCP option other than a data sequence signal: an address, a priority, a close.
  var hasMultipathSignal = false
  /// Whether it has a data sequence signal of MPTCP, which may acknowledge data of the whole connection.
  var hasMultipathData = false
  /// The AE flag of Accurate ECN (RFC 9768, section 3.2.1), formerly the NS flag (RFC 3540).
  var hasAccurateECNFlag = false
  var sackCount: UInt8 = 0
  var sack = InlineArray<4, TCPSACKBlock>(repeating: TCPSACKBlock(left: 0, right: 0))

  /// The segment of a packet.
  ///
  /// Without a TCP header only time and number have a meaning.
  init(_ packet: Packet, frame: Span<UInt8>, time: Timestamp, number: UInt64) {
    self.time = time
    self.packet = number
    guard case .tcp(let header) = packet.transport else {
      flags = []
      (sequence, acknowledgment, window) = (0, 0, 0)
      (timeToLive, congestionBits) = (0, 0)
      // These fields identify a duplicate of a datagram.
      length = UInt32(clamping: packet.payloadLength)
      if case .udp(let udp) = packet.transport { checksum = udp.checksum } else { checksum = 0 }
      if case .ipv4(let network) = packet.network {
        identification = network.identification
      } else {
        identification = 0
      }
      return
    }
    flags = header.flags
    sequence = header.sequence.rawValue
    acknowledgment = header.acknowledgment.rawValue
    window = header.window
    checksum = header.checksum
    length = UInt32(clamping: packet.payloadLength)
    switch packet.network {
    case .ipv4(let network):
      identification = network.identification
      timeToLive = network.timeToLive
      congestionBits = network.typeOfService & 3
    case .ipv6(let network):
      identification = 0
      timeToLive = network.hopLimit
      congestionBits = network.trafficClass & 3
    default:
      identification = 0
      timeToLive = 0
      congestionBits = 0
    }
    hasAccurateECNFlag = frame[packet.transportOffset &+ 12] & 1 != 0
    let start = packet.transportOffset &+ TCPHeader.minimumByteCount
    let size = Int(header.headerByteCount) &- TCPHeader.minimumByteCount
    guard size > 0 else { return }
    if size == 12, start &+ 12 <= packet.end, readTimestamps(frame, at: start) { return }
    readOptions(TCPOptionIterator(packet), before: packet.end, frame)
  }

  /// A segment with empty fields.
  init(blankAt time: Timestamp) {
    self.time = time
    (packet, flags, length) = (0, [], 0)
    (sequence, acknowledgment, window, checksum) = (0, 0, 0, 0)
    (identification, timeToLive, congestionBits) = (0, 0, 0)
  }

  /// A segment from the fixed 20 bytes of a TCP header, all captured.
  ///
  /// The caller sets the payload length and the IP fields, and reads the options.
  @inline(__always)
  init(header frame: Span<UInt8>, at start: Int, time: Timestamp, number: UInt64) {
    self.time = time
    packet = number
    length = 0
    sequence = frame.uint32(at: start &+ 4)
    acknowledgment = frame.uint32(at: start &+ 8)
    flags = TCPFlags(rawValue: frame[start &+ 13])
    hasAccurateECNFlag = frame[start &+ 12] & 1 != 0
    window = frame.uint16(at: start &+ 14)
    checksum = frame.uint16(at: start &+ 16)
    (identification, timeToLive, congestionBits) = (0, 0, 0)
  }

  /// Reads the options at `range`, which was captured whole.
  @inline(__always)
  mutating func readOptions(_ range: Range<Int>, of frame: Span<UInt8>) {
    if range.isEmpty || range.count == 12 && readTimestamps(frame, at: range.lowerBound) { return }
    readOptions(TCPOptionIterator(in: range), before: range.upperBound, frame)
  }

  /// Reads timestamps in the recommended layout, after two NOPs (RFC 7323, appendix A); false for any other options.
  @inline(__always)
  private mutating func readTimestamps(_ frame: Span<UInt8>, at start: Int) -> Bool {
    guard let timestamps = TCPTimestamps(aligned: frame, at: start) else { return false }
    note(timestamps)
    return true
  }

  @inline(__always)
  private mutating func note(_ timestamps: TCPTimestamps) {
    hasTimestamps = true
    (timestampValue, timestampEcho) = (timestamps.value, timestamps.echo)
  }

  /// Reads the options that the tracker needs.
  ///
  /// Others, and malformed ones, are skipped.
  private mutating func readOptions(
    _ list: TCPOptionIterator, before end: Int, _ frame: Span<UInt8>
  ) {
    var options = list
    while case .option(let option)? = options.next(in: frame) {
      let data = option.data
      guard data.upperBound <= end else { return }
      switch option.kind {
      case .maximumSegmentSize where data.count == 2:
        maximumSegmentSize = frame.uint16(at: data.lowerBound)
      case .windowScale where data.count == 1:
        windowScale = WindowScale(shift: frame[data.lowerBound])
      case .sackPermitted: isSACKPermitted = true
      case .fastOpen: hasFastOpen = true
      case .multipath where !data.isEmpty:
        // Subtype 2 is the data sequence signal, which most segments carry (RFC 8684, section 3.3).
        let isDataSignal = frame[data.lowerBound] >> 4 == 2
        hasMultipathSignal = hasMultipathSignal || !isDataSignal
        hasMultipathData = hasMultipathData || isDataSignal
      case .timestamps where data.count == 8:
        note(TCPTimestamps(decoding: frame, at: data.lowerBound))
      case .sack:
        var start = data.lowerBound
        while start &+ TCPSACKBlock.byteCount <= data.upperBound, sackCount < 4 {
          sack[Int(sackCount)] = TCPSACKBlock(decoding: frame, at: start)
          sackCount &+= 1
          start &+= TCPSACKBlock.byteCount
        }
      default: break
      }
    }
  }

  /// Whether SYN is set.
  var hasSYN: Bool { flags.contains(.syn) }
  /// Whether FIN is set.
  var hasFIN: Bool { flags.contains(.fin) }
  var hasRST: Bool { flags.contains(.rst) }
  var hasACK: Bool { flags.contains(.ack) }
  /// Whether none of SYN, FIN and RST is set.
  var isPlain: Bool { flags.rawValue & 7 == 0 }

  /// SEG.LEN: the sequence numbers that it takes (RFC 9293, section 3.4).
  var sequenceLength: Int64 { Int64(length) &+ (hasSYN ? 1 : 0) &+ (hasFIN ? 1 : 0) }

  /// Whether its first SACK block is a duplicate SACK: below the acknowledgment, or inside the second block (RFC 2883,
  /// section 4).
  var hasDuplicateSACK: Bool {
    guard sackCount > 0, hasACK else { return false }
    func isInside(_ left: UInt32, _ right: UInt32) -> Bool {
      Int32(bitPattern: sack[0].left &- left) >= 0 && Int32(bitPattern: right &- sack[0].right) >= 0
    }
    if Int32(bitPattern: acknowledgment &- sack[0].right) >= 0 { return true }
    return sackCount > 1 && isInside(sack[1].left, sack[1].right)
  }
}
