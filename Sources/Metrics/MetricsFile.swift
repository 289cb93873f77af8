import SystemServices

/// A file with the metrics, written whole beside it and renamed: a reader sees the one before or the new one.
struct MetricsFile: Sendable {
  let path: String

  /// The form: files that node_exporter reads end in `.prom` and have the older one.
  var form: MetricsForm { path.hasSuffix(".prom") ? .prometheus : .openMetrics }

  /// Replaces the file.
  ///
  /// - Throws: the system's refusal; the file before stays.
  func write(_ bytes: [UInt8]) throws(IOError) {
    // node_exporter reads names that end in `.prom` alone.
    let other = path + ".new"
    let descriptor = try OutputDescriptor.create(path: other)
    do throws(IOError) {
      try descriptor.write(bytes.span)
      try descriptor.close()
      try SystemFiles.rename(other, to: path)
    } catch {
      SystemFiles.remove(other)
      throw error
    }
  }
}
