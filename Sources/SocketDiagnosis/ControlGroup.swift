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
