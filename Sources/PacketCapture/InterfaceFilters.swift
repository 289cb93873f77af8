import BasicContainers
import CaptureFormats
import InternetTypes
import SystemServices

/// A filter expression for packets of several link types: a program for each, compiled when its first packet comes.
struct InterfaceFilters: ~Copyable {
  /// A program, and the frames that it is for.
  struct Entry: ~Copyable {
    let linkType: LinkType
    let snapshotLength: Int
    let isByteSwapped: Bool
    /// Nil if the expression does not compile for the link type: then no packet passes.
    let program: CaptureFilter?
  }

  private let expression: String
  private let isOptimized: Bool
  private let netmask: UInt32
  /// For some link types, why the expression does not compile.
  private(set) var problems: [String] = []

  private var entries = UniqueArray<Entry>()

  /// Index in `entries` for each interface; -1 where none was looked up.
  private var entryOfInterface: [Int] = []

  /// Index in `entries` of the program that is in use.
  private var selected = 0

  /// No filter.
  init() {
    (expression, isOptimized, netmask) = ("", true, 0)
  }

  /// The expression of a filter that was compiled for one link type.
  init(_ filter: borrowing CaptureFilter) {
    (expression, isOptimized) = (filter.expression, filter.isOptimized)
    netmask = filter.netmask
  }

  /// Chooses the program for the packets that follow, which are of this interface.
  mutating func select(_ index: Int, _ interface: CaptureInterface) {
    if index >= entryOfInterface.count || entryOfInterface[index] < 0 { prepare(index, interface) }
    selected = entryOfInterface[index]
  }

  /// Whether a packet of the selected interface passes.
  @inline(__always)
  func passes(_ bytes: Span<UInt8>, wireLength: Int) -> Bool {
    switch entries[selected].program {
    case .some(let program): program.matches(bytes, wireLength: wireLength)
    case .none: false
    }
  }

  /// Finds or compiles the program for an interface.
  private mutating func prepare(_ index: Int, _ interface: CaptureInterface) {
    while entryOfInterface.count <= index { entryOfInterface.append(-1) }
    let length = interface.snapshotLength == 0 ? 262_144 : interface.snapshotLength
    for place in 0..<entries.count
    where entries[place].linkType == interface.linkType && entries[place].snapshotLength == length
      && entries[place].isByteSwapped == interface.isByteSwapped
    {
      entryOfInterface[index] = place
      return
    }
    entryOfInterface[index] = entries.count
    var program: CaptureFilter?
    do throws(CaptureError) {
      program = try CaptureFilter(
        expression, of: interface, snapshotLength: length, isOptimized: isOptimized,
        netmask: netmask)
    } catch {
      // A file may describe any number of link types.
      if problems.count < 16 {
        problems.append(
          "no packet of link-type \(interface.linkType.title) passes the filter: \(error.reason)")
      }
    }
    entries.append(
      Entry(
        linkType: interface.linkType, snapshotLength: length,
        isByteSwapped: interface.isByteSwapped,
        program: program))
  }
}
