import CPcap
import InternetTypes
import SystemServices

/// Opening of the interface of a configuration.
extension LiveConfiguration {
  /// Opens the interface, by its number if none has that name, as tcpdump does.
  ///
  /// - Returns: the shim's source, which has no other owner, and libpcap's warnings.
  mutating func openSource() throws(CaptureError) -> (source: OpaquePointer, warnings: [String]) {
    do {
      return try unsafe openByName()
    } catch {
      guard error.kind == .notFound, let number = Int(interface) else { throw error }
      let interfaces = try NetworkInterface.all()
      guard interfaces.indices.contains(number - 1) else {
        throw CaptureError(.notFound, reason: "Invalid adapter index")
      }
      interface = interfaces[number - 1].name
      return try unsafe openByName()
    }
  }

  /// Opens the interface; the shim's source has no other owner.
  private func openByName() throws(CaptureError) -> (source: OpaquePointer, warnings: [String]) {
    let packets: pcap_direction_t? =
      switch direction {
      case .incoming: PCAP_D_IN
      case .outgoing: PCAP_D_OUT
      case .both: PCAP_D_INOUT
      case nil: nil
      }
    let bufferByteCount = (bufferKibibytes ?? 0).multipliedReportingOverflow(by: 1024)
    var status: Int32 = 0
    // The shim reads the name and the options, and writes the text and the status, during the call only.
    let (source, text) = unsafe interface.withCString { device in
      var options = unsafe cpcap_live_options(
        device: device,
        snapshot_length: Int32(clamping: snapshotLength ?? -1),
        buffer_byte_count: bufferByteCount.overflow
          ? .max : Int32(clamping: bufferByteCount.partialValue),
        timeout_milliseconds: Int32(clamping: max(1, timeoutMilliseconds)),
        timestamp_type: timestampType?.rawValue ?? -1,
        direction: packets.map { Int32(bitPattern: $0.rawValue) } ?? -1,
        link_type: requestedLinkType?.rawValue ?? -1,
        nanoseconds: precision == .nanoseconds,
        promiscuous: isPromiscuous, immediate: isImmediate,
        monitor: isMonitoring)
      return unsafe withTextBuffer { text in unsafe cpcap_open_live(&options, text, &status) }
    }
    guard let source = unsafe source else {
      throw CaptureError(liveStatus: status, reason: text, interface: interface)
    }
    return unsafe (source, text.split(separator: "\n").map(String.init))
  }
}

extension CaptureError {
  /// The error of opening an interface, by libpcap's number.
  init(liveStatus status: Int32, reason: String, interface: String) {
    switch status {
    case PCAP_ERROR_NO_SUCH_DEVICE:
      self.init(.notFound, subject: interface, reason: reason)
    case PCAP_ERROR_PERM_DENIED, PCAP_ERROR_PROMISC_PERM_DENIED:
      let program = SystemText.arguments.first ?? "PROGRAM"
      self.init(
        .permission, subject: interface, reason: reason,
        advice: "use sudo, or once: sudo setcap cap_net_raw,cap_net_admin=eip \(program)")
    default:
      let kind: Kind = reason.contains("No such device") ? .notFound : .interface
      self.init(kind, subject: reason.hasPrefix(interface) ? nil : interface, reason: reason)
    }
  }
}
