/// A short text of the hot path, ready to be stored: up to sixteen bytes, first in the lowest.
///
/// Making one takes time; they are made once, in `Words`.
struct Word {
  let low: UInt64
  let high: UInt64
  let count: Int

  /// The word of `text`; what is behind its sixteenth byte is left out.
  init(_ text: String) {
    var bytes: UInt128 = 0
    var count = 0
    for byte in text.utf8.prefix(16) {
      bytes |= UInt128(byte) << UInt128(count * 8)
      count += 1
    }
    low = UInt64(truncatingIfNeeded: bytes)
    high = UInt64(truncatingIfNeeded: bytes >> 64)
    self.count = count
  }
}

/// The words that nearly every line has.
struct Words {
  let newline = Word("\n")
  let ip = Word("IP ")
  let ip6 = Word("IP6 ")
  let dot = Word(".")
  let between = Word(" > ")
  let colon = Word(": ")
  let flags = Word("Flags [")
  let noFlags = Word("none")
  let close = Word("]")
  let sequence = Word(", seq ")
  let sequenceEnd = Word(":")
  let acknowledgment = Word(", ack ")
  let window = Word(", win ")
  let options = Word(", options [")
  let length = Word(", length ")
  let timestamps = Word("nop,nop,TS val ")
  let echo = Word(" ecr ")
  let comma = Word(",")
  let noOperation = Word("nop")
  let timestampValue = Word("TS val ")
  let maximumSegmentSize = Word("mss ")
  let windowScale = Word("wscale ")
  let sackPermitted = Word("sackOK")
  let sack = Word("sack ")
  let udpLength = Word("UDP, length ")
  let checksum = Word(", cksum 0x")
  let correct = Word(" (correct)")
  let typeOfService = Word("(tos 0x")
  let timeToLive = Word(", ttl ")
  let identification = Word(", id ")
  let offset = Word(", offset ")
  let fragmentFlags = Word(", flags [")
  let dontFragment = Word("DF")
  let protocolName = Word("], proto ")
  let open = Word(" (")
  let closeLength = Word("), length ")
  let closeLine = Word(")\n    ")
  let hopLimit = Word("hlim ")
  let nextHeader = Word(", next-header ")
  let payloadLength = Word(") payload length")
  let closeParenthesis = Word(") ")
}
