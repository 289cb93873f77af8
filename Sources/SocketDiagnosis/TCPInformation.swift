/// A sender's measures as the kernel keeps them: `tcp_info` (linux/tcp.h).
///
/// The structure grows with the kernel. Fields that a kernel's is too short for are nil.
public struct TCPInformation: Equatable, Sendable {
  /// The state of the socket.
  public let state: SocketState?
  /// `tcpi_ca_state`: 0 open, 1 disorder, 2 CWR, 3 recovery, 4 loss.
  public let congestionState: UInt8
  /// The retransmission time-out, in microseconds.
  public let timeout: UInt32
  /// The payload of a full segment, in bytes.
  public let segmentSize: UInt32
  /// Segments sent and not acknowledged.
  public let unacknowledged: UInt32
  /// The smoothed round-trip time, in microseconds; nil without a sample.
  public let roundTrip: UInt32?
  /// Its mean deviation, in microseconds.
  public let roundTripVariation: UInt32
  /// The slow-start threshold, in segments; nil before the first reduction.
  public let threshold: UInt32?
  /// The congestion window, in segments.
  public let window: UInt32
  /// Segments retransmitted since the beginning.
  public let retransmissions: UInt32
  /// The rate at which the sender paces segments, in bytes per second; nil without a limit.
  public let pacingRate: UInt64?
  /// Bytes acknowledged by the peer.
  public let acknowledgedBytes: UInt64?
  /// Bytes received in order.
  public let receivedBytes: UInt64?
  /// The shortest round-trip time, in microseconds; nil without a sample.
  public let minimumRoundTrip: UInt32?
  /// The latest measure of goodput, in bytes per second.
  public let deliveryRate: UInt64?
  /// The time with data to send, in microseconds.
  public let busyTime: UInt64?
  /// The part of it that the receiver's window held the sender back, in microseconds.
  public let receiveWindowLimitedTime: UInt64?
  /// The part of it that the send buffer held the sender back, in microseconds.
  public let sendBufferLimitedTime: UInt64?
  /// Bytes sent, retransmissions included.
  public let sentBytes: UInt64?
  /// Bytes retransmitted.
  public let retransmittedBytes: UInt64?

  /// Reads the structure; nil if it is shorter than Linux 2.6's.
  public init?(_ bytes: Span<UInt8>) {
    guard bytes.count >= 104 else { return nil }
    func word(_ offset: Int) -> UInt32? {
      offset + 4 <= bytes.count ? bytes.hostUInt32(at: offset) : nil
    }
    func number(_ offset: Int) -> UInt64? {
      offset + 8 <= bytes.count ? bytes.hostUInt64(at: offset) : nil
    }
    state = SocketState(rawValue: bytes[0])
    congestionState = bytes[1]
    timeout = bytes.hostUInt32(at: 8)
    segmentSize = bytes.hostUInt32(at: 16)
    unacknowledged = bytes.hostUInt32(at: 24)
    let time = bytes.hostUInt32(at: 68)
    roundTrip = time == 0 ? nil : time
    roundTripVariation = bytes.hostUInt32(at: 72)
    // TCP_INFINITE_SSTHRESH.
    let threshold = bytes.hostUInt32(at: 76)
    self.threshold = threshold >= 0x7fff_ffff ? nil : threshold
    window = bytes.hostUInt32(at: 80)
    retransmissions = bytes.hostUInt32(at: 100)
    pacingRate = number(104).flatMap { $0 == .max ? nil : $0 }
    acknowledgedBytes = number(120)
    receivedBytes = number(128)
    minimumRoundTrip = word(148).flatMap { $0 == .max ? nil : $0 }
    deliveryRate = number(160)
    busyTime = number(168)
    receiveWindowLimitedTime = number(176)
    sendBufferLimitedTime = number(184)
    sentBytes = number(200)
    retransmittedBytes = number(208)
  }
}
