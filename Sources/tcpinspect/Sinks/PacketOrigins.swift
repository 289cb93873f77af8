import CaptureFormats
import ConnectionTracking
import InternetTypes
import PacketCapture

/// The origins of packets, for the records of connections: files if several are read, interfaces that have names.
struct PacketOrigins {
  /// The files, if several are read.
  private let paths: [String]

  /// The interfaces of each source.
  private var interfaces: [[CaptureInterface]] = []

  /// The origins so far, by source and interface.
  private var known: [Key: PacketOrigin?] = [:]

  /// The source and the interface of the current packets.
  private var current: Key

  private struct Key: Hashable {
    var source: Int
    var interface: UInt32
  }

  init(paths: [String], interfaces: [[CaptureInterface]]) {
    self.paths = paths.count > 1 ? paths : []
    self.interfaces = interfaces
    current = Key(source: 0, interface: 0)
  }

  /// The source of the current packets.
  var source: Int { current.source }

  /// The origin of packets of a source from now on; nil if nothing is known about it.
  mutating func begin(source: Int) -> PacketOrigin? {
    current.source = source
    return origin
  }

  /// The origin of packets of an interface from now on; nil if nothing is known about it.
  mutating func begin(interface: UInt32) -> PacketOrigin? {
    current.interface = interface
    return origin
  }

  /// Stores the interfaces of a source that are described by now.
  mutating func take(_ described: [CaptureInterface], of source: Int) {
    while interfaces.count <= source { interfaces.append([]) }
    interfaces[source] = described
  }

  /// The origin of the current packets.
  var origin: PacketOrigin? {
    mutating get {
      if let origin = known[current] { return origin }
      let (source, index) = (current.source, Int(current.interface))
      let file = source < paths.count ? paths[source] : nil
      let described = source < interfaces.count ? interfaces[source] : []
      let name = index < described.count ? described[index].name : nil
      let origin =
        file == nil && name == nil ? nil : PacketOrigin(file: file, interface: name)
      if index < described.count { known.updateValue(origin, forKey: current) }
      return origin
    }
  }
}
