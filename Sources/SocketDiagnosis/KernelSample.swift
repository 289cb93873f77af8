/// The kernel's measures of a socket at a moment.
public struct KernelSample: Equatable, Sendable {
  /// The time before they were read, in nanoseconds since the epoch.
  public var begin: Int64
  /// The time after they were read.
  public var time: Int64
  /// The measures.
  public var information: TCPInformation
  /// The congestion control algorithm; nil if it is unknown.
  public var congestion: String?
  /// Whether it is the last word: the kernel sent it when it destroyed the socket.
  public var isLast: Bool

  /// A sample.
  public init(
    times: ClosedRange<Int64>, information: TCPInformation, congestion: String?, isLast: Bool
  ) {
    (begin, time) = (times.lowerBound, times.upperBound)
    self.information = information
    self.congestion = congestion
    self.isLast = isLast
  }
}
