import SocketDiagnosis

/// The processes of this host that have connections, by numbers that entries keep in place of texts.
package struct ProcessTable: Sendable {
  /// What is known of a process.
  package struct Process: Hashable, Sendable {
    /// Its number; nil if only the user is known.
    let process: Int32?
    let name: String?
    let user: String?

    init(_ owner: SocketOwner) {
      (process, name) = (owner.process, owner.name)
      user = owner.user
    }

    /// The name and the number, or the user if only that is known.
    var text: String {
      guard let process else { return "of \(user ?? "?")" }
      return "\(name ?? "?")/\(process)"
    }
  }

  /// The number of no process.
  package static var unknown: UInt32 { 0 }
  /// The most processes that are told apart.
  static var limit: Int { 20_000 }

  private var numbers: [Process: UInt32] = [:]
  private var texts = ["unknown"]
  private var lowercased = ["unknown"]

  /// No processes.
  package init() {}

  /// The number of a process; that of none if there are too many.
  mutating func number(of owner: SocketOwner?) -> UInt32 {
    guard let owner, owner.process != nil || owner.user != nil else { return Self.unknown }
    let process = Process(owner)
    if let number = numbers[process] { return number }
    guard numbers.count < Self.limit else { return Self.unknown }
    let number = UInt32(texts.count)
    numbers[process] = number
    texts.append(process.text)
    lowercased.append(process.text.lowercased())
    return number
  }

  /// The text of a process.
  func text(of number: UInt32) -> String { texts[Int(number)] }

  /// The text that a filter and an order compare.
  func lowercasedText(of number: UInt32) -> String { lowercased[Int(number)] }
}

/// The processes of both endpoints of a connection, by their numbers in a table.
struct EntryProcesses: Hashable, Sendable {
  var client = ProcessTable.unknown
  var server = ProcessTable.unknown
  /// How often they were looked up.
  private var lookups: UInt8 = 0

  /// Whether nothing is known of either.
  var isUnknown: Bool { client == ProcessTable.unknown && server == ProcessTable.unknown }

  /// The one that stands for the connection: the client's, or the server's if that is not known.
  var main: UInt32 { client == ProcessTable.unknown ? server : client }

  /// Whether they are looked up for a picture: for the first pictures, as a server accepts a connection after it began,
  /// and then now and then while they are unknown.
  func areDue(_ picture: Int, of connection: UInt64) -> Bool {
    lookups < 8 || isUnknown && (UInt64(picture) &+ connection) % 16 == 0
  }

  /// Stores what is known; what was known before stays if nothing is known any more.
  mutating func take(_ host: ConnectionHost?, _ table: inout ProcessTable) {
    if lookups < .max { lookups += 1 }
    let client = table.number(of: host?.client?.owner)
    let server = table.number(of: host?.server?.owner)
    if client != ProcessTable.unknown { self.client = client }
    if server != ProcessTable.unknown { self.server = server }
  }
}
