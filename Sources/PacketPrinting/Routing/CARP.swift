import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a message of CARP that comes with `timeToLive`.
  mutating func printCARP(_ message: CARPMessage, timeToLive: UInt8) throws(EarlyEnd) {
    let (version, type) = (try message.version, try message.type)
    line.put("CARPv", version, type == 1 ? "-advertise " : "-unknown ", message.fields.length)
    line.append(": ")
    if timeToLive != 255 { line.put("[ttl=", timeToLive, "!] ") }
    guard version == 2, type == 1 else { return }
    let (host, interval) = (try message.virtualHost, try message.interval)
    line.put("vhid=", host, " advbase=", interval, " advskew=", try message.skew, " authlen=")
    line.put(try message.authenticationLength, " ")
    if options.verbosity > 0, message.isChecksumRight == false {
      line.put(" (bad carp cksum ", Hex(try message.checksum), "!)")
    }
    line.put("counter=", try message.counter)
  }
}
