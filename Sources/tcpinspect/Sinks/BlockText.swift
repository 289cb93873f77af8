import CaptureFormats
import TextOutput

/// The line of a pcapng block without a packet that Wireshark shows like a packet: a custom block or a journal entry.
struct BlockText {
  let line: String

  /// The line of a block; nil if it is not shown.
  init?(_ bytes: Span<UInt8>, _ block: BlockWalker.Block) {
    switch block.type {
    case .custom, .privateCustom:
      let organization = BlockOption(code: 0, value: 8..<12).number(in: bytes, order: block.order)
      guard bytes.count >= 16, let organization else { return nil }
      line = "custom block of organization \(organization), length \(bytes.count - 16)"
    case .systemdJournal:
      let entry = BlockOption(code: 0, value: 8..<(bytes.count - 4)).text(in: bytes)
      let message = entry.split(separator: "\n").first { $0.hasPrefix("MESSAGE=") }
      line =
        "journal entry"
        + (message.map { ": \(String($0.dropFirst(8)).visible)" }
          ?? ", length \(bytes.count - 12)")
    default: return nil
    }
  }
}
