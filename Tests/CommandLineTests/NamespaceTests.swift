import Foundation
import Testing

/// Live captures in network namespaces of their own: a veth pair between this host and another.
///
/// Each script runs in a new user and network namespace, so that no privilege is needed where the system allows that, and
/// nothing is left behind; only root is known there, so that no privileges can be dropped (-Z root). In it, `va`
/// (10.9.0.1) is ours, `vb` (10.9.0.2) the other host's.
@Suite struct NamespaceTests {
  /// The command that starts a program in namespaces of its own, or nil with the reason why there is none.
  static let unshare: (command: [String]?, reason: String) = {
    // A script waits for what it expects to be captured, but not for ever.
    guard let timeout = program("timeout"), let unshare = program("unshare"),
      program("nsenter") != nil, program("ip") != nil
    else {
      return (nil, "unshare, nsenter (util-linux) and ip (iproute2) are needed")
    }
    let command = [timeout, "--signal=KILL", "60", unshare, "--user", "--map-root-user", "--net"]
    let outcome = try? run(
      timeout, command.dropFirst() + ["ip", "link", "add", "va", "type", "veth"])
    return outcome?.status == 0
      ? (command, "") : (nil, outcome?.errors ?? "namespaces cannot be made")
  }()

  /// Makes the two hosts; `other COMMAND` runs a command on the second one.
  static let setup = """
    set -eu
    unshare --net sleep 60 & peer=$!
    trap 'kill -KILL $peer' EXIT
    while [ "$(readlink /proc/$peer/ns/net)" = "$(readlink /proc/self/ns/net)" ]; do :; done
    other() { nsenter --target $peer --net "$@"; }
    ip link set lo up
    ip link add va type veth peer name vb netns $peer
    ip addr add 10.9.0.1/24 dev va
    ip link set va up
    other ip addr add 10.9.0.2/24 dev vb
    other ip link set vb up
    # The first datagram finds the neighbours, before anything is captured.
    until ip neigh show dev va | grep -q lladdr; do echo > /dev/udp/10.9.0.2/9; done
    listening() { until grep -q '^listening on\\|: listening on' "$1"; do kill -0 $capture; done; }

    """

  /// Runs a script on the first host; it finds the command in `$1` and a folder in `$2`.
  private func script(_ text: String, _ folder: TemporaryFolder) throws -> Outcome? {
    guard let command = Self.unshare.command else {
      print("*** NOT TESTED: captures in namespaces (\(Self.unshare.reason))")
      return nil
    }
    return try run(
      command[0],
      command.dropFirst() + [
        "bash", "-c", Self.setup + text, "bash", Package.command, folder.path("").dropLast() + "",
      ])
  }

  private func lines(_ folder: TemporaryFolder, _ name: String) throws -> [String] {
    try String(contentsOfFile: folder.path(name), encoding: .utf8).split(separator: "\n")
      .map(String.init)
  }

  @Test func `directions and filters show their packets only`() throws {
    let folder = try TemporaryFolder()
    let outcome = try script(
      """
      for way in in out inout filter; do
        if [ $way = filter ]; then only="udp dst port 50000"; else only="-Q $way ip"; fi
        "$1" -Z root -nt -i va --immediate-mode -l $only > "$2/$way" 2> "$2/$way.said" & capture=$!
        listening "$2/$way.said"
        printf 'Hello World' > /dev/udp/10.9.0.2/50000
        if [ $way = in ] || [ $way = inout ]; then awaited=unreachable; else awaited=UDP; fi
        until grep -q $awaited "$2/$way"; do :; done
        kill -INT $capture; wait $capture
      done
      """, folder)
    guard let outcome else { return }
    #expect(outcome.status == 0, "\(outcome.errors)")
    let sent = "10.9.0.2.50000: UDP, length 11"
    let answered =
      "IP 10.9.0.2 > 10.9.0.1: ICMP 10.9.0.2 udp port 50000 unreachable, length 47"
    #expect(try lines(folder, "in") == [answered])
    #expect(try lines(folder, "out").allSatisfy { $0.hasSuffix(sent) })
    #expect(try lines(folder, "out").count == 1)
    #expect(try lines(folder, "inout").count == 2)
    #expect(try lines(folder, "inout").last == answered)
    #expect(try lines(folder, "filter").allSatisfy { $0.hasSuffix(sent) })
  }

  @Test func `on any, lines begin with the interface and the direction`() throws {
    let folder = try TemporaryFolder()
    let outcome = try script(
      """
      "$1" -Z root -nt -i any --immediate-mode -l ip > "$2/any" 2> "$2/any.said" & capture=$!
      listening "$2/any.said"
      printf 'Hello World' > /dev/udp/10.9.0.2/50000
      printf 'Hello World' > /dev/udp/127.0.0.1/50001
      until [ "$(grep -c unreachable "$2/any")" -ge 2 ]; do :; done
      kill -INT $capture; wait $capture
      """, folder)
    guard let outcome else { return }
    #expect(outcome.status == 0, "\(outcome.errors)")
    let text = try lines(folder, "any")
    #expect(
      text.contains { $0.hasPrefix("va    Out IP 10.9.0.1.") && $0.hasSuffix("UDP, length 11") })
    #expect(
      text.contains(
        "va    In  IP 10.9.0.2 > 10.9.0.1: ICMP 10.9.0.2 udp port 50000 unreachable, length 47"))
    #expect(text.contains { $0.hasPrefix("lo    In  IP 127.0.0.1.") })
    #expect(try lines(folder, "any.said").contains("tcpinspect: data link type LINUX_SLL2"))
  }

  @Test(arguments: [("-B 64", true), ("", false)])
  func `what the kernel has no room for is counted, and the default has room for megabytes`(
    size: String, isTooSmall: Bool
  ) throws {
    let folder = try TemporaryFolder()
    let outcome = try script(
      """
      "$1" -Z root -n -i va \(size) -w "$2/file" udp 2> "$2/said" & capture=$!
      listening "$2/said"
      kill -STOP $capture
      exec 3> /dev/udp/10.9.0.2/50000
      block=$(printf '%01000d' 0)
      # Nobody listens there: every other datagram only fetches the refusal.
      for number in {1..6000}; do printf %s $block >&3 2> /dev/null || true; done
      kill -CONT $capture; kill -INT $capture; wait $capture
      "$1" --count -r "$2/file" > "$2/count"
      """, folder)
    guard let outcome else { return }
    #expect(outcome.status == 0, "\(outcome.errors)")
    let said = try lines(folder, "said")
    func count(_ what: String) throws -> Int {
      let line = try #require(said.first { $0.hasSuffix(what) }, "\(said)")
      return try #require(Int(line.prefix { $0.isNumber }))
    }
    let captured = try count("packets captured")
    let dropped = try count("packets dropped by kernel")
    // Every other datagram is sent: three megabytes, more than libpcap's own default of two holds.
    #expect(isTooSmall ? dropped > 0 : dropped == 0 && captured >= 3000)
    #expect(captured > 0)
    #expect(captured + dropped <= 6000)
    #expect(try count("packets received by filter") <= 6000)
    #expect(try lines(folder, "count") == ["\(captured) packets"])
  }

  @Test func `a capture that is killed leaves its flushed packets`() throws {
    let folder = try TemporaryFolder()
    let outcome = try script(
      """
      "$1" -Z root -n -i va --immediate-mode -U -w "$2/file" udp 2> "$2/said" & capture=$!
      listening "$2/said"
      for number in 1 2 3; do printf 'Hello World' > /dev/udp/10.9.0.2/50000; done
      until [ "$("$1" --count -r "$2/file" 2>/dev/null)" = "3 packets" ]; do :; done
      kill -KILL $capture; wait $capture || true
      "$1" -nt -r "$2/file" > "$2/lines"
      """, folder)
    guard let outcome else { return }
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try lines(folder, "lines").count == 3)
  }
}
