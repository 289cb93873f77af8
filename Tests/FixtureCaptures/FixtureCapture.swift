public import Foundation
public import InternetTypes

/// A capture of the `Fixtures` folder, read without the code under test.
public struct FixtureCapture: Sendable {
  /// A frame as it was captured.
  public struct Frame: Sendable {
    /// What was captured.
    public var bytes: [UInt8]
    /// Its length on the wire as the capture states it.
    public var wireLength: Int
  }

  /// The file's name without its extension.
  public var name: String
  /// What frames begin with.
  public var linkType: LinkType
  /// The frames in the file's order.
  public var frames: [Frame]

  /// Where the captures are.
  public static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures")

  /// Reads a capture: all were written on little-endian machines.
  ///
  /// - Throws: when there is no such file.
  public init(_ name: String) throws {
    self.name = name
    let bytes = [UInt8](try Data(contentsOf: Self.folder.appending(path: name + ".pcap")))
    func number(_ offset: Int) -> Int {
      (0..<4).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
    }
    linkType = LinkType(rawValue: Int32(number(20) & 0xffff))
    frames = []
    var offset = 24
    while offset + 16 <= bytes.count {
      let count = number(offset + 8)
      let start = offset + 16
      frames.append(
        Frame(bytes: Array(bytes[start..<(start + count)]), wireLength: number(offset + 12)))
      offset = start + count
    }
  }

  /// All captures.
  ///
  /// - Throws: when the folder cannot be read.
  public static func all() throws -> [FixtureCapture] {
    let names = try FileManager.default.contentsOfDirectory(
      atPath: folder.path(percentEncoded: false))
    return try names.filter { $0.hasSuffix(".pcap") }.sorted().map {
      try FixtureCapture(String($0.dropLast(5)))
    }
  }
}
