import InternetTypes
public import Records
import TextOutput

/// The record `finding`: what is wrong with a connection, or with the capture.
public enum FindingSchema: RecordSchema {
  /// The name of the record.
  public static var name: StaticString { "finding" }

  /// The value of a record without findings.
  public static var blank: FindingRecord {
    FindingRecord(
      DiagnosedFinding(
        .pathCapacity, .info, confidence: 0, from: .init(rawValue: 0), to: .init(rawValue: 0)),
      source: CommandSource(options: ""))
  }

  /// Passes the columns and their values to a sink.
  public static func write<Sink: RecordSink & ~Copyable>(
    _ record: borrowing FindingRecord, to sink: inout Sink
  ) {
    let finding = record.finding
    let wording = FindingWording(finding, source: record.source)
    sink.type(Self.self)
    sink.name("kind", "What was found; see below.", finding.kind)
    sink.name("severity", "How much it matters.", finding.severity)
    sink.fixed("confidence", .none, "From 0 to 1.", finding.confidence, decimals: 2)
    sink.number(
      "connection", .none,
      "The index of the connection, the first of several; null for the whole capture.",
      finding.connection)
    sink.name("sender", "The data sender, or the side that is concerned.", finding.sender)
    sink.time("start", "When it began.", finding.start)
    sink.time("end", "When it ended.", finding.end)
    sink.duration("time_lost", "The time that it cost; null if none can be told.", finding.timeLost)
    sink.fixed(
      "share", .none, "That time divided by the time of the transfer, from 0 to 1.",
      finding.share, decimals: 3)
    sink.text("summary", "The finding in a sentence.", wording.summary)
    sink.object("cause", "The numbers behind it; null where they do not belong to the kind.") {
      counts(finding.measures, &$0)
      times(finding.measures, &$0)
      sizes(finding.measures, &$0)
    }
    sink.list(
      "evidence", "Packets that show it; in CSV their number.", finding.evidence,
      row: .number(finding.evidence.count)
    ) { item, sink in
      sink.number("packet", .none, "The packet's position in the input.", item?.packet)
      sink.text("what", "What it shows.", item.map { FindingWording.words($0.observation) })
    }
    sink.texts("not", "What it is not, as far as the capture shows.", wording.exclusions)
    sink.texts("next", "Commands that show more.", wording.commands)
    sink.texts("advice", "What can be done.", wording.advice)
    sink.texts("limits", "What the capture cannot tell.", wording.caveats)
  }

  private static func counts<Sink: RecordSink & ~Copyable>(
    _ measures: FindingMeasures, _ sink: inout Sink
  ) {
    sink.number(
      "connections", .none, "Connections with the same finding.", measures.connections)
    sink.number("count", .times, "How often it happened.", measures.count)
    sink.number(
      "loss_episodes", .times, "Times at which segments were lost.", measures.lossEpisodes)
    sink.number(
      "full_queue_episodes", .times, "Of these, those with a round-trip time near its longest.",
      measures.fullQueueEpisodes)
    sink.number(
      "retransmissions", .segments, "Segments retransmitted.", measures.retransmissions)
    sink.number(
      "timeouts", .segments, "Segments retransmitted after a time-out.", measures.timeouts)
    sink.number("ecn_marks", .acknowledgments, "With ECN echo.", measures.marks)
    sink.number("icmp_type", .none, "The type of the ICMP error.", measures.icmpType)
    sink.number("icmp_code", .none, "Its code.", measures.icmpCode)
    sink.name("origin", "Who sent the reset.", measures.origin)
  }

  private static func times<Sink: RecordSink & ~Copyable>(
    _ measures: FindingMeasures, _ sink: inout Sink
  ) {
    sink.duration("longest", "The longest single time.", measures.longest)
    sink.duration("rtt_min", "The shortest round-trip time.", measures.roundTripMinimum)
    sink.duration("rtt_max", "The longest.", measures.roundTripMaximum)
    sink.decimal("rate", .bitsPerSecond, "The rate that was reached.", measures.rate)
  }

  private static func sizes<Sink: RecordSink & ~Copyable>(
    _ measures: FindingMeasures, _ sink: inout Sink
  ) {
    sink.number("window_max", .bytes, "The receiver's largest window.", measures.windowMaximum)
    sink.signed(
      "window_scale", .none, "Its shift; -1 known not to be in use.", measures.windowScale)
    sink.number(
      "window_needed", .bytes, "The window that would not limit the path.", measures.windowNeeded)
    sink.number("bytes", .bytes, "Payload.", measures.bytes)
    sink.number("segment_size", .bytes, "Payload of a typical segment.", measures.segmentSize)
    sink.number("mss", .bytes, "The MSS option of the receiver.", measures.maximumSegmentSize)
  }
}

extension RecordEncoder<FindingSchema> {
  /// Appends the record of a finding.
  public mutating func append(_ record: borrowing FindingRecord) { encode(record) }
}

extension RowEncoder<FindingSchema> {
  /// Appends the row of a finding.
  public mutating func append(_ record: borrowing FindingRecord) { encode(record) }
}
