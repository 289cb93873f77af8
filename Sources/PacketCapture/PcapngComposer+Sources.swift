public import CaptureFormats
import InternetTypes
public import SystemServices

extension PcapngComposer {
  /// The composer of a pcapng copy of savefiles.
  ///
  /// - Parameters:
  ///   - descriptions: the files' descriptions before their first packets.
  ///   - isSwapped: whether a pcap file among them has the other byte order than this machine.
  ///   - application: the program that writes.
  ///   - comments: comments on the whole.
  /// - Returns: a composer that has composed these descriptions.
  /// - Throws: if pcapng has no number for a link type, or too many interfaces are described.
  public static func copying(
    _ descriptions: [CaptureFile.Descriptions], isSwapped: Bool, application: String,
    comments: [String] = []
  ) throws(CaptureError) -> PcapngComposer {
    let isOther = isSwapped && descriptions.count == 1
    do throws(FormatError) {
      var composer = try PcapngComposer(
        sources: descriptions.map(\.blocks), order: isOther ? .other : .host,
        application: application, system: nil, comments: comments)
      for (index, description) in descriptions.enumerated() {
        composer.take(interfaces: description.interfaces, of: index)
        if description.blocks.isEmpty { try composer.describeInterfaces(of: index) }
      }
      return composer
    } catch {
      throw CaptureError(.malformed, reason: error.reason)
    }
  }

  /// The composer of a pcapng file of a live capture.
  ///
  /// - Parameters:
  ///   - interfaces: the interfaces that are captured on.
  ///   - application: the program that writes.
  /// - Returns: a composer that has composed their descriptions.
  /// - Throws: if pcapng has no number for a link type.
  public static func capturing(
    _ interfaces: [CaptureInterface], application: String
  ) throws(CaptureError) -> PcapngComposer {
    do throws(FormatError) {
      var composer = try PcapngComposer(
        sources: [[]], application: application, system: SystemNames.operatingSystem)
      composer.take(interfaces: interfaces, of: 0)
      try composer.describeInterfaces(of: 0)
      return composer
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
