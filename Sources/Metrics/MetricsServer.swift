import SystemServices

/// Answers requests for metrics, several at a time, on the thread that calls it.
///
/// Clients may be hostile: there are few places, a request must be whole and its answer taken within seconds, and a new client
/// replaces the oldest one when all places are taken.
struct MetricsServer: ~Copyable {
  /// The most clients at a time.
  static var clientLimit: Int { 16 }
  /// How long a client may take for its request, and for the answer.
  static var patience: Duration { .seconds(5) }
  /// The least age at which a page is made again: a flood of requests costs little.
  private static var pageLife: Duration { .milliseconds(100) }

  private struct Client {
    var descriptor: Int32
    var request: [UInt8] = []
    var response: [UInt8] = []
    var sent = 0
    var deadline: ContinuousClock.Instant
  }

  private let listener: Int32
  private var clients: [Client] = []
  private var pages: [MetricsForm: (bytes: [UInt8], made: ContinuousClock.Instant)] = [:]
  private let clock = ContinuousClock()
  /// When clients are admitted again, after the system had no room for one.
  private var admitsAgain = ContinuousClock.now

  /// Answers those that connect to a listening socket, which it owns.
  init(_ listener: Int32) { self.listener = listener }

  deinit {
    for client in clients { ServerSockets.close(client.descriptor) }
    ServerSockets.close(listener)
  }

  /// Waits for clients, and serves those that are ready, for a time or until a signal.
  ///
  /// - Parameters:
  ///   - signal: the descriptor of the signal.
  ///   - milliseconds: the longest wait.
  ///   - makePage: returns the metrics in a form.
  mutating func serve(
    orUntil signal: Int32, milliseconds: Int, _ makePage: (MetricsForm) -> [UInt8]
  ) {
    // Without descriptors the listener is ready for ever: it is left alone for a moment.
    let admits = clock.now >= admitsAgain
    var waits = [ServerSockets.Wait(signal), ServerSockets.Wait(admits ? listener : -1)]
    waits += clients.map {
      ServerSockets.Wait($0.descriptor, isWriting: !$0.response.isEmpty)
    }
    let longest = clients.isEmpty && admits ? milliseconds : min(milliseconds, 500)
    ServerSockets.wait(for: &waits, milliseconds: longest)
    let now = clock.now
    for place in clients.indices.reversed() {
      let isReady = waits[place + 2].isReady
      if now >= clients[place].deadline || isReady && !advance(place, now, makePage) {
        drop(place)
      }
    }
    if admits, waits[1].isReady { admit(at: now) }
  }

  /// Admits clients that have connected; not more at once than there are places.
  private mutating func admit(at now: ContinuousClock.Instant) {
    for _ in 0..<Self.clientLimit {
      let descriptor: Int32
      switch ServerSockets.accept(listener) {
      case .none: return
      case .exhausted:
        admitsAgain = now + .milliseconds(500)
        return
      case .connection(let accepted): descriptor = accepted
      }
      if clients.count >= Self.clientLimit { drop(0) }
      clients.append(Client(descriptor: descriptor, deadline: now + Self.patience))
    }
  }

  private mutating func drop(_ place: Int) {
    ServerSockets.close(clients[place].descriptor)
    clients.remove(at: place)
  }

  /// Reads a client's request or sends its answer, as far as that is possible now; false once it is done with.
  private mutating func advance(
    _ place: Int, _ now: ContinuousClock.Instant, _ makePage: (MetricsForm) -> [UInt8]
  ) -> Bool {
    if clients[place].response.isEmpty {
      let descriptor = clients[place].descriptor
      switch ServerSockets.receive(descriptor, into: &clients[place].request) {
      case .bytes(let count) where count > 0: break
      case .later: return true
      case .bytes, .failed: return false
      }
      switch ScrapeRequest.read(clients[place].request) {
      case .incomplete: return true
      case .refused(let refusal): clients[place].response = refusal.bytes
      case .request(let request):
        let page = page(request.form, now, makePage)
        clients[place].response = ScrapeResponse.bytes(page, for: request)
      }
      clients[place].deadline = clock.now + Self.patience
    }
    return send(place)
  }

  private mutating func page(
    _ form: MetricsForm, _ now: ContinuousClock.Instant, _ makePage: (MetricsForm) -> [UInt8]
  ) -> [UInt8] {
    if let page = pages[form], now - page.made < Self.pageLife { return page.bytes }
    let bytes = makePage(form)
    pages[form] = (bytes, clock.now)
    return bytes
  }

  private mutating func send(_ place: Int) -> Bool {
    let client = clients[place]
    switch ServerSockets.send(client.descriptor, client.response, from: client.sent) {
    case .bytes(let count):
      clients[place].sent += count
      return clients[place].sent < client.response.count
    case .later: return true
    case .failed: return false
    }
  }
}
