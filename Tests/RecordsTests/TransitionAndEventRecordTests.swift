import InternetTypes
import Records
import Testing
import TextOutput

@testable import ConnectionTracking

/// Records of transitions and events, parsed by Foundation's JSON parser.
@Suite struct TransitionAndEventRecordTests {
  @Test(arguments: EndpointState.allCases)
  func `every field of a transition is written and parsed`(state: EndpointState) throws {
    var transition = Samples.transition
    transition.to = state
    let line = record(TransitionSchema.self, transition)
    #expect(
      try flattened(Substring(line)) == [
        "type": "transition", "time": "1700000000.000001", "packet": "7", "connection": "3",
        "endpoint": "server", "address": "10.0.0.2", "port": "80", "peer_address": "10.0.0.1",
        "peer_port": "40000", "from": "SYN-SENT", "to": state.name.description,
      ])
  }

  @Test(arguments: SegmentEvent.Kind.allCases)
  func `every field of an event is written and parsed`(kind: SegmentEvent.Kind) throws {
    var event = Samples.event
    event.kind = kind
    let line = record(EventSchema.self, event)
    #expect(
      try flattened(Substring(line)) == [
        "type": "event", "time": "1700000000.000001", "packet": "9", "connection": "4",
        "sender": "client", "kind": kind.name.description, "sequence": "4294967295",
        "length": "1448", "detail.lag": "0.0123", "detail.rtt_min": "0.01",
        "detail.duplicate_acks": "3", "detail.missing_bytes": "2896",
        "detail.ack": "4294967294", "detail.window": "65535", "detail.flight": "14480",
        "detail.original_packet": "5", "detail.reason": "duplicate-acks",
      ])
  }

  @Test func `each reason has a name of its own`() {
    let names = SegmentEvent.Reason.recordNames
    #expect(names.count == SegmentEvent.Reason.allCases.count)
    #expect(Set(names).count == names.count)
  }

  @Test func `an event without details has all fields of them, null`() throws {
    var event = Samples.event
    event.detail = SegmentEvent.Detail()
    let fields = try flattened(Substring(record(EventSchema.self, event)))
    let details = fields.filter { $0.key.hasPrefix("detail.") }
    #expect(details.count == 9 && details.values.allSatisfy { $0.isEmpty })
  }

  @Test func `CSV has the fields of JSON`() throws {
    #expect(
      records(TransitionSchema.self, [Samples.transition], .csv) == """
        type,time,packet,connection,endpoint,address,port,peer_address,peer_port,from,to
        transition,1700000000.000001,7,3,server,10.0.0.2,80,10.0.0.1,40000,SYN-SENT,ESTABLISHED

        """)
    var event = Samples.event
    event.detail.lagNanoseconds = nil
    #expect(
      records(EventSchema.self, [event], .csv) == """
        type,time,packet,connection,sender,kind,sequence,length,detail.lag,detail.rtt_min,\
        detail.duplicate_acks,detail.missing_bytes,detail.ack,detail.window,detail.flight,\
        detail.original_packet,detail.reason
        event,1700000000.000001,9,4,client,fast_retransmission,4294967295,1448,,0.01,3,2896,\
        4294967294,65535,14480,5,duplicate-acks

        """)
  }
}
