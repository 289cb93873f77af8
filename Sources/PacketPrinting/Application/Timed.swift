import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a message of the Berkeley time synchronization protocol.
  mutating func printTimed(_ bytes: Span<UInt8>, _ payload: ApplicationPayload) throws(EarlyEnd) {
    let message = TimedMessage(at: payload.start)
    let type = try message.type(bytes)
    if Int(type) < Self.timedNames.count {
      line.put("TSP_", Self.timedNames[Int(type)])
    } else {
      line.put("(tsp_type 0x", Hex(type), ")")
    }
    line.put(" vers ", try message.version(bytes))
    line.put(" seq ", try message.sequence(bytes))
    switch type {
    case 24: line.put(" hopcnt ", try message.hopCount(bytes))
    case 1, 5, 22, 23:
      guard var (seconds, microseconds) = message.time(bytes) else {
        throw EarlyEnd(name: TimedMessage.name)
      }
      guard microseconds >= 0 else { return }
      line.append(" time ")
      if seconds < 0 && microseconds != 0 {
        seconds += 1
        if seconds == 0 { line.append("-") }
        microseconds = 1_000_000 - microseconds
      }
      line.put(seconds, ".")
      if microseconds < 0 {
        line.put("-", Padded(microseconds.magnitude, 5))
      } else {
        line.put(Padded(microseconds, 6))
      }
    default: break
    }
    line.append(" name ")
    let name = message.machine(bytes)
    for index in name.range { line.append(visible: bytes[index]) }
    if name.end == nil && name.range.count < 256 { throw EarlyEnd(name: TimedMessage.name) }
  }

  private static let timedNames = [
    "ANY", "ADJTIME", "ACK", "MASTERREQ", "MASTERACK", "SETTIME", "MASTERUP", "SLAVEUP",
    "ELECTION", "ACCEPT", "REFUSE", "CONFLICT", "RESOLVE", "QUIT", "DATE", "DATEREQ", "DATEACK",
    "TRACEON", "TRACEOFF", "MSITE", "MSITEREQ", "TEST", "SETDATE", "SETDATEREQ", "LOOP",
  ]
}
