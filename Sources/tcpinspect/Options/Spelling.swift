/// Suggests a known word for a misspelt one.
enum Spelling {
  /// The nearest word; nil if none is near: at most one letter in four may be wrong, missing, added or swapped.
  static func nearest(to word: String, among known: Set<String>) -> String? {
    let word = Array(word.utf8.prefix(64))
    let near = known.map { (name: $0, distance: distance(word, Array($0.utf8))) }
      .filter { $0.distance > 0 && $0.distance * 4 <= max($0.name.utf8.count, 4) }
    return near.min { ($0.distance, $0.name) < ($1.distance, $1.name) }?.name
  }

  /// The edit distance: letters changed, added, removed or swapped with the next (optimal string alignment).
  static func distance(_ first: [UInt8], _ second: [UInt8]) -> Int {
    var rows = [Array(0...second.count)]
    for (row, letter) in first.enumerated() {
      var next = [row + 1]
      for (column, other) in second.enumerated() {
        var best = min(
          rows[row][column] + (letter == other ? 0 : 1), next[column] + 1, rows[row][column + 1] + 1
        )
        if row > 0, column > 0, letter == second[column - 1], first[row - 1] == other {
          best = min(best, rows[row - 1][column - 1] + 1)
        }
        next.append(best)
      }
      rows.append(next)
    }
    return rows[first.count][second.count]
  }
}
