import Foundation
import Testing

/// Live captures into pcapng: several interfaces at once, and the counters of interfaces in a rotation.
@Suite struct SeveralInterfacesTests {
  /// Runs a script as those of `NamespaceTests`; nil if there are no namespaces.
  private func script(_ text: String, _ folder: TemporaryFolder) throws -> Outcome? {
    guard let command = NamespaceTests.unshare.command else {
      print("*** NOT TESTED: captures in namespaces (\(NamespaceTests.unshare.reason))")
      return nil
    }
    return try run(
      command[0],
      command.dropFirst() + [
        "bash", "-c", NamespaceTests.setup + text, "bash", Package.command,
        folder.path("").dropLast() + "",
      ])
  }

  @Test
  func `several interfaces answer signals, and are captured on until the last one disappears`()
    throws
  {
    let folder = try TemporaryFolder()
    let outcome = try script(
      """
      "$1" -Z root -n -i va -i lo --immediate-mode -w "$2/file.pcapng" udp 2> "$2/said" & capture=$!
      said() { until [ "$(grep -c "$1" "$said")" -ge "${2-1}" ]; do kill -0 $capture; done; }
      said=$2/said
      said 'listening on' 2
      # SIGUSR2 writes out what was captured.
      holds() { until [ "$("$command" --count -r "$file" 2> /dev/null)" = "$1" ]; do kill -USR2 $capture; done; }
      command=$1 file=$2/file.pcapng
      printf 'Hello World' > /dev/udp/10.9.0.2/50000
      printf 'Hello World' > /dev/udp/127.0.0.1/50001
      holds '2 packets'
      kill -USR1 $capture
      said '^2 packets captured'
      ip link set va down
      said 'va: The interface went down'
      ip link set va up
      said 'va: The interface is up again'
      ip link del va
      said 'va: .*; the capture goes on on the other interfaces'
      printf 'Hello World' > /dev/udp/127.0.0.1/50001
      holds '3 packets'
      kill -INT $capture
      wait $capture || echo "status $?" >> "$2/said"
      """, folder)
    guard let outcome else { return }
    #expect(outcome.status == 0, "\(outcome.errors)")
    let said = try String(contentsOfFile: folder.path("said"), encoding: .utf8)
      .split(separator: "\n")
    #expect(said.contains("3 packets captured"), "\(said)")
    #expect(said.suffix(2) == ["tcpinspect: va: The interface disappeared", "status 1"])
  }

  @Test(arguments: ["-i va", "-i va -i lo"])
  func `each file of a live rotation ends with the counters of its interfaces`(
    interfaces: String
  ) throws {
    let folder = try TemporaryFolder()
    let outcome = try script(
      """
      "$1" -Z root -n \(interfaces) --immediate-mode -U -C 2k -w "$2/file" --pcapng udp 2> "$2/said" &
      capture=$!
      until grep -q 'listening on' "$2/said"; do kill -0 $capture; done
      for number in $(seq 30); do head -c 400 /dev/zero > /dev/udp/10.9.0.2/50000; done
      until [ -e "$2/file4" ]; do kill -0 $capture; done
      kill -INT $capture; wait $capture
      """, folder)
    guard let outcome else { return }
    #expect(outcome.status == 0, "\(outcome.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("."))
      .filter { $0.hasPrefix("file") }
    #expect(names.count >= 5)
    let interfaceCount = interfaces.split(separator: " ").count / 2
    for name in names {
      let types = Self.blockTypes([UInt8](try Data(contentsOf: URL(filePath: folder.path(name)))))
      let start: [UInt32] = [0x0a0d_0d0a] + Array(repeating: 1, count: interfaceCount)
      let end: [UInt32] = [6] + Array(repeating: 5, count: interfaceCount)
      #expect(types.starts(with: start), "\(name)")
      #expect(Array(types.suffix(end.count)) == end, "\(name)")
      #expect(types.count { $0 == 5 } == interfaceCount)
    }
  }

  /// The types of a little-endian file's blocks.
  private static func blockTypes(_ bytes: [UInt8]) -> [UInt32] {
    var (types, offset) = ([] as [UInt32], 0)
    func word(_ offset: Int) -> UInt32 {
      (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << (8 * $1) }
    }
    while offset + 12 <= bytes.count {
      types.append(word(offset))
      offset += max(Int(word(offset + 4)), 12)
    }
    return types
  }
}
