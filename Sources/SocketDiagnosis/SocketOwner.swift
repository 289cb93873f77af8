/// The process that a socket belongs to, as far as it is known.
public struct SocketOwner: Equatable, Sendable {
  /// How the process was found.
  public enum Evidence: String, CaseIterable, Sendable {
    /// It has the socket of the connection.
    case socket
    /// It has the socket that listens for such connections.
    case listener
  }

  /// How it was found.
  public var evidence: Evidence
  /// Its number; nil if only the user is known.
  public var process: Int32?
  /// Its name, at most 15 bytes, as ps(1) and ss(8) show it.
  public var name: String?
  /// The login name of the socket's user, or the user's number.
  public var user: String?
  /// Where its control groups put it.
  public var group: ControlGroup

  /// An owner of whom nothing else is known.
  public init(_ evidence: Evidence) {
    self.evidence = evidence
    group = ControlGroup()
  }
}

/// The unit of systemd, and the container, that a process runs in, from its control groups.
public struct ControlGroup: Equatable, Sendable {
  /// The innermost service or scope, such as `ssh.service`; nil if there is none.
  public private(set) var unit: String?
  /// The identifier of the container, its first 12 digits, or its name; nil outside of containers.
  public private(set) var container: String?

  /// No group.
  public init() {}

  /// Reads the lines of /proc/PID/cgroup: number, controllers and path, separated by colons.
  public init(lines: String) {
    for line in lines.split(separator: "\n") {
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      // The unified hierarchy, and that of systemd in version 1.
      guard fields.count == 3, fields[1].isEmpty || fields[1] == "name=systemd" else { continue }
      read(path: fields[2])
    }
  }

  private mutating func read(path: Substring) {
    for part in path.split(separator: "/") {
      if let id = Self.containerName(part) { container = id }
      if part.hasSuffix(".service") || part.hasSuffix(".scope") { unit = Self.unescaped(part) }
    }
  }

  /// The runtimes whose groups are named `RUNTIME-ID.scope`.
  private static let runtimes = ["docker-", "libpod-", "crio-", "cri-containerd-", "containerd-"]

  private static func containerName(_ part: Substring) -> String? {
    let name = part.hasSuffix(".scope") ? part.dropLast(6) : part
    for runtime in runtimes where name.hasPrefix(runtime) {
      let id = name.dropFirst(runtime.count)
      if isIdentifier(id) { return String(id.prefix(12)) }
    }
    if isIdentifier(name) { return String(name.prefix(12)) }
    if name.hasPrefix("lxc.payload.") { return String(name.dropFirst(12)) }
    if name.hasPrefix("machine-"), part.hasSuffix(".scope") {
      return unescaped(name.dropFirst(8))
    }
    return nil
  }

  /// Whether a name is the identifier of a container: 64 hexadecimal digits.
  private static func isIdentifier(_ name: Substring) -> Bool {
    name.utf8.count == 64
      && name.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
  }

  /// A name of systemd without its escapes, `\x2d` for `-`.
  private static func unescaped(_ name: Substring) -> String {
    guard name.contains("\\") else { return String(name) }
    var bytes: [UInt8] = []
    var rest = name.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\\"), rest.first == UInt8(ascii: "x"),
        let escaped = UInt8(String(decoding: rest.dropFirst().prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(escaped)
        rest = rest.dropFirst(3)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

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
