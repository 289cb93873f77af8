import Foundation
import Testing

/// Metrics of real captures, read by promtool and a Prometheus.
@Suite(.serialized) struct MetricsTests {
  /// Why they cannot be tested here, said loudly; nil if they can.
  static let obstacle: String? = {
    var reason: String?
    if program("prometheus") == nil || program("promtool") == nil {
      reason = "apt-get install prometheus"
    }
    if geteuid() != 0 { reason = "needs root" }
    if program("python3") == nil { reason = "needs python3" }
    if let reason { print("*** NOT TESTED: metrics (\(reason))") }
    return reason
  }()

  @Test(
    .enabled(if: obstacle == nil, "\(obstacle ?? "")"),
    arguments: [
      ("counts", MetricsScript.counts), ("hostile clients", MetricsScript.hostile),
      ("packets while scraped", MetricsScript.busy), ("Prometheus", MetricsScript.prometheus),
    ])
  func `metrics of connections over loopback`(name: String, part: String) throws {
    let folder = try TemporaryFolder()
    let dashboard = Package.root.appending(path: "Monitoring/tcpinspect-dashboard.json")
    let outcome = try run(
      "/usr/bin/env",
      [
        "DASHBOARD=\(dashboard.path(percentEncoded: false))", "timeout", "--signal=KILL", "60",
        "python3", "-c", MetricsScript.common + part, Package.command,
        String(folder.path("").dropLast()), name,
      ])
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  @Test(arguments: [
    ["--metrics-listen", "9469", "-r", "x"], ["--metrics-file", "x", "-r", "y"],
    ["--metrics-listen", "example.com:80"], ["--metrics-listen", "70000"],
    ["--metrics-listen", "::1:80"], ["--metrics-listen", ":"], ["--metrics-file", "-"],
  ])
  func `options that make no sense are wrong usage`(options: [String]) throws {
    for command in ["connections", "live"] {
      let outcome = try run(Package.command, [command] + options)
      #expect(outcome.status == 64)
      #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
    }
  }

  @Test(.enabled(if: obstacle == nil, "\(obstacle ?? "")"))
  func `an address or a file that cannot be used is one line of error`() throws {
    for (options, reason) in [
      (["--metrics-listen", "192.0.2.1:9469"], "Cannot assign requested address"),
      (["--metrics-file", "/nowhere/at/all"], "No such file or directory"),
    ] {
      let outcome = try run(Package.command, ["connections", "-i", "lo"] + options)
      #expect(outcome.status == 1)
      #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
      #expect(outcome.errors.contains(reason), "\(outcome.errors)")
    }
  }

  @Test func `the unit's exposure is less than 3`() throws {
    guard let analyze = program("systemd-analyze") else {
      print("*** NOT TESTED: the systemd unit (apt-get install systemd)")
      return
    }
    let unit = Package.root.appending(path: "Monitoring/tcpinspect-metrics@.service")
    let outcome = try run(
      analyze,
      ["security", "--offline=true", "--threshold=29", unit.path(percentEncoded: false)])
    #expect(outcome.status == 0, "\(outcome.output.suffix(300)) \(outcome.errors)")
    #expect(outcome.output.contains("Overall exposure level"))
  }

  @Test func `with the unit's one capability and no user's rights the metrics are served`() throws {
    guard geteuid() == 0, let setpriv = program("setpriv") else {
      print("*** NOT TESTED: metrics with one capability (needs root and setpriv)")
      return
    }
    let server = try LiveTests.Running(
      setpriv,
      [
        "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--inh-caps=-all,+net_raw",
        "--ambient-caps=+net_raw", "--bounding-set=-all,+net_raw", "--no-new-privs",
        Package.command, "connections", "-p", "-n", "-i", "lo", "--format", "ndjson",
        "--metrics-listen", "127.0.0.1:0", "udp port 9",
      ])
    let lines = LiveTests.Running.read(server.errors, until: "listening on lo")
    let address = try #require(
      lines.split(separator: "\n").first { $0.hasPrefix("metrics at ") }?.dropFirst(11))
    let text = try run(
      "/usr/bin/env",
      [
        "python3", "-c",
        "import sys, urllib.request; print(urllib.request.urlopen(sys.argv[1]).read().decode())",
        String(address),
      ])
    #expect(text.output.contains("tcpinspect_build_info{"))
    #expect(server.interrupt().errors.contains("0 packets captured"))
  }
}
