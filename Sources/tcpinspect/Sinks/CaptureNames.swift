import CaptureFormats
import InternetTypes
import PacketCapture
import Synchronization
import TextOutput

/// Names of hosts from name resolution blocks, shared by the printer and the reader of descriptions.
final class HostNames: Sendable {
  private let names = Mutex<[IPAddress: String]>([:])

  /// Whether there are names: without any, no lock is taken.
  private let hasNames = Atomic(false)

  /// The maximum number of names: a file can contain any number.
  private static let limit = 65_536

  /// The name of a host; nil if no capture has one.
  func name(of address: IPAddress) -> String? {
    hasNames.load(ordering: .acquiring) ? names.withLock { $0[address] } : nil
  }

  /// Adds a name.
  func add(_ name: String, for address: IPAddress) {
    names.withLock { if $0.count < Self.limit { $0[address] = name } }
    hasNames.store(true, ordering: .releasing)
  }
}

/// The names of hosts, interfaces and processes in captures.
struct CaptureNames {
  /// Names of hosts.
  let hosts = HostNames()

  /// The interfaces of each source.
  private var interfaces: [[CaptureInterface]] = []

  /// The processes that each source's section described.
  private var processes: [[String]] = []

  /// Processes beyond this many have no names: a file may hold any number.
  private static let limit = 65_536

  /// Apple's option that states the process of a packet as the index of its block.
  private static let processBlock: UInt16 = 0x8001

  /// Reads the names in the descriptions of a source.
  mutating func take(_ descriptions: CaptureFile.Descriptions, of source: Int) {
    while interfaces.count <= source {
      interfaces.append([])
      processes.append([])
    }
    interfaces[source] = descriptions.interfaces
    var walker = BlockWalker()
    let bytes = descriptions.blocks.span
    while let block = walker.next(in: bytes) {
      let content = bytes.extracting(block.range)
      switch block.type {
      case .sectionHeader: processes[source] = []
      case .nameResolution:
        var names = NameRecordIterator(order: block.order)
        while let (address, name) = names.next(in: content) {
          hosts.add(Self.shown(name), for: address)
        }
      case .processInformation where processes[source].count < Self.limit:
        processes[source].append(Self.process(content, block.order))
      default: break
      }
    }
  }

  /// The name and number of a process in Apple's block.
  private static func process(_ block: Span<UInt8>, _ order: ByteOrder) -> String {
    var options = BlockOptionIterator(range: 12..<max(12, block.count - 4), order: order)
    var name = ""
    while let option = options.next(in: block) {
      if option.code == 2 { name = shown(option.text(in: block)) }
    }
    guard block.count >= 16 else { return name }
    let number = BlockOption(code: 0, value: 8..<12).number(in: block, order: order) ?? 0
    return "\(name):\(number)"
  }

  /// A name as a line shows it: control characters escaped, and at most 255 characters (RFC 1035, section 2.3.4).
  private static func shown(_ name: String) -> String { String(name.prefix(255)).visible }

  /// The interface of a packet, and its process if its block names one: `eth0`, `en0(curl:77)`; empty if unknown.
  func origin(
    of packet: CapturedPacket, block: Span<UInt8>, order: ByteOrder?, source: Int
  ) -> String {
    let known = source < interfaces.count ? interfaces[source] : []
    let index = Int(packet.interface)
    let name =
      index < known.count
      ? known[index].name.map(Self.shown) ?? (order == nil ? "" : "#\(index)") : ""
    guard let order, var options = BlockOptionIterator(ofPacket: block, order: order) else {
      return name
    }
    while let option = options.next(in: block) {
      guard let number = option.number(in: block, order: order) else { continue }
      switch option.code {
      case Self.processBlock where number < UInt32(clamping: processes[source].count):
        return "\(name)(\(processes[source][Int(number)]))"
      case BlockOption.processAndThread: return "\(name)(:\(number))"
      default: continue
      }
    }
    return name
  }
}
