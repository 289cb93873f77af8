import TextOutput

// Groups of columns, and arrays of objects.

extension RecordWriter {
  @inline(__always)
  mutating func begin(_ group: RecordGroup, isPresent: Bool) -> Int? {
    if group.isNested && !isJSON { return nil }
    if case .object = group { return skipName() }
    if !isPresent && !(isPreparing && group.hasBlank) {
      appendAbsent()
      return nil
    }
    let number = nextGroup
    nextGroup &+= 1
    if group.isOptional { text.append(layout.groups[number].leading) }
    if isPreparing { layout.groups[number].absent.beginBlank(at: text.count, group) }
    return number
  }

  @inline(__always)
  mutating func end(_ group: RecordGroup, _ number: Int) {
    if group.isOptional { text.append(layout.groups[number].closing) }
    if isPreparing { layout.groups[number].absent.endBlank(at: text.count, group) }
  }

  /// Counts an object that every record has; the texts before its values open and close it.
  @inline(__always)
  private mutating func skipName() -> Int {
    defer { nextGroup &+= 1 }
    return nextGroup
  }

  /// Appends the text of an absent group.
  @inline(never)
  private mutating func appendAbsent() {
    let group = nextGroup
    Self.appendAbsent(group, layout, to: &text)
    nextColumn = layout.groups[group].endColumn
    nextGroup = layout.groups[group].endGroup
  }

  /// Appends the text of an absent group from `layout`.
  private static func appendAbsent(
    _ group: Int, _ layout: borrowing RecordLayout, to text: inout TextBuffer
  ) {
    text.append(layout.groups[group].leading)
    text.append(bytes: layout.absentText.span.extracting(layout.groups[group].absent))
  }

  mutating func beginList(
    _ name: StaticString, _ summary: StaticString, count: Int, row: () -> RecordCell
  ) -> Int? {
    key()
    guard isJSON else {
      switch row() {
      case .number(let number): text.append(decimal: number)
      case .text(let value): appendQuotedWhereNeeded(value)
      }
      return nil
    }
    text.append(byte: UInt8(ascii: "["))
    let list = nextGroup
    nextColumn = layout.groups[list].endColumn
    nextGroup = layout.groups[list].endGroup
    return list
  }

  mutating func beginElement(_ list: Int, at position: Int) {
    if position > 0 { text.append(byte: UInt8(ascii: ",")) }
    nextColumn = layout.groups[list].firstColumn
    nextGroup = layout.groups[list].firstGroup
  }

  mutating func endElement(_ list: Int) { text.append(layout.groups[list].closing) }

  mutating func endList(_ list: Int) { text.append(byte: UInt8(ascii: "]")) }
}

extension Range<Int> {
  /// Records where the text of a group begins in the text of the blank record.
  fileprivate mutating func beginBlank(at count: Int, _ group: RecordGroup) {
    if group.hasBlank { self = count..<count }
  }

  /// Records where the text of a group ends in the text of the blank record.
  fileprivate mutating func endBlank(at count: Int, _ group: RecordGroup) {
    if group.hasBlank { self = lowerBound..<count }
  }
}
