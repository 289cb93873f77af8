import Foundation
import Testing

/// Runs over files that a signal ends, or whose output nobody reads.
@Suite struct InterruptedRunTests {
  private static let large = Package.fixture("cubic-loss.pcap")

  @Test(arguments: [("TERM", 143), ("INT", 130), ("HUP", 129)])
  func `a signal that ends the reading of a file has its status, and a line says how far it came`(
    signal: String, status: Int32
  ) throws {
    let outcome = try run(
      "/usr/bin/env",
      [
        "python3", "-c",
        """
        import os, signal, subprocess, sys, time
        run = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(0.5)
        run.send_signal(signal.SIG\(signal))
        time.sleep(0.2)
        out, err = run.communicate()
        sys.stderr.buffer.write(err)
        sys.exit(run.returncode)
        """, Package.command, "-xx", "-r", Self.large, "-r", Self.large, "-r", Self.large,
      ])
    #expect(outcome.status == status)
    let line = try #require(outcome.complaints.last)
    #expect(line.hasPrefix("tcpinspect: interrupted by SIG\(signal) after "))
    #expect(line.contains(" % of 3 files") && line.hasSuffix("; the output covers only these"))
  }

  @Test
  func `an interrupted annotation has the signal's status, and says that nothing was written`()
    throws
  {
    let folder = try TemporaryFolder()
    let input = folder.path("large.pcap")
    // Several seconds of work: both signals come while it is done.
    let one = try Data(contentsOf: URL(filePath: Self.large))
    try Data((0..<3000).map { _ in one }.joined()).write(to: URL(filePath: input))
    let outcome = try run(
      "/usr/bin/env",
      [
        "python3", "-c",
        """
        import signal, subprocess, sys, time
        run = subprocess.Popen(sys.argv[1:], stderr=subprocess.PIPE)
        time.sleep(0.3)
        run.send_signal(signal.SIGUSR1)
        time.sleep(0.3)
        run.send_signal(signal.SIGINT)
        sys.stderr.buffer.write(run.communicate()[1])
        sys.exit(run.returncode)
        """, Package.command, "annotate", "-r", input, "-w", folder.path("copy.pcapng"),
      ])
    #expect(outcome.status == 130)
    // SIGUSR1 reports how far it is.
    #expect(outcome.complaints.first?.contains(" % of \(input), ") == true, "\(outcome.errors)")
    let line = try #require(outcome.complaints.last)
    #expect(line.hasPrefix("tcpinspect: interrupted by SIGINT after "))
    #expect(line.hasSuffix("; nothing was written"))
    #expect(!FileManager.default.fileExists(atPath: folder.path("copy.pcapng")))
  }

  @Test(arguments: [
    (["-xx"], "cubic-loss.pcap"), (["connections"], "port-scan.pcap"),
    (["events"], "cubic-loss.pcap"), (["windows"], "cubic-loss.pcap"),
  ])
  func `a reader that takes nothing ends it at the first signal, with a message and status 1`(
    words: [String], name: String
  ) throws {
    // Records of connections come when all is read: one short file is read within a second.
    let count = words == ["connections"] ? 1 : 20
    let files = (0..<count).flatMap { _ in ["-r", Package.fixture(name)] }
    let outcome = try run(
      "/usr/bin/env",
      [
        "python3", "-c",
        """
        import fcntl, signal, struct, subprocess, sys, termios, time
        run = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        fcntl.fcntl(run.stdout, 1031, 4096)
        # The signal comes when the pipe is full.
        for _ in range(200):
            time.sleep(0.1)
            waiting = fcntl.ioctl(run.stdout, termios.FIONREAD, b'\\0' * 4)
            if struct.unpack('i', waiting)[0] >= 4096: break
        time.sleep(0.3)
        run.send_signal(signal.SIGINT)
        status = run.wait(8)
        sys.stderr.buffer.write(run.stderr.read())
        sys.exit(status)
        """, Package.command,
      ] + words + files)
    #expect(outcome.status == 1)
    #expect(
      outcome.complaints.last?.hasPrefix("tcpinspect: standard output: ") == true,
      "\(outcome.errors)")
  }
}
