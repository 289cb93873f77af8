import ConnectionTracking
import PacketDissection
import TextOutput

/// The section of a page about the QUIC connection that a UDP flow carries.
extension ConnectionPage {
  func appendQUIC(
    _ quic: QUICSummary, continuing index: UInt64?, to line: inout TextBuffer
  ) {
    line.append("\nQUIC\n")
    var versions = quic.versions.map(\.name).joined(separator: ", then ")
    if quic.hasNegotiation { versions += " (negotiated)" }
    row("version", versions.isEmpty ? nil : versions, to: &line)
    row("server name", quic.serverName, to: &line)
    let protocols = quic.applicationProtocols.joined(separator: ", ")
    row("protocols offered", protocols.isEmpty ? nil : protocols, to: &line)
    row("cipher suite", quic.cipherSuite.map { QUICVersion.cipherSuiteName($0) }, to: &line)
    row("handshake", quic.handshakeTime.map { Quantity.duration($0) }, to: &line)
    if quic.hasRetry {
      let verdict = quic.isRetryValid.map { $0 ? "authentic" : "forged" } ?? "not verifiable"
      row("Retry", verdict, to: &line)
    }
    row("first destination ID", quic.originalID.text, to: &line)
    row("client's ID", quic.clientID.text, to: &line)
    row("server's ID", quic.serverID.text, to: &line)
    row("continues", index.map { "connection \($0)" }, to: &line)
    row("closed with error", quic.closeCode.map { "0x" + String($0, radix: 16) }, to: &line)
    if let minimum = quic.spin.minimum, let maximum = quic.spin.maximum {
      row(
        "spin bit round trip",
        "\(Quantity.duration(minimum)) to \(Quantity.duration(maximum)), \(quic.spin.count) seen",
        to: &line)
    }
    appendCounts(quic, to: &line)
  }

  /// Appends the number of packets of each kind that each endpoint sent.
  private func appendCounts(_ quic: QUICSummary, to line: inout TextBuffer) {
    for (name, counts) in [("client", quic.clientPackets), ("server", quic.serverPackets)] {
      let kinds = QUICPacketKind.allCases.filter { counts[$0] > 0 }
        .map { "\(counts[$0]) \($0.name.description.split(separator: "_").joined(separator: " "))" }
      row("\(name)'s packets", kinds.isEmpty ? nil : kinds.joined(separator: ", "), to: &line)
    }
  }

  private func row(_ name: String, _ value: String?, to line: inout TextBuffer) {
    guard let value else { return }
    line.append("  \(TableText.left(name, 22)) \(value)\n")
  }
}
