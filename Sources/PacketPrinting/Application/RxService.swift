/// A service of AFS, by the port of its server.
enum RxService: UInt16 {
  case files = 7000
  case callbacks = 7001
  case protection = 7002
  case volumeLocations = 7003
  case authentication = 7004
  case volumes = 7005
  case processes = 7007

  /// The service at a port; nil if none is decoded there.
  init?(port: UInt16) { self.init(rawValue: port) }

  /// The service as tcpdump names it.
  var name: String {
    switch self {
    case .files: "fs"
    case .callbacks: "cb"
    case .protection: "pt"
    case .volumeLocations: "vldb"
    case .authentication: "kauth"
    case .volumes: "vol"
    case .processes: "bos"
    }
  }

  /// The most bytes of a text among its arguments.
  var textLimit: Int {
    switch self {
    case .files, .callbacks, .volumes, .processes: 256
    case .protection, .authentication: 64
    case .volumeLocations: 65
    }
  }

  /// Characters of a text of fixed size among its arguments.
  var characterCount: Int {
    switch self {
    case .protection: 64
    case .volumes: 32
    default: 65
    }
  }

  /// Whether the servers of its database elect one (Ubik): they call each other by procedures of that protocol.
  var isReplicated: Bool {
    switch self {
    case .protection, .volumeLocations, .authentication: true
    default: false
    }
  }

  /// The name and arguments of a procedure, as `printRxArguments(_:_:_:)` reads them; nil if it is not known.
  func call(_ operation: UInt32) -> String? {
    switch self {
    case .files: Self.fileCalls[operation]
    case .callbacks: Self.callbackCalls[operation]
    case .protection: Self.protectionCalls[operation]
    case .volumeLocations: Self.volumeLocationCalls[operation]
    case .authentication: Self.authenticationCalls[operation]
    case .volumes: Self.volumeCalls[operation]
    case .processes: Self.processCalls[operation]
    }
  }

  /// The results of a procedure, in the same form.
  func results(of operation: UInt32) -> String {
    switch (self, operation) {
    case (.files, 131): "%A"
    case (.files, 137), (.files, 141): " new%F"
    case (.files, 151): " root volume%s"
    case (.files, 153): "%t"
    case (.callbacks, 213): "%U"
    case (.protection, 504): " ids:%i"
    case (.protection, 505): "%n"
    case (.protection, 508), (.protection, 514), (.protection, 517...519): "%i"
    case (.protection, 510): " maxuid%d maxgid%d"
    case (.volumeLocations, 503...504): "%1"
    case (.volumeLocations, 505): " newvol%u"
    case (.volumeLocations, 510): " count%d nextindex%d%1"
    case (.volumeLocations, 518...519): "%2"
    case (.volumeLocations, 521), (.volumeLocations, 529): " count%d nextindex%d%2"
    case (.volumeLocations, 526...527): "%3"
    case (.volumes, 100): " volid%u trans%u"
    case (.volumes, 104), (.volumes, 107): "%u"
    case (.volumes, 105): " newvol%u"
    case (.volumes, 108): " trans%u"
    case (.volumes, 110): " volume%u partition%u"
    case (.volumes, 112): "%s"
    case (.volumes, 113): Self.volumeStatus
    case (.volumes, 116), (.volumes, 121): "%m"
    default: ""
    }
  }

  /// A procedure by which the servers of a database elect one, or pass changes on; nil of another one.
  static func electionCall(_ operation: UInt32) -> String? { elections[operation] }

  private static let volumeStatus =
    " volid%u nextuniq%u type%u parentid%u clone%u backup%u restore%u maxquota%u minquota%u owner%u"
    + " create%t access%t update%t expire%t backup%t copy%t"

  /// Why the file server refused a call; nil if the number is not known.
  static func fileError(_ number: UInt32) -> String? {
    let names: [12 of String] = [
      "salvage volume", "no such vnode", "no such volume", "volume exist", "no service",
      "volume offline", "voline online", "diskfull", "diskquota exceeded", "volume busy",
      "volume moved", "AFS IO error",
    ]
    return switch number {
    case 101...112: names[Int(number) - 101]
    case UInt32(bitPattern: -100): "restarting fileserver"
    default: nil
    }
  }
}

/// The procedures of a service: runs of numbers, each from a first one on.
struct RxProcedures: Sendable {
  private let runs: [(first: UInt32, texts: [String])]

  init(_ runs: (first: UInt32, text: String)...) {
    self.runs = runs.map { run in
      (run.first, run.text.split(separator: "\n").map { String($0) })
    }
  }

  /// The name and arguments of a procedure.
  subscript(operation: UInt32) -> String? {
    for run in runs where operation >= run.first && operation - run.first < run.texts.count {
      return run.texts[Int(operation - run.first)]
    }
    return nil
  }
}
