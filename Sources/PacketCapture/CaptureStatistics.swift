/// What was captured and what was lost on an interface.
public struct CaptureStatistics: Hashable, Sendable {
  /// Packets that the program handled.
  public var captured: Int

  /// Packets that passed the kernel's filter, those that were then dropped included.
  public var received: Int

  /// Packets that the kernel had no room for because the program was too slow.
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

  /// tcpdump's lines at the end of a capture; the fourth only when the interface dropped any.
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
