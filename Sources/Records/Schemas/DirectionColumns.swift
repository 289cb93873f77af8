import ConnectionTracking

/// The columns of one direction of a connection, in the objects `client_to_server` and `server_to_client`.
enum DirectionColumns {
  @inline(__always)
  static func write<Sink: RecordSink & ~Copyable>(
    _ direction: DirectionSummary, to sink: inout Sink
  ) {
    sink.columns(blankUnless: direction.packets | direction.missedBytes != 0) {
      $0.count(
        "packets", .packets,
        "As captured, retransmissions included; a datagram in fragments is one packet.",
        direction.packets)
      $0.count(
        "ip_bytes", .bytes, "Bytes of these IP packets, headers included.", direction.ipBytes)
      data(direction, &$0)
      windows(direction, &$0)
      measurements(direction, &$0)
      $0.flag(
        "ecn", "Whether ECN was negotiated, of RFC 3168 or RFC 9768.", direction.isECNNegotiated)
      $0.name("ecn_mode", "Which of the two.", direction.ecnMode)
      $0.flag("sack_permitted", "Whether its SYN permitted SACK.", direction.isSACKPermitted)
      $0.flag("timestamps", "Whether it sends TCP timestamps.", direction.hasTimestamps)
      $0.count("syn_count", .packets, "Segments with SYN.", direction.synCount)
      $0.count("fin_count", .packets, "Segments with FIN.", direction.finCount)
      $0.count("rst_count", .packets, "Segments with RST.", direction.rstCount)
      $0.number(
        "ttl", .none, "Time to live, or hop limit, of its first packet.", direction.timeToLive)
    }
  }

  @inline(__always)
  private static func data<Sink: RecordSink & ~Copyable>(
    _ direction: DirectionSummary, _ sink: inout Sink
  ) {
    sink.columns(blankUnless: direction.hasDataOrFindings) {
      $0.count(
        "payload_bytes", .bytes, "As captured, retransmissions included; of SCTP, bytes of chunks.",
        direction.payloadBytes)
      $0.count(
        "unique_payload_bytes", .bytes, "Sequence space that was captured.",
        direction.uniquePayloadBytes)
      $0.columns(blankUnless: direction.hasFindings) {
        $0.count(
          "missed_bytes", .bytes, "Acknowledged, but never captured.", direction.missedBytes)
        $0.count(
          "retransmitted_packets", .packets, "Packets with retransmitted data, SYN or FIN.",
          direction.retransmittedPackets)
        $0.count(
          "retransmitted_bytes", .bytes, "Payload in them that had been sent before.",
          direction.retransmittedBytes)
        $0.count(
          "duplicate_packets", .packets,
          "Copies made by the capture or on the way; packets and bytes include them.",
          direction.duplicatePackets)
        $0.count(
          "out_of_order_packets", .packets, "Packets that later ones overtook.",
          direction.outOfOrderPackets)
        $0.count(
          "duplicate_acks", .acknowledgments, "Duplicate acknowledgments that this side sent.",
          direction.duplicateAcks)
        $0.count("zero_windows", .times, "How often its window became 0.", direction.zeroWindows)
      }
    }
  }

  @inline(__always)
  private static func windows<Sink: RecordSink & ~Copyable>(
    _ direction: DirectionSummary, _ sink: inout Sink
  ) {
    sink.number("mss", .bytes, "The MSS option of its SYN.", direction.maximumSegmentSize)
    sink.number("segment_size_max", .bytes, "The largest payload.", direction.segmentSizeMaximum)
    sink.signed(
      "window_scale", .none, "Shift count; null not known, -1 known not to be in use.",
      direction.windowScale.map { $0.bits ?? -1 })
    sink.number(
      "window_min", .bytes, "The smallest window that it offered, scaled.", direction.windowMinimum)
    sink.number(
      "window_max", .bytes, "The largest window that it offered, scaled.", direction.windowMaximum)
    sink.number(
      "flight_max", .bytes, "Most bytes sent and not acknowledged.", direction.flightMaximum)
  }

  @inline(__always)
  private static func measurements<Sink: RecordSink & ~Copyable>(
    _ direction: DirectionSummary, _ sink: inout Sink
  ) {
    sink.columns(blankUnless: direction.hasMeasurements) {
      $0.duration(
        "rtt_min", "From its data, at the capture point, to their acknowledgment: the smallest.",
        direction.roundTripMinimum)
      $0.duration("rtt_mean", "The mean.", direction.roundTripMean)
      $0.duration("rtt_max", "The largest.", direction.roundTripMaximum)
      $0.count("rtt_samples", .none, "How many there are.", direction.roundTripSamples)
      $0.decimal(
        "throughput", .bitsPerSecond,
        "Bits of unique payload a second, from the first data packet to the acknowledgment of the last; of other protocols to the last packet.",
        direction.throughput)
      $0.count(
        "checksum_invalid", .packets, "Packets with a wrong checksum.", direction.checksumInvalid)
      $0.count(
        "checksum_unverifiable", .packets,
        "Packets whose checksum could not be verified, or was left to a network card.",
        direction.checksumUnverifiable)
      $0.number(
        "initial_window_segments", .segments,
        "Data segments before the first acknowledgment of data.", direction.initialWindowSegments)
    }
  }
}

extension DirectionSummary {
  /// Whether there is payload or a finding.
  var hasDataOrFindings: Bool { payloadBytes | uniquePayloadBytes != 0 || hasFindings }

  /// Whether there is a loss, a retransmission, reordering, a duplicate acknowledgment or a zero window.
  var hasFindings: Bool {
    missedBytes | retransmittedPackets | retransmittedBytes | outOfOrderPackets | duplicateAcks
      | zeroWindows | duplicatePackets != 0
  }

  /// Whether round-trip times, throughput, a checksum or an initial window are known.
  var hasMeasurements: Bool {
    roundTripSamples | checksumInvalid | checksumUnverifiable != 0 || roundTripMinimum != nil
      || roundTripMean != nil || roundTripMaximum != nil || throughput != nil
      || initialWindowSegments != nil
  }
}
