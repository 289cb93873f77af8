import ArgumentParser
import CaptureFormats

/// The format and the compression of the savefile that `-w` names.
struct SavefileFormOptions: ParsableArguments {
  @Flag(
    name: .customLong("pcapng"),
    help: "With -w, write pcapng, as for a file name that ends in .pcapng.")
  var isPcapng = false

  @Option(
    name: .customLong("compress"), parsing: .unconditional,
    help: ArgumentHelp(
      "With -w, compress by gzip, zstd, lz4 or xz, as for a name that ends in .gz, .zst, .lz4 or .xz.",
      valueName: "format"))
  var compressionName: String?

  /// How the savefile is compressed: by the option, or else by the ending of its name.
  func compression(_ path: String?) -> CompressionFormat? {
    if let compressionName { return CompressionFormat(rawValue: compressionName) }
    return path.flatMap(SavefileName.compression)
  }

  /// Whether the savefile is pcapng rather than pcap.
  func writesPcapng(_ path: String?) -> Bool {
    path.map { isPcapng || SavefileName.isPcapng($0) } ?? false
  }

  /// Checks what can be checked before files or interfaces are opened.
  func validate(_ path: String?) throws {
    if let compressionName, CompressionFormat(rawValue: compressionName) == nil {
      throw ValidationError("--compress \(compressionName): must be gzip, zstd, lz4 or xz")
    }
    if path == nil, isPcapng || compressionName != nil {
      throw ValidationError("--pcapng and --compress need -w")
    }
  }
}
