internal import BasicContainers
import InternetTypes

/// Filling of the batch, appended savefiles, and errors of the input.
extension CaptureReader {
  /// Reads all complete records in the window into the batch.
  @inline(__always)
  mutating func readRecords() -> ReadStop {
    if let stop = section?.read(
      &window, into: &batch, packetCount: &packetCount, interfaces: &interfaces, kept: &kept)
    {
      return stop
    }
    return records?.read(&window, into: &batch, packetCount: &packetCount) ?? .anotherFile
  }

  /// Begins an appended savefile, whose header was found in place of a record; packet numbers continue.
  mutating func beginAppendedFile() -> FormatError? {
    guard interfaces.count < PcapngSection.maximumInterfaceCount else {
      return FormatError(
        .unsupported, "more than \(PcapngSection.maximumInterfaceCount) savefiles in one input")
    }
    do throws(FormatError) {
      let start = try Self.begin(
        &window, interface: interfaces.count, keepsExcess: keepsExcess)
      (records, section) = (start.records, start.section)
      if let interface = start.interface {
        interfaces.append(interface)
        note(interface)
      }
      appendedFileCount += 1
      return nil
    } catch {
      return error
    }
  }

  /// Skips bytes that need not be in memory; returns the reason if the input ended before all were skipped.
  mutating func skip(_ count: Int) -> End? {
    var left = count
    while true {
      let step = min(left, window.available)
      window.start += step
      left -= step
      if left == 0 { return nil }
      switch window.fill() {
      case .bytes, .quiet: continue
      case .interrupted: return .interrupted
      case .failed(let error): return .failed(error)
      case .end: return .failed(truncation(.block(count)))
      }
    }
  }

  /// The error of an input that ends in the middle of a record, in libpcap's words, which scripts match.
  func truncation(_ part: MissingPart) -> FormatError {
    let (wanted, what, there) =
      switch part {
      case .recordHeader(let count): (count, "header bytes", window.available)
      case .packet(let count, let header): (count, "captured bytes", window.available - header)
      case .block(let count): (count, "block bytes", window.available)
      }
    return FormatError(
      .truncated, "truncated dump file; tried to read \(wanted) \(what), only got \(there)")
  }

  /// Notes what a new interface means for reading: looking at each packet's interface would cost more.
  mutating func note(_ interface: CaptureInterface) {
    if interface.resolution.isFinerThanMicroseconds { hasFineInterface = true }
    if interface.isByteSwapped && HostOrderFields.isPresent(in: interface.linkType) {
      hasHostOrderFields = true
    }
  }

  /// Converts fields that a link type has in the capturing host's byte order to this machine's.
  mutating func swapHostOrderFields() {
    for index in 0..<batch.count {
      let record = batch.records[index]
      let interface = interfaces[record.interface]
      guard interface.isByteSwapped else { continue }
      window.swapHostOrderFields(
        record.offset..<(record.offset + record.capturedLength), interface.linkType)
    }
  }
}
