import ArgumentParser
import Metrics
import PacketCapture
import SystemServices

/// Options of the metrics of a live capture.
struct MetricsOptions: ParsableArguments {
  @Option(
    name: .customLong("metrics-listen"), parsing: .unconditional,
    help: ArgumentHelp(
      "Serve metrics of a live capture at http://ADDRESS:PORT/metrics, on 127.0.0.1 unless an address is given.",
      valueName: "[address:]port"))
  var listen: String?

  @Option(
    name: .customLong("metrics-file"), parsing: .unconditional,
    help: ArgumentHelp(
      "Write metrics of a live capture into this file every \(MetricsReporter.fileInterval) seconds.",
      valueName: "file"))
  var path: String?

  /// Whether metrics are kept.
  var isUsed: Bool { listen != nil || path != nil }

  func validate() throws {
    if let listen, endpoint == nil {
      throw ValidationError(
        "--metrics-listen \(SystemText.shown(listen)): must be a port, or an address and a port: "
          + "9469, 192.0.2.1:9469, [::1]:9469")
    }
    if let path, path.isEmpty || path == "-" || path.hasSuffix("/") {
      throw ValidationError("--metrics-file \(SystemText.shown(path)): must name a file")
    }
  }

  /// Checks that an interface is captured on.
  func check(_ capture: CaptureOptions) throws {
    if isUsed, capture.hasFiles {
      throw ValidationError(
        "--metrics-listen and --metrics-file are of live captures: -i, not -r or -V")
    }
  }

  /// The address and the port to listen on.
  private var endpoint: (address: String, port: UInt16)? {
    guard let listen else { return nil }
    let colon = listen.lastIndex(of: ":")
    let digits = colon.map { listen[listen.index(after: $0)...] } ?? listen[...]
    guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }),
      let port = UInt16(digits)
    else { return nil }
    var address = colon.map { String(listen[..<$0]) } ?? ""
    if address.isEmpty || address == "localhost" { return ("127.0.0.1", port) }
    if address.hasPrefix("["), address.hasSuffix("]") {
      address = String(address.dropFirst().dropLast())
    } else if address.contains(":") {
      return nil
    }
    return ServerSockets.isAddress(address) ? (address, port) : nil
  }

  /// Begins to listen, as the user that the program was started by; nil if nobody is served.
  ///
  /// - Throws: the system's refusal.
  func listener() throws(CaptureError) -> Int32? {
    guard let endpoint else { return nil }
    let bound: (descriptor: Int32, port: UInt16)
    do throws(CaptureError) {
      bound = try ServerSockets.listen(on: endpoint.address, port: endpoint.port)
    } catch {
      throw CaptureError(
        error.kind, subject: "--metrics-listen \(listen ?? "")", reason: error.reason)
    }
    let host = endpoint.address.contains(":") ? "[\(endpoint.address)]" : endpoint.address
    TCPInspect.write(line: "metrics at http://\(host):\(bound.port)/metrics")
    return bound.descriptor
  }

  /// Begins to keep the metrics of a capture.
  ///
  /// - Parameters:
  ///   - listener: the socket of `listener()`.
  ///   - interface: what is captured on.
  /// - Returns: the metrics; nil if none are kept.
  /// - Throws: if the file cannot be written.
  func metrics(_ listener: Int32?, interface: String) throws(CaptureError) -> CaptureMetrics? {
    guard isUsed else { return nil }
    let subject = MetricsTable.Subject(
      version: TCPInspect.number, interface: SystemText.shown(interface))
    return CaptureMetrics(
      try MetricsReporter(subject, path: path, listener: listener) { TCPInspect.report($0) })
  }
}
