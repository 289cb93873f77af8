/// A capture in a store: what was read, and how.
public struct StoredCapture: Sendable {
  /// A file that was read.
  public struct File: Sendable {
    /// Its absolute path.
    public var path: String
    /// Its name as the command gave it; nil in older stores.
    public var given: String?
    /// Its size; nil for a pipe.
    public var bytes: Int?
    /// Its SHA-256 digest in hexadecimal; nil for a pipe.
    public var digest: String?
    /// The link-layer type of its first interface.
    public var linkType: String

    /// A file by these properties.
    public init(path: String, bytes: Int?, digest: String?, linkType: String) {
      self.path = path
      self.bytes = bytes
      self.digest = digest
      self.linkType = linkType
    }
  }

  /// Its number in the store, from 1; 0 before it is saved.
  public var id: Int64 = 0
  /// When it was saved, in nanoseconds since the epoch.
  public var saved: Int64 = 0
  /// Whether the pass came to its end.
  public var isComplete = false
  /// The program and its version.
  public var program: String
  /// The files; empty for a live capture.
  public var files: [File]
  /// The interface of a live capture.
  public var interface: String?
  /// The filter expression.
  public var filter: String
  /// Options that change what is found.
  public var options: String
  /// Whether times have nanoseconds.
  public var isFine: Bool

  /// A capture that is about to be saved.
  public init(
    program: String, files: [File], interface: String?, filter: String, options: String,
    isFine: Bool
  ) {
    self.program = program
    self.files = files
    self.interface = interface
    self.filter = filter
    self.options = options
    self.isFine = isFine
  }

  /// What two captures of the same files in the same way have in common; nil if a file has no digest.
  public var identity: String? {
    guard !files.isEmpty else { return nil }
    var parts = [filter, options]
    for file in files {
      guard let digest = file.digest else { return nil }
      parts.append(digest)
    }
    return parts.joined(separator: "\n")
  }
}

/// The totals of a pass.
public struct StoredTotals: Sendable {
  /// Packets that were processed.
  public var packets: UInt64 = 0
  /// The time of the first packet, in nanoseconds since the epoch.
  public var first: Int64?
  /// The time of the last packet.
  public var last: Int64?
  /// Packets that the kernel counted in a live capture.
  public var received: Int64?
  /// Of these, the ones that it dropped.
  public var dropped: Int64?
  /// The notes of the pass, as they were on standard error.
  public var notes: [String] = []
  /// Whether the pass came to its end.
  public var isComplete = true

  /// Totals of nothing.
  public init() {}
}
