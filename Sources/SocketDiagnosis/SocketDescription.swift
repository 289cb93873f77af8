public import InternetTypes

/// What the kernel says of a socket: `inet_diag_msg` and its attributes.
public struct SocketDescription: Equatable, Sendable {
  /// Its local endpoint; the address is unspecified if the socket has none.
  public let local: Endpoint
  /// Its remote endpoint, unspecified without one.
  public let remote: Endpoint
  /// Its state, for TCP.
  public let state: SocketState?
  /// Whether its family is IPv6, whatever its addresses.
  public let isVersion6: Bool
  /// Whether an IPv6 socket takes no IPv4 connections.
  public private(set) var isVersion6Only = false
  /// The number that no other socket of this boot has.
  public let cookie: UInt64
  /// The inode that /proc/PID/fd shows; nil for one without a file, such as one that was not accepted or was closed.
  public let inode: UInt64?
  /// The user that it belongs to; nil without a file, as the kernel then says root.
  public let user: UInt32?
  /// The control group that it was made in.
  public private(set) var controlGroup: UInt64?
  /// The congestion control algorithm.
  public private(set) var congestion: String?
  /// Its measures, for TCP.
  public private(set) var information: TCPInformation?

  /// The bytes of `inet_diag_msg`.
  static let byteCount = 72

  /// Reads the content of a message; nil if it is too short.
  public init?(_ bytes: Span<UInt8>) {
    guard bytes.count >= Self.byteCount else { return nil }
    isVersion6 = bytes[0] == 10
    state = SocketState(rawValue: bytes[1])
    local = Endpoint(
      address: bytes.address(at: 8, isVersion6: isVersion6), port: bytes.networkUInt16(at: 4))
    remote = Endpoint(
      address: bytes.address(at: 24, isVersion6: isVersion6), port: bytes.networkUInt16(at: 6))
    cookie = UInt64(bytes.hostUInt32(at: 44)) | UInt64(bytes.hostUInt32(at: 48)) << 32
    let number = bytes.hostUInt32(at: 68)
    inode = number == 0 ? nil : UInt64(number)
    user = number == 0 ? nil : bytes.hostUInt32(at: 64)
    readAttributes(bytes)
  }

  private mutating func readAttributes(_ bytes: Span<UInt8>) {
    var offset = Self.byteCount
    while bytes.count - offset >= 4 {
      let length = Int(bytes.hostUInt16(at: offset))
      guard length >= 4, length <= bytes.count - offset else { return }
      let value = bytes.extracting(offset + 4..<offset + length)
      // linux/inet_diag.h; the two upper bits of a type are flags.
      switch bytes.hostUInt16(at: offset + 2) & 0x3fff {
      case 2: information = TCPInformation(value)
      case 4: congestion = Self.text(value)
      case 11 where value.count >= 1: isVersion6Only = value[0] != 0
      case 21 where value.count >= 8: controlGroup = value.hostUInt64(at: 0)
      default: break
      }
      offset += (length + 3) & ~3
    }
  }

  /// A text that ends with a 0.
  private static func text(_ bytes: Span<UInt8>) -> String? {
    var text: [UInt8] = []
    for index in bytes.indices where bytes[index] != 0 {
      guard text.count == index else { break }
      text.append(bytes[index])
    }
    return text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
  }

  /// Whether it is the socket of a connection or flow, not one that just has the same port.
  public func isConnected(to tuple: FlowTuple) -> Bool {
    local == tuple.local && remote == tuple.remote
  }

  /// Whether it receives the packets of a flow, as a connected socket, or one that is open for any peer.
  public func receives(_ tuple: FlowTuple) -> Bool {
    guard local.port == tuple.local.port,
      local.address == tuple.local.address || local.address.isUnspecified
    else { return false }
    if remote == tuple.remote { return true }
    return remote.port == 0 && remote.address.isUnspecified
      && !(isVersion6Only && !tuple.local.address.isVersion6)
  }
}
