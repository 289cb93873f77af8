import BasicContainers
public import InternetTypes

/// Encodes some packets of a capture as a pcapng file that keeps their numbers.
///
/// An interface is described before its first packet, with its name, link type and snapshot length; comments and
/// other blocks of the capture are left out. Times have nanoseconds.
public struct PieceEncoder: ~Copyable {
  private var encoder = BlockEncoder()
  /// The numbers in this file of the capture's interfaces.
  private var interfaces: [Int: Int] = [:]
  private var last = (known: -1, own: 0)

  /// A file that says which program wrote it.
  public init(application: String) {
    encoder.appendSectionHeader(application: application, system: nil)
  }

  /// Lends the encoded bytes that were not removed.
  public func withBytes<Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    try body(encoder.bytes.span)
  }

  /// How many bytes were not removed.
  public var byteCount: Int { encoder.bytes.count }

  /// Appends a packet.
  ///
  /// - Parameters:
  ///   - frame: its captured bytes.
  ///   - originalLength: its length on the wire.
  ///   - time: when it was captured; a time before 1970 is written as 1970.
  ///   - number: its number in the capture.
  ///   - interface: the interface's number in the capture.
  ///   - description: the interface.
  /// - Throws: if savefiles have no number for the interface's link type.
  public mutating func append(
    _ frame: Span<UInt8>, originalLength: Int, time: Timestamp, number: Int, interface: Int,
    described description: @autoclosure () -> CaptureInterface
  ) throws(FormatError) {
    if interface != last.known {
      last = (interface, try own(interface, description))
    }
    encoder.appendPacket(
      frame, interface: last.own, ticks: UInt64(max(time.rawValue, 0)),
      originalLength: originalLength, number: UInt64(clamping: number))
  }

  /// The number in this file of an interface, which is described unless it was before.
  private mutating func own(
    _ interface: Int, _ description: () -> CaptureInterface
  ) throws(FormatError) -> Int {
    if let known = interfaces[interface] { return known }
    var described = description()
    described.resolution = .nanoseconds
    described.timestampOffset = 0
    try encoder.append(described)
    interfaces[interface] = interfaces.count
    return interfaces.count - 1
  }

  /// Removes the bytes, which were written, and keeps the memory.
  public mutating func removeBytes() { encoder.removeAll() }
}
