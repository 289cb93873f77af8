extension String {
  /// The text with control characters escaped: names may hold any character, and terminals obey some.
  package var visible: String {
    unicodeScalars.reduce(into: "") { shown, scalar in
      shown +=
        scalar.properties.generalCategory == .control
        ? scalar.escaped(asASCII: true) : String(scalar)
    }
  }
}
