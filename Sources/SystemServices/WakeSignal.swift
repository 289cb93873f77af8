internal import CSystem

/// Ends the wait of another thread.
public struct WakeSignal: Sendable {
  /// The descriptor to wait for.
  public let descriptor: Int32
  private let writer: Int32

  /// A signal that was not given; nil if the system has no descriptors left.
  public init?() {
    var ends: (reader: Int32, writer: Int32) = (0, 0)
    // The shim writes both numbers during the call.
    guard unsafe csystem_make_signal(&ends.reader, &ends.writer) else { return nil }
    (descriptor, writer) = (ends.reader, ends.writer)
  }

  /// Gives the signal.
  public func wake() { csystem_signal(writer) }

  /// Closes both ends.
  public func close() {
    csystem_close_socket(descriptor)
    csystem_close_socket(writer)
  }
}
