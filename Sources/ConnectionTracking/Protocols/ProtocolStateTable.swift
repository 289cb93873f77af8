import BasicContainers
import BoundedCollections
import InternetTypes

/// The states that one protocol keeps for connections: at most `limit`, with memory reserved when the first one is
/// inserted.
///
/// What does not fit is counted; its connection is then tracked without them.
struct ProtocolStateTable<State>: ~Copyable {
  private let limit: Int
  private var states = Slab<State>(capacity: 1)
  private var isReserved = false
  /// How many states there are.
  private(set) var count = 0
  /// How many states did not fit.
  private(set) var omittedCount: UInt64 = 0

  init(limit: Int) { self.limit = limit }

  /// The state at a position that `insert` returned.
  subscript(position: Handle<State>) -> State {
    @inline(__always) _read { yield states[position] }
    @inline(__always) _modify { yield &states[position] }
  }

  /// Inserts a state; nil if the table is full.
  mutating func insert(_ state: State) -> Handle<State>? {
    if !isReserved {
      states = Slab(capacity: limit)
      isReserved = true
    }
    guard let position = states.insert(state).ifAny else {
      omittedCount &+= 1
      return nil
    }
    count &+= 1
    return position
  }

  /// Removes a state.
  ///
  /// `blank` replaces it until the position is reused, so that its memory on the heap is freed.
  mutating func remove(_ position: Handle<State>, leaving blank: State) {
    states[position] = blank
    states.release(position)
    count &-= 1
  }
}

/// A protocol's state of one UDP flow.
protocol FlowState {
  var key: FlowKey { get }
  var hash: UInt32 { get }
  /// When its first packet was captured.
  var start: Timestamp { get }
  var last: Timestamp { get }
  /// A state of the same flow that holds no memory on the heap.
  var blank: Self { get }
}

/// The states of UDP flows, by key.
///
/// States are observed packet by packet, but connections are counted in groups. So two states can have the same key for
/// a while: the one of a flow whose last packets have not been counted, and the one of the flow after it.
struct FlowStateTable<State: FlowState>: ~Copyable {
  private var index: KeyedIndex<State>
  private var states: ProtocolStateTable<State>

  /// A table for a tracker of `flowLimit` flows, of at most `largestLimit` states.
  init(flowLimit: Int, largestLimit: Int) {
    let limit = min(largestLimit, max(flowLimit, 1) &+ ConnectionTracker.groupSize)
    index = KeyedIndex(limit: limit)
    states = ProtocolStateTable(limit: limit)
  }

  /// How many states there are.
  var count: Int { states.count }
  /// How many states did not fit.
  var omittedCount: UInt64 { states.omittedCount }

  /// The state at a position.
  subscript(position: Handle<State>) -> State {
    @inline(__always) _read { yield states[position] }
    @inline(__always) _modify { yield &states[position] }
  }

  /// The newest state of a flow, if its last packet is at most `timeout` nanoseconds older than `time`.
  func position(
    of key: FlowKey, hash: UInt32, at time: Timestamp, timeout: Int64
  ) -> Handle<State>? {
    guard let position = position(of: key, hash: hash, until: nil),
      time.nanoseconds(since: states[position].last) <= timeout
    else { return nil }
    return position
  }

  /// The state of a flow that ends at `time`: the oldest that had started by then.
  ///
  /// Without a time, the newest.
  func position(of key: FlowKey, hash: UInt32, until time: Timestamp?) -> Handle<State>? {
    guard index.count > 0 else { return nil }
    var found: Handle<State>?
    _ = index.find(hash) { position in
      guard states[position].key == key else { return false }
      let start = states[position].start
      if let time, start > time { return false }
      if let former = found {
        let isBetter =
          time == nil ? start > states[former].start : start < states[former].start
        if !isBetter { return false }
      }
      found = position
      return false
    }
    return found
  }

  /// Inserts a state; nil if the table is full.
  mutating func insert(_ state: State) -> Handle<State>? {
    guard let position = states.insert(state) else { return nil }
    index.insert(position, hash: state.hash)
    return position
  }

  /// Removes the state of a flow that ends at `time`, and returns it.
  mutating func remove(_ key: FlowKey, hash: UInt32, at time: Timestamp) -> State? {
    guard let position = position(of: key, hash: hash, until: time) else { return nil }
    let state = states[position]
    index.remove(position, hash: hash)
    states.remove(position, leaving: state.blank)
    return state
  }
}
