import CPcap
import InternetTypes
import SystemServices

/// Properties that libpcap's handle of a source provides.
extension PacketReader {
  var linkType: LinkType {
    // libpcap only reads its handle.
    unsafe withHandle { handle in unsafe LinkType(rawValue: pcap_datalink(handle)) }
  }

  var snapshotLength: Int {
    // libpcap only reads its handle.
    unsafe withHandle { handle in unsafe Int(pcap_snapshot(handle)) }
  }

  var savefileHeader: SavefileHeader {
    get throws(CaptureError) {
      let (linkType, precision) = (linkType, precision)
      // The handle is valid for the call.
      let header = unsafe withHandle { handle in
        unsafe SavefileHeader(handle: handle, linkType: linkType, precision: precision)
      }
      guard let header else {
        throw SavefileHeader.unsupported(linkType, subject: subject)
      }
      return header
    }
  }

  func compileFilter(
    _ expression: String, isOptimized: Bool, netmask: UInt32
  ) throws(CaptureError) -> CaptureFilter {
    // The handle is valid for the call, and the text buffer as well.
    let (program, reason) = unsafe withHandle { handle in
      unsafe withTextBuffer { text in
        unsafe cpcap_compile(handle, expression, isOptimized, netmask, text)
      }
    }
    // The program is new and has no other owner.
    return try unsafe CaptureFilter(
      owning: program, expression: expression, isOptimized: isOptimized, netmask: netmask,
      reason: reason)
  }
}
