import CaptureFormats

/// The format of a savefile by the ending of its name.
enum SavefileName {
  /// How a file of that name is compressed; nil if it is not.
  static func compression(_ path: String) -> CompressionFormat? {
    CompressionFormat.allCases.first { path.lowercased().hasSuffix($0.fileNameEnding) }
  }

  /// Whether a file of that name is pcapng; an ending for compression can follow.
  static func isPcapng(_ path: String) -> Bool {
    path.dropLast(compression(path)?.fileNameEnding.count ?? 0).lowercased()
      .hasSuffix(".pcapng")
  }
}
