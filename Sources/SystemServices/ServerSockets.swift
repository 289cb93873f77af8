internal import CSystem

/// Sockets of a small TCP server; none of them blocks, and the owner closes them.
public enum ServerSockets {
  /// A socket to wait for.
  public struct Wait: Sendable {
    /// The descriptor.
    public var descriptor: Int32
    /// Whether it is to be written; otherwise it is to be read.
    public var isWriting: Bool
    /// Whether that is possible, or the socket has failed.
    public var isReady = false

    /// A descriptor that is to be read, or written.
    public init(_ descriptor: Int32, isWriting: Bool = false) {
      (self.descriptor, self.isWriting) = (descriptor, isWriting)
    }
  }

  /// The result of reading or writing.
  public enum Outcome: Hashable, Sendable {
    /// So many bytes; none were read if the peer has closed its end.
    case bytes(Int)
    /// Nothing is possible now.
    case later
    case failed
  }

  /// The most sockets to wait for.
  public static var waitLimit: Int { Int(CSYSTEM_WAIT_LIMIT) }

  /// Whether a text is an address of IPv4 or IPv6.
  public static func isAddress(_ text: String) -> Bool {
    // The shim reads the text during the call.
    unsafe csystem_is_address(text)
  }

  /// Listens for connections.
  ///
  /// - Parameters:
  ///   - address: the local address.
  ///   - port: the port; 0 is any free one.
  /// - Returns: the descriptor, and the port.
  /// - Throws: the system's refusal.
  public static func listen(
    on address: String, port: UInt16
  ) throws(IOError) -> (descriptor: Int32, port: UInt16) {
    var (bound, errorNumber) = (port, 0 as Int32)
    // The shim reads the address and writes both values during the call.
    let descriptor = unsafe csystem_listen(address, &bound, &errorNumber)
    guard descriptor >= 0 else {
      throw IOError(errorNumber: errorNumber, subject: "\(address) port \(port)")
    }
    return (descriptor, bound)
  }

  /// The result of accepting a connection.
  public enum Admission: Hashable, Sendable {
    case connection(Int32)
    /// None waits, or it is gone.
    case none
    /// The system has no room for it: it still waits.
    case exhausted
  }

  /// The next connection.
  public static func accept(_ listener: Int32) -> Admission {
    let descriptor = csystem_accept(listener)
    return descriptor >= 0 ? .connection(descriptor) : descriptor == -2 ? .exhausted : .none
  }

  /// Appends bytes that have arrived, at most 4,096.
  public static func receive(_ descriptor: Int32, into bytes: inout [UInt8]) -> Outcome {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let size = buffer.count
    // The shim writes at most the buffer's size, during the call.
    let count = unsafe csystem_receive(descriptor, &buffer, size)
    if count > 0 { bytes += buffer[..<count] }
    return outcome(count)
  }

  /// Sends bytes from a position on, as many as possible.
  public static func send(_ descriptor: Int32, _ bytes: [UInt8], from position: Int) -> Outcome {
    let rest = bytes[position...]
    // The shim reads the bytes during the call.
    let count = unsafe rest.withUnsafeBufferPointer { rest in
      guard let start = rest.baseAddress else { return 0 }
      return unsafe csystem_send(descriptor, start, rest.count)
    }
    return outcome(count)
  }

  private static func outcome(_ count: Int) -> Outcome {
    count >= 0 ? .bytes(count) : count == -1 ? .later : .failed
  }

  /// Closes a socket.
  public static func close(_ descriptor: Int32) { csystem_close_socket(descriptor) }

  /// Waits until one of the sockets is ready, or for a time.
  public static func wait(for waits: inout [Wait], milliseconds: Int) {
    var list = waits.prefix(waitLimit).map {
      csystem_wait(descriptor: $0.descriptor, is_writing: $0.isWriting, is_ready: false)
    }
    let count = list.count
    // The shim reads and writes the list during the call.
    _ = unsafe csystem_wait_sockets(&list, count, Int32(clamping: milliseconds))
    for place in list.indices { waits[place].isReady = list[place].is_ready }
  }
}
