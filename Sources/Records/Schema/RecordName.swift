/// An enumeration whose cases are names in records.
public protocol RecordName {
  /// The names of all cases.
  static var recordNames: [String] { get }

  /// The position of the case's name in ``recordNames``.
  var recordIndex: Int { get }
}

extension RecordName {
  /// The name of the case.
  var recordName: String { Self.recordNames[recordIndex] }
}

extension RecordName where Self: CaseIterable & RawRepresentable, RawValue == UInt8 {
  /// The raw value: cases are numbered from 0.
  public var recordIndex: Int { Int(rawValue) }
}

extension RecordName where Self: CaseIterable & RawRepresentable & Equatable, RawValue == String {
  /// The raw values.
  public static var recordNames: [String] { allCases.map(\.rawValue) }

  /// The position among all cases.
  public var recordIndex: Int {
    var index = 0
    for known in Self.allCases {
      if known == self { return index }
      index += 1
    }
    return 0
  }
}
