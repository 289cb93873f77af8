import DequeModule
import SocketDiagnosis
import Synchronization

/// What the kernel's reports lead to: processes of connections that a search would come too late for.
extension SocketWatcher {
  /// The most reports that wait until the packets before them were processed, and sockets that connect.
  static let eventLimit = 16_384

  /// Takes the reports that are there; the packets that came before them are processed before they are joined.
  mutating func takeEvents() {
    var taken: [SocketEvents.Event] = []
    events?.take { taken.append($0) }
    reported.append(contentsOf: taken)
    while reported.count > Self.eventLimit {
      reported.removeFirst()
      droppedEventCount += 1
    }
  }

  /// Joins what was reported with the connections whose packets were processed.
  mutating func joinEvents(_ findings: SocketFindings) {
    while let event = reported.popFirst() {
      switch event.kind {
      case .connecting:
        if connecting.count >= Self.eventLimit { connecting.removeAll() }
        connecting[event.cookie] = event
      case .connected:
        guard let start = connecting.removeValue(forKey: event.cookie), let owner = start.owner
        else { continue }
        prepare(start, findings)
        findings.state.withLock {
          $0.history.report(
            owner, user: start.user, of: event.tuple, cookie: event.cookie,
            connecting: start.time...max(start.time, event.time))
        }
      case .closing:
        guard let owner = event.owner else { continue }
        prepare(event, findings)
        findings.state.withLock {
          $0.history.report(
            owner, user: event.user, of: event.tuple, cookie: event.cookie, closingAt: event.time)
        }
      }
    }
  }

  private mutating func prepare(_ event: SocketEvents.Event, _ findings: SocketFindings) {
    if let user = event.user { prepareName(of: user, findings) }
  }
}
