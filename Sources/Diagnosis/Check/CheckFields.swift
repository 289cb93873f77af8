import Records

/// The fields of all kinds of records, by their paths.
enum CheckFields {
  /// The columns of a kind.
  static func columns(_ subject: CheckSubject) -> [RecordColumn] {
    switch subject {
    case .connection: RecordColumns(of: ConnectionSchema.self).columns
    case .finding: RecordColumns(of: FindingSchema.self).columns
    case .alert: RecordColumns(of: AlertSchema.self).columns
    case .congestion: RecordColumns(of: CongestionSchema.self).columns
    case .event: RecordColumns(of: EventSchema.self).columns
    }
  }

  /// The field of a path, such as `handshake_rtt` or `alert.kind`; connections are the default.
  static func field(_ path: String) -> CheckField? {
    for subject in CheckSubject.allCases {
      let prefix = subject.rawValue + "."
      if path.hasPrefix(prefix),
        let found = field(String(path.dropFirst(prefix.count)), of: subject)
      {
        return found
      }
    }
    return field(path, of: .connection)
  }

  private static func field(_ path: String, of subject: CheckSubject) -> CheckField? {
    guard
      let column = columns(subject).first(where: { $0.path == path && !$0.path.contains("[]") }),
      let type = CheckType(column)
    else { return nil }
    return CheckField(subject: subject, path: path, type: type)
  }

  /// Fields with a name like this one, for an error's message.
  static func similar(_ path: String) -> [String] {
    let last = path.split(separator: ".").last.map(String.init) ?? path
    return CheckSubject.allCases.flatMap { subject in
      columns(subject).filter { CheckType($0) != nil && !$0.path.contains("[]") }
        .filter { $0.name == last || $0.path.contains(last) }
        .map { subject == .connection ? $0.path : "\(subject.rawValue).\($0.path)" }
    }
  }
}
