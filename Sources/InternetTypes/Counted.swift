extension BinaryInteger {
  /// The number with the noun that it counts: `1 segment`, `2 segments`.
  package func counted(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}
