import InternetTypes
import PacketPrinting
import Reporting
import Testing

@testable import ConnectionTracking

@Suite struct RecordTests {
  @Test func show() {
    var records = ConnectionRecords(format: .ndjson, precision: .nanoseconds)
    var line = LineBuffer()
    records.append(Samples.halfOpen, to: &line)
    records.append(Samples.full, to: &line)
    var csv = ConnectionRecords(format: .csv, precision: .microseconds)
    line.append(csv.header)
    csv.append(Samples.full, to: &line)
    let text = line.withBytes { bytes in
      String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
    }
    print(text)
  }
}
