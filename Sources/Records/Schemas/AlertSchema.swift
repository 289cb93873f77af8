public import FloodDetection
import InternetTypes
import TextOutput

/// The record `alert`: an attack, a scan, or traffic that resembles one.
public enum AlertSchema: RecordSchema {
  /// The name of the record.
  public static var name: StaticString { "alert" }

  /// The value of a record without findings.
  public static var blank: FloodAlert {
    let time = Timestamp(seconds: 0, nanoseconds: 0)
    return FloodAlert(
      kind: .synFlood, severity: .watch, time: time, start: time, end: nil,
      victim: FloodAlert.Victim(address: .v4(IPv4Address(rawValue: 0))), confidence: 0,
      sources: FloodAlert.Sources(kind: .single, estimate: 0, top: []), synRatePeak: 0, syns: 0,
      handshakesCompleted: 0, halfOpenPeak: 0, isOneSided: false, evidence: [])
  }

  /// Passes the columns and their values to a sink.
  public static func write<Sink: RecordSink & ~Copyable>(
    _ alert: borrowing FloodAlert, to sink: inout Sink
  ) {
    sink.type(Self.self)
    sink.name("kind", "What was found; see below.", alert.kind)
    sink.time("time", "When it was raised, in packet time.", alert.time)
    sink.time("start", "When it began, as computed.", alert.start)
    sink.time("end", "When it ended; null while it continues.", alert.end)
    sink.object("victim", "The attacked host or network.") {
      $0.word("address", "Its address, with a prefix length for a network.", alert.victim.text)
      $0.number("port", .none, "The port; null where many are hit.", alert.victim.port)
    }
    sink.name("severity", "How much it matters.", alert.severity)
    sink.fixed("confidence", .none, "From 0 to 1.", alert.confidence, decimals: 2)
    sink.object("sources", "The senders of the packets.") { sources(alert.sources, &$0) }
    sink.fixed(
      "syn_rate_peak", .perSecond, "The most attempts in a second.", alert.synRatePeak, decimals: 1)
    sink.signed(
      "syns", .none,
      "Attempts since the start: SYNs without retransmissions, or unsolicited SYN-ACKs.", alert.syns
    )
    sink.signed(
      "handshakes_completed", .none, "Completed handshakes of the victim since the start.",
      alert.handshakesCompleted)
    sink.signed(
      "half_open_peak", .none, "The most half-open attempts at one time.", alert.halfOpenPeak)
    sink.flag(
      "one_sided", "Whether only the packets to the victim were captured.", alert.isOneSided)
    sink.texts(
      "evidence", "The observations that support it, in words.", alert.evidence.map(\.wording))
    sink.word(
      "filter", "The pcap-filter(7) expression that selects its packets.",
      AlertAdvice(copy alert).filter
    )
  }

  private static func sources<Sink: RecordSink & ~Copyable>(
    _ sources: FloodAlert.Sources, _ sink: inout Sink
  ) {
    sink.name("kind", "Their kind.", sources.kind)
    sink.signed("estimate", .none, "Their estimated number.", sources.estimate)
    sink.list(
      "top", "The addresses that sent most; in CSV separated by semicolons.", sources.top,
      row: .text(row(of: sources.top))
    ) { source, sink in
      sink.word("address", "The address.", source?.address.text)
      sink.fixed(
        "share", .none, "Its share of the suspicious attempts, from 0 to 1.", source?.share,
        decimals: 4)
    }
  }

  /// The addresses with their shares, as a row of CSV has them.
  private static func row(of sources: [(address: IPAddress, share: Double)]) -> String {
    sources.map { source in
      var share = TextBuffer(capacity: 64)
      share.append(fixed: source.share, decimals: 4)
      let digits = share.withBytes { bytes in
        String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
      }
      return "\(source.address.text) \(digits)"
    }.joined(separator: "; ")
  }
}

extension RecordEncoder<AlertSchema> {
  /// Appends the record of an alert.
  public mutating func append(_ alert: borrowing FloodAlert) { encode(alert) }
}
