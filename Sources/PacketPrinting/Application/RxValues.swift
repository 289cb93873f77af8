import InternetTypes
import PacketDissection
import TextOutput

// Arguments of AFS's procedures that are more than a number.
extension PacketPrinter {
  /// Prints an argument: `F` a file, `S` a file's attributes, `A` an access list, `s` a text, `V` a text of fixed size, `o`
  /// nothing of bytes after their length, `U` an identifier of 128 bits, `D` a server; lists of these: `l` files, `c`
  /// callbacks, `r` servers, `i` numbers, `n` names, `m` volumes; `1` to `3` an entry of the volume database.
  mutating func printRxArgument(
    _ letter: Unicode.Scalar, _ arguments: inout RxArguments, _ service: RxService
  ) throws(EarlyEnd) {
    switch letter {
    case "F": try printRxFile(&arguments)
    case "S": try printRxAttributes(&arguments)
    case "A": printRxAccessList(try arguments.opaqueBytes())
    case "s": try printRxText(&arguments, atMost: service.textLimit)
    case "V": try printRxCharacters(&arguments, service.characterCount)
    case "o": _ = try arguments.opaqueBytes()
    case "U": try printRxIdentifier(&arguments)
    case "D": try printRxServer(&arguments)
    case "l", "r", "i", "n", "m": _ = try printRxList(letter, &arguments, service)
    case "c": try printRxCallbacks(&arguments, service)
    case "1": try printRxVolume(&arguments, servers: 8, isOld: true)
    case "2": try printRxVolume(&arguments, servers: 13, isOld: false)
    case "3": try printRxVolume(&arguments, servers: 13, isOld: false, hasIdentifiers: true)
    default: break
    }
  }

  /// Prints as many arguments of a kind as the number before them says.
  private mutating func printRxList(
    _ letter: Unicode.Scalar, _ arguments: inout RxArguments, _ service: RxService
  ) throws(EarlyEnd) -> UInt32 {
    let count = try arguments.number()
    if count == 0 { line.append(" <none!>") }
    var left = count
    while left > 0 {
      left -= 1
      switch letter {
      case "l": try printRxFile(&arguments)
      case "r": try printRxServer(&arguments)
      case "i": line.put(" ", Int32(bitPattern: try arguments.number()))
      case "n": try printRxCharacters(&arguments, service.characterCount)
      default:
        line.append(" name")
        try printRxCharacters(&arguments, service.characterCount)
        line.put(" volid ", try arguments.number(), " type")
        // The numbers of a volume that are not shown.
        arguments.pass(21)
      }
      if left > 0 && letter != "i" && letter != "n" { line.append(",") }
    }
    return count
  }

  /// Prints files, and for each the promise of its server to tell of changes.
  private mutating func printRxCallbacks(
    _ arguments: inout RxArguments, _ service: RxService
  ) throws(EarlyEnd) {
    _ = try printRxList("l", &arguments, service)
    var count = try arguments.number()
    if count > 0 { line.append(";") }
    while count > 0 {
      count -= 1
      try printRxArguments(" ver%d expires%t%x", &arguments, service)
    }
  }

  private mutating func printRxFile(_ arguments: inout RxArguments) throws(EarlyEnd) {
    try arguments.require(12)
    line.put(" fid ", try arguments.number(), "/", try arguments.number())
    line.put("/", try arguments.number())
  }

  private mutating func printRxServer(_ arguments: inout RxArguments) throws(EarlyEnd) {
    try arguments.require(12)
    line.put(" server ", try arguments.number(), ":", try arguments.number())
    line.put(":", try arguments.number())
  }

  /// Prints the attributes that a call sets.
  private mutating func printRxAttributes(_ arguments: inout RxArguments) throws(EarlyEnd) {
    try arguments.require(24)
    let mask = try arguments.number()
    if mask != 0 { line.append(" StoreStatus") }
    let texts: [5 of String] = [" date%t", " owner%u", " group%u", "", " segsize%u"]
    for bit in 0..<5 {
      let isSet = mask >> UInt32(bit) & 1 != 0
      if isSet && bit == 3 {
        line.append(" mode ")
        line.append(octal: try arguments.number() & 0o7777)
      } else {
        try printRxArguments(isSet ? texts[bit] : "%x", &arguments, .files)
      }
    }
    if mask & 1024 != 0 { line.append(" fsync") }
  }

  /// Prints who has which rights at a directory.
  private mutating func printRxAccessList(_ text: Span<UInt8>) {
    guard var list = AFSAccessList(text) else { return }
    let (granting, denying) = list.counts
    guard printRxRights(&list, " +{", granting) else { return }
    _ = printRxRights(&list, " -{", denying)
  }

  /// Prints the next entries of an access list; false if there are fewer.
  private mutating func printRxRights(
    _ list: inout AFSAccessList, _ label: String, _ count: Int32
  ) -> Bool {
    var left = count
    while left > 0 {
      left -= 1
      guard let (name, rights) = list.next() else { return false }
      line.append(label)
      line.append(visible: list.bytes(name))
      line.append(" ")
      // Of all flags the order of tcpdump.
      if rights & 1 != 0 { line.append("r") }
      if rights & 8 != 0 { line.append("l") }
      if rights & 4 != 0 { line.append("i") }
      if rights & 16 != 0 { line.append("d") }
      if rights & 2 != 0 { line.append("w") }
      if rights & 32 != 0 { line.append("k") }
      if rights & 64 != 0 { line.append("a") }
      line.append("}")
    }
    return true
  }

  private mutating func printRxText(
    _ arguments: inout RxArguments, atMost limit: Int
  ) throws(EarlyEnd) {
    let text = try arguments.text(atMost: limit)
    line.append(" \"")
    line.append(visible: text.bytes)
    if text.isCut { throw EarlyEnd(name: arguments.name, isLocal: true) }
    line.append("\"")
  }

  /// Prints a text with a number for each character, as far as a zero.
  private mutating func printRxCharacters(
    _ arguments: inout RxArguments, _ count: Int
  ) throws(EarlyEnd) {
    try arguments.require(count * 4)
    line.append(" \"")
    for index in 0..<count {
      let character = arguments.character(index)
      if character == 0 { break }
      line.append(visible: character)
    }
    line.append("\"")
    try arguments.skip(count * 4)
  }

  /// Prints an identifier of 128 bits, whose parts have 32 bits each: five numbers, the rest bytes.
  private mutating func printRxIdentifier(_ arguments: inout RxArguments) throws(EarlyEnd) {
    try arguments.require(44)
    line.append(" ")
    line.append(hex: try arguments.number(), digits: 8)
    line.append(hex: try arguments.number(), digits: 4)
    line.append(hex: try arguments.number(), digits: 4)
    for _ in 0..<8 { line.append(hex: try arguments.number() & 0xff, digits: 2) }
  }

  /// Prints an entry of the volume database: its name, its servers, their partitions, and the numbers of its volumes.
  private mutating func printRxVolume(
    _ arguments: inout RxArguments, servers: Int, isOld: Bool, hasIdentifiers: Bool = false
  ) throws(EarlyEnd) {
    try printRxCharacters(&arguments, 65)
    if isOld { try arguments.skip(4) }
    line.append(" numservers ")
    let count = Int(try arguments.number())
    line.put(count, " servers")
    for index in 0..<servers {
      if hasIdentifiers {
        guard index < count else {
          try arguments.skip(44)
          continue
        }
        line.append(" afsuuid")
        try printRxIdentifier(&arguments)
      } else {
        let address = try arguments.address()
        if index < count { line.put(" ", address) }
      }
    }
    if hasIdentifiers { try arguments.skip(servers * 4) }
    line.append(" partitions")
    for index in 0..<servers {
      let partition = try arguments.number()
      guard index < count else { continue }
      line.append(" ")
      if partition <= 26 {
        line.append(byte: UInt8(ascii: "a") + UInt8(partition))
      } else {
        line.put(partition)
      }
    }
    try arguments.skip(servers * 4)
    try printRxArguments(" rwvol%u rovol%u backup%u", &arguments, .volumeLocations)
  }
}
