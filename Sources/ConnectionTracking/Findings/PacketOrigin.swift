/// Where packets come from: a file, and an interface on which they were captured.
///
/// An object, so that a connection keeps its origin in one word.
public final class PacketOrigin: Hashable, Sendable {
  /// The path of the file; nil if there is no other.
  public let file: String?

  /// The name of the interface; nil if it is unknown.
  public let interface: String?

  /// An origin of these names.
  public init(file: String?, interface: String?) {
    self.file = file
    self.interface = interface
  }

  /// Whether two origins have the same names.
  public static func == (left: PacketOrigin, right: PacketOrigin) -> Bool {
    left === right || left.file == right.file && left.interface == right.interface
  }

  /// Adds the names to a hash.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(file)
    hasher.combine(interface)
  }
}

/// The origin of a batch's packets from one on.
package struct OriginChange: Sendable {
  /// The order of the first packet in its batch.
  package var order: UInt32
  /// The origin of it and the packets after it; nil if it is unknown.
  package var origin: PacketOrigin?

  package init(order: UInt32, origin: PacketOrigin?) {
    self.order = order
    self.origin = origin
  }
}
