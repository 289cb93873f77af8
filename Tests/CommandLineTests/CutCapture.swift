import Foundation

/// The packets of pcap files dealt out to several files.
///
/// They are cut at random places, or are those of capture points that overlap in time. The numbers are those of a seed,
/// so that a failure can be repeated.
struct CutCapture {
  let folder: TemporaryFolder
  private(set) var files: [String] = []
  private var state: UInt64

  init(_ captures: [String], into count: Int, isOverlapping: Bool, seed: UInt64) throws {
    folder = try TemporaryFolder()
    state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
    try FileManager.default.createDirectory(
      atPath: folder.path("in '\"folder"), withIntermediateDirectories: true)
    for (number, capture) in captures.enumerated() {
      let data = [UInt8](try Data(contentsOf: URL(filePath: capture)))
      let records = Self.records(data)
      var parts = Array(repeating: Array(data.prefix(24)), count: count)
      let edges = (1..<max(count, 2)).map { _ in Int(next() % UInt64(max(records.count, 1))) }
      for (index, record) in records.enumerated() {
        let part =
          isOverlapping
          ? Int(next() % UInt64(count)) : edges.prefix(count - 1).count { $0 <= index }
        parts[part] += record
      }
      for (index, part) in parts.enumerated() {
        let path = folder.path("in '\"folder/part \(number)-\(1000 + index).pcap")
        try Data(part).write(to: URL(filePath: path))
        files.append(path)
      }
    }
  }

  /// A linear congruential generator (Knuth, MMIX).
  private mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state >> 33
  }

  /// The records of a little-endian pcap file, with their headers.
  private static func records(_ data: [UInt8]) -> [ArraySlice<UInt8>] {
    var records: [ArraySlice<UInt8>] = []
    var offset = 24
    while offset + 16 <= data.count {
      let length = (0..<4).reduce(0) { $0 | Int(data[offset + 8 + $1]) << (8 * $1) }
      let end = min(offset + 16 + length, data.count)
      records.append(data[offset..<end])
      offset = end
    }
    return records
  }
}

/// The steps of the manual's recipe for an archive.
struct ArchiveSteps {
  let folder: TemporaryFolder
  let buckets: Int
  private(set) var folders: [String] = []

  /// Partitions the captures.
  init(_ files: [String], buckets: Int, options: [String] = []) throws {
    folder = try TemporaryFolder()
    self.buckets = buckets
    for (index, file) in files.enumerated() {
      let split = folder.path("split \(index)")
      let outcome = try run(
        Package.command,
        ["partition", "-r", file, "--buckets", "\(buckets)", "-o", split] + options)
      guard outcome.status == 0 || outcome.complaints.contains(where: { $0.contains("cut") })
      else { throw Failure(text: outcome.errors) }
      folders.append(split)
    }
  }

  struct Failure: Error { var text: String }

  /// The records of a subcommand, from all buckets.
  func records(_ subcommand: String, options: [String] = []) throws -> Outcome {
    let tracked = try TemporaryFolder()
    let paths = (0..<buckets).map { tracked.path("\($0)") }
    for bucket in 0..<buckets {
      let outcome = try run(
        Package.command,
        ["track", subcommand, "--bucket", "\(bucket)", "-o", paths[bucket]] + options + folders)
      if outcome.status != 0 { return outcome }
    }
    return try run(Package.command, ["collect"] + paths)
  }
}
