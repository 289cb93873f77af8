import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a call of a service's procedure with its arguments.
  mutating func printRxCall(
    _ packet: borrowing RxPacket, _ service: RxService, length: Int
  ) throws(EarlyEnd) {
    guard length > RxPacket.headerByteCount else { return }
    var arguments = RxArguments(packet.fields, at: RxPacket.headerByteCount, in: service.name)
    let operation = try arguments.number()
    line.put(" ", service.name)
    if service.isReplicated, let call = RxService.electionCall(operation) {
      line.append(" ubik call ")
      var arguments = RxArguments(packet.fields, at: arguments.offset, in: "ubik")
      return try printRxArguments(call, &arguments, service)
    }
    line.append(" call ")
    guard let call = service.call(operation) else {
      line.put("op#", operation)
      return
    }
    try printRxArguments(call, &arguments, service)
  }

  /// Prints the reply to a call of a service's procedure, or its error.
  mutating func printRxReply(
    _ packet: borrowing RxPacket, to operation: UInt32, of service: RxService, length: Int
  ) throws(EarlyEnd) {
    switch service {
    case .protection, .volumeLocations: break
    default: if length <= RxPacket.headerByteCount { return }
    }
    line.put(" ", service.name)
    let isError = packet.kind == .abort
    if service.isReplicated, let call = RxService.electionCall(operation) {
      var results = RxArguments(packet.fields, at: RxPacket.headerByteCount, in: "ubik")
      line.append(" ubik reply ")
      printRxProcedure(call)
      return switch (operation, isError) {
      // A vote is the time until which it holds, in place of an error.
      case (10_000, false): line.append(" vote no")
      case (10_000, true): try printRxArguments(" vote yes until%t", &results, service)
      case (_, true): try printRxArguments(" errcode%d", &results, service)
      case (20_004, false): try printRxArguments(" dbversion%v", &results, service)
      default: ()
      }
    }
    var results = RxArguments(packet.fields, at: RxPacket.headerByteCount, in: service.name)
    line.append(" reply ")
    if let call = service.call(operation) {
      printRxProcedure(call)
    } else {
      line.put("op#", operation)
    }
    if !isError { return try printRxArguments(service.results(of: operation), &results, service) }
    guard service == .files else { return try printRxArguments(" errcode%d", &results, service) }
    let error = try results.number()
    line.append(" error ")
    if let name = RxService.fileError(error) {
      line.append(name)
    } else {
      line.put("#", Int32(bitPattern: error))
    }
  }

  /// Prints the name that the text of a procedure begins with.
  private mutating func printRxProcedure(_ call: String) {
    let bytes = call.utf8Span.span
    var end = 0
    while end < bytes.count, bytes[end] != UInt8(ascii: " "), bytes[end] != UInt8(ascii: "%") {
      end += 1
    }
    line.append(bytes: bytes.extracting(first: end))
  }

  /// Prints labels and arguments: `text` as it is, but for each `%` and a letter the argument that the letter names, after
  /// a blank.
  mutating func printRxArguments(
    _ text: String, _ arguments: inout RxArguments, _ service: RxService
  ) throws(EarlyEnd) {
    let bytes = text.utf8Span.span
    var start = 0
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "%") else {
        index += 1
        continue
      }
      line.append(bytes: bytes.extracting(start..<index))
      let letter = Unicode.Scalar(bytes[index + 1])
      if try !printRxNumber(letter, &arguments) {
        try printRxArgument(letter, &arguments, service)
      }
      index += 2
      start = index
    }
    line.append(bytes: bytes.extracting(start..<index))
  }

  /// Prints a number, a time, or a few numbers: `d` with a sign, `u` without, `q` of 64 bits, `x` nothing of it, `t` a time,
  /// `v` a version, `y` whether a server was elected, `w` the kind of a volume; false for another letter.
  private mutating func printRxNumber(
    _ letter: Unicode.Scalar, _ arguments: inout RxArguments
  ) throws(EarlyEnd) -> Bool {
    switch letter {
    case "d": line.put(" ", Int32(bitPattern: try arguments.number()))
    case "u": line.put(" ", try arguments.number())
    case "q": line.put(" ", try arguments.longNumber())
    case "x": _ = try arguments.number()
    case "t": printRxTime(try arguments.number())
    case "v":
      try arguments.require(8)
      line.put(" ", try arguments.number(), ".", try arguments.number())
    case "y": line.append(try arguments.number() == 0 ? " syncsite no" : " syncsite yes")
    case "w":
      switch try arguments.number() {
      case 0: line.append(" type read-write")
      case 1: line.append(" type read-only")
      case 2: line.append(" type backup")
      default: break
      }
    default: return false
    }
    return true
  }

  /// Prints a time as `1970/01/01 00:00:00`, in the local zone.
  private mutating func printRxTime(_ number: UInt32) {
    let seconds = Int64(Int32(bitPattern: number))
    let local = seconds + Int64(timestamps.utcOffset(seconds))
    let date = TimestampPrinter.civilDate(local)
    let second = (local % 86_400 + 86_400) % 86_400
    line.put(" ", date.year, "/", Padded(date.month, 2), "/", Padded(date.day, 2), " ")
    line.put(Padded(second / 3600, 2), ":", Padded(second / 60 % 60, 2), ":")
    line.put(Padded(second % 60, 2))
  }
}
