public import CaptureFormats
import InternetTypes
public import SystemServices

extension PcapngComposer {
  /// Begins a pcapng copy of savefiles.
  ///
  /// - Parameters:
  ///   - descriptions: the files' descriptions before their first packets.
  ///   - isSwapped: whether a pcap file among them has the other byte order than this machine.
  ///   - application: the program that writes.
  ///   - comments: comments on the whole.
  /// - Throws: if pcapng has no number for a link type.
  public init(
    copying descriptions: [CaptureFile.Descriptions], isSwapped: Bool, application: String,
    comments: [String] = []
  ) throws(CaptureError) {
    // Some link types have fields in the byte order of the capturing host, which a reader takes from the section.
    let isOther = isSwapped && descriptions.count == 1
    let other: ByteOrder = ByteOrder.host == .littleEndian ? .bigEndian : .littleEndian
    self.init(
      sources: descriptions.map(\.blocks), order: isOther ? other : .host,
      application: application, system: nil, comments: comments)
    do throws(FormatError) {
      for (index, description) in descriptions.enumerated() {
        take(interfaces: description.interfaces, of: index)
        if description.blocks.isEmpty { try describeInterfaces(of: index) }
      }
    } catch {
      throw CaptureError(.malformed, reason: error.reason)
    }
  }

  /// Begins a pcapng file of a live capture.
  ///
  /// - Parameters:
  ///   - interfaces: the interfaces that are captured on.
  ///   - application: the program that writes.
  /// - Throws: if pcapng has no number for a link type.
  public init(
    capturing interfaces: [CaptureInterface], application: String
  ) throws(CaptureError) {
    self.init(sources: [[]], application: application, system: SystemNames.operatingSystem)
    take(interfaces: interfaces, of: 0)
    do throws(FormatError) {
      try describeInterfaces(of: 0)
    } catch {
      throw CaptureError(.malformed, reason: error.reason)
    }
  }
}

extension LiveCapture {
  /// The interface as a pcapng file describes it.
  ///
  /// - Parameter filter: the expression of the capture's filter; empty for none.
  /// - Returns: its name, link type, snapshot length, resolution, filter and operating system.
  public func description(filter: String) -> CaptureInterface {
    var interface = CaptureInterface(
      linkType: linkType, snapshotLength: snapshotLength,
      resolution: precision == .nanoseconds ? .nanoseconds : .microseconds)
    interface.name = configuration.interface
    interface.filter = filter.isEmpty ? nil : filter
    interface.operatingSystem = SystemNames.operatingSystem
    return interface
  }
}
