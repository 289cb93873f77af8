/// Counts of captured and dropped packets on an interface.
public struct CaptureStatistics: Hashable, Sendable {
  /// Packets that the program handled.
  public var captured: Int

  /// Packets that passed the kernel's filter, including those dropped afterwards.
  public var received: Int

  /// Packets that the kernel dropped because its buffer was full.
  public var dropped: Int

  /// Packets that the interface or its driver dropped.
  public var droppedByInterface: Int

  /// Counts of a capture.
  public init(captured: Int, received: Int, dropped: Int, droppedByInterface: Int = 0) {
    self.captured = captured
    self.received = received
    self.dropped = dropped
    self.droppedByInterface = droppedByInterface
  }

  /// tcpdump's lines at the end of a capture; the fourth only if the interface dropped any.
  public var lines: [String] {
    var lines = [
      Self.count(captured, "captured"), Self.count(received, "received by filter"),
      Self.count(dropped, "dropped by kernel"),
    ]
    if droppedByInterface != 0 {
      lines.append(Self.count(droppedByInterface, "dropped by interface"))
    }
    return lines
  }

  private static func count(_ number: Int, _ what: String) -> String {
    "\(number) packet\(number == 1 ? "" : "s") \(what)"
  }
}
