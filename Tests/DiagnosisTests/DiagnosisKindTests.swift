import Diagnosis
import FloodDetection
import Testing

/// The names of findings are an interface: the manual has them.
@Suite("Kinds of findings")
struct DiagnosisKindTests {
  @Test("Kinds have the names that the manual documents")
  func names() {
    let documented = """
      path-capacity path-loss receive-window-limited zero-window silly-window application-limited \
      sender-buffer-limited short-transfer small-segments retransmission-timeout reordering bufferbloat policed \
      delayed-ack-stall mtu-black-hole mss-clamped refused unanswered icmp-unreachable syn-retransmitted \
      accept-queue-overflow reset peer-vanished idle-timeout left-half-closed dns-slow dns-failed tls-slow tls-failed \
      syn-flood synack-reflection port-scan host-scan backscatter listener-not-answering ack-flood udp-flood fin-scan \
      null-scan xmas-scan one-direction packets-missing captured-twice checksum-offload segmentation-offload \
      begins-midstream cut-packets clock-steps
      """
    #expect(
      DiagnosisKind.allCases.map(\.rawValue) == documented.split(separator: " ").map(String.init))
  }

  @Test("The kind of an alert has the alert's name", arguments: FloodAlert.Kind.allCases)
  func alerts(_ kind: FloodAlert.Kind) {
    #expect(DiagnosisKind(kind).rawValue == kind.rawValue)
    #expect(DiagnosisKind(kind).group == .attacks)
  }

  @Test(
    "A command names its input as a shell reads it",
    arguments: [
      ("a.pcap", "-r a.pcap"), ("my file.pcap", "-r 'my file.pcap'"),
      ("it's.pcap", #"-r 'it'\''s.pcap'"#), ("a;rm -rf.pcap", "-r 'a;rm -rf.pcap'"),
    ])
  func quoting(_ file: String, _ options: String) {
    #expect(CommandSource(files: [file]).options == options)
  }
}
