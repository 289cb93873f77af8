import Foundation
import InternetTypes
import PacketCapture
import SystemServices
import Testing

/// Each in a process of its own, because a process is interrupted as a whole.
struct InterruptionTests {
  @Test func `a request ends the loop over a savefile, and can be reset`() async {
    await #expect(processExitsWith: .success) {
      let files = try TestFiles()
      var file = try CaptureFile(path: files.file("a.pcap", Sample.savefile(Sample.packets)))
      Interruption.catchSignals()
      #expect(!Interruption.isRequested)
      Interruption.request()
      #expect(Interruption.isRequested && Interruption.signal == nil)
      #expect(readAll(&file) == ([], .interrupted))
      Interruption.reset()
      #expect(readAll(&file) == (Sample.packets, .endOfInput))
    }
  }

  @Test func `a pipe delivers its packets, reports quiet, and ends at a signal`() async {
    await #expect(processExitsWith: .success) {
      let files = try TestFiles()
      let path = files.path("pipe")
      let maker = try Process.run(URL(fileURLWithPath: "/usr/bin/mkfifo"), arguments: [path])
      maker.waitUntilExit()
      // Open for both reading and writing, so that opening the other end never waits.
      let writer = try #require(FileHandle(forUpdatingAtPath: path))
      let bytes = Sample.savefile(Sample.packets)
      let cut = 24 + 16 + Sample.udpFrame.count + 5  // Within the second record's header.
      try writer.write(contentsOf: Data(bytes.prefix(cut)))
      var file = try CaptureFile(path: path)
      Interruption.catchSignals()
      var numbers: [Int] = []
      func loop() -> PacketLoopEnd {
        file.forEachPacket { header, _ in
          numbers.append(header.number)
          return true
        }
      }
      #expect(loop() == .quiet)
      #expect(numbers == [1])
      try writer.write(contentsOf: Data(bytes.dropFirst(cut)))
      #expect(loop() == .quiet)
      #expect(numbers == [1, 2, 3, 4])
      kill(getpid(), SIGTERM)
      #expect(loop() == .interrupted)
      #expect(Interruption.signal == SIGTERM)
    }
  }

  @Test func `packets captured before a signal are delivered before the end`() async {
    await #expect(processExitsWith: .success) {
      let port = Int.random(in: 50_000...59_999)
      guard var capture = try LiveCaptureTests.open("lo", adjust: { $0.timeoutMilliseconds = 500 })
      else { return }
      try capture.attach(capture.compileFilter("udp dst port \(port)"))
      Interruption.catchSignals()
      try LiveCaptureTests.send(["last"], port: port)
      kill(getpid(), SIGINT)
      // The signal may reach another thread first, and a moment later.
      var (count, end) = (0, PacketLoopEnd.quiet)
      while end == .quiet {
        end = capture.forEachPacket { _, _ in
          count += 1
          return true
        }
      }
      #expect(count == 1)
      #expect(end == .interrupted)
    }
  }
}
