import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints an NFS call or reply; false, and nothing, if the ports and the direction do not fit.
  ///
  /// Over TCP the message begins after its length, and the text begins with a colon.
  mutating func printNFS(
    _ bytes: Span<UInt8>, _ payload: ApplicationPayload
  ) throws(EarlyEnd) -> Bool {
    var start = payload.start
    var length = payload.length
    if payload.isTCP {
      guard length >= 4, bytes.has(4, at: start) else { return false }
      let stated = Int(try bytes.uint32(at: start, in: "tcp") & 0x7fff_ffff)
      length = min(stated, length - 4)
      start += 4
    }
    let message = SunRPCMessage(at: start, length: length, in: NFS.name)
    let isWhole: Bool
    switch message.direction(bytes) {
    case 0 where payload.destinationPort == NFS.port:
      if payload.isTCP { line.append(": ") }
      line.put("NFS request xid ", try message.transaction(bytes), " ", length)
      isWhole = try printNFSCall(message, payload.packet, bytes)
    case 1 where payload.sourcePort == NFS.port:
      if payload.isTCP { line.append(": ") }
      line.put("NFS reply xid ", try message.transaction(bytes), " ")
      isWhole = try printNFSReply(message, payload.packet, bytes)
    default: return false
    }
    if !isWhole { printTruncation(NFS.name) }
    return true
  }

  /// Prints a call from its procedure on, and remembers it for its reply; false if it is cut.
  private mutating func printNFSCall(
    _ message: SunRPCMessage, _ packet: Packet, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) -> Bool {
    guard let number = message.procedure(bytes) else { return false }
    let version = try message.version(bytes)
    applications.calls.insert(
      transaction: try message.transaction(bytes), packet.addresses, procedure: number,
      version: version)
    let isVersion3 = version == 3
    guard
      let procedure = printNFSProcedure(isVersion3 ? number : NFS.version3Number(number))
    else { return true }
    switch procedure {
    case .null, .none: return true
    default: break
    }
    guard let start = try message.arguments(bytes) else { return false }
    var offset = start
    switch procedure {
    case .getAttributes, .setAttributes, .readLink, .fileSystemStatus, .fileSystemInformation,
      .pathConfiguration:
      return try printNFSHandle(bytes, &offset, isVersion3)
    case .lookUp, .create, .makeDirectory, .remove, .removeDirectory:
      return try printNFSHandleAndName(bytes, &offset, isVersion3)
    case .access:
      guard try printNFSHandle(bytes, &offset, isVersion3) else { return false }
      printNFSAccess(try bytes.uint32(at: offset, in: NFS.name))
    case .read, .write, .readDirectory, .readDirectoryPlus, .commit:
      return try printNFSTransfer(procedure, bytes, &offset, isVersion3)
    case .symbolicLink: return try printNFSSymbolicLink(bytes, &offset, isVersion3)
    case .makeNode: return try printNFSNode(bytes, &offset, isVersion3)
    case .rename:
      guard try printNFSHandleAndName(bytes, &offset, isVersion3) else { return false }
      line.append(" ->")
      return try printNFSHandleAndName(bytes, &offset, isVersion3)
    case .link:
      guard try printNFSHandle(bytes, &offset, isVersion3) else { return false }
      line.append(" ->")
      return try printNFSHandleAndName(bytes, &offset, isVersion3)
    case .null, .none: break
    }
    return true
  }

  /// Appends the name of a procedure and returns it; nil if the number has none.
  mutating func printNFSProcedure(_ number: UInt32) -> NFS.Procedure? {
    line.append(" ")
    guard let procedure = NFS.Procedure(rawValue: number) else {
      line.put("proc-", number)
      return nil
    }
    line.append(Self.nfsProcedureName(procedure))
    return procedure
  }

  /// Prints a file handle; false if it is cut.
  mutating func printNFSHandle(
    _ bytes: Span<UInt8>, _ offset: inout Int, _ isVersion3: Bool
  ) throws(EarlyEnd) -> Bool {
    guard let handle = try NFSFileHandle(bytes, at: offset, isVersion3: isVersion3) else {
      return false
    }
    line.append(" fh ")
    switch handle.content(bytes) {
    case .file(let major, let minor, let inode): line.put(major, ",", minor, "/", inode)
    case .device(let start, let count, let inode):
      for index in start..<(start + count) where bytes.has(1, at: index) {
        if bytes[index] == 0 || bytes[index] == UInt8(ascii: " ") { break }
        line.append(byte: bytes[index])
      }
      line.put("/", inode)
    case .unknown:
      // The name is cut to as many characters as the handle has words.
      for byte in "Unknown".utf8.prefix(handle.count / 4) { line.append(byte: byte) }
      line.append("/")
      for index in 0..<min(handle.count & ~3, 32) {
        let byte = bytes[handle.start + index]
        line.append(upperHexDigits: byte)
      }
    }
    offset = handle.end
    return true
  }

  /// Prints a name in quotes; false if it is cut.
  mutating func printNFSName(
    _ bytes: Span<UInt8>, _ offset: inout Int
  ) throws(EarlyEnd) -> Bool {
    let text = try XDRText(bytes, at: offset, in: NFS.name)
    guard text.canBePadded else {
      line.append("[cannot pad to 32-bit boundaries]")
      printInvalid()
      return false
    }
    guard bytes.has(text.count, at: text.start) else { return false }
    line.append("\"")
    for index in text.start..<(text.start + text.count) { line.append(visible: bytes[index]) }
    line.append("\"")
    offset = text.end
    return true
  }

  private mutating func printNFSHandleAndName(
    _ bytes: Span<UInt8>, _ offset: inout Int, _ isVersion3: Bool
  ) throws(EarlyEnd) -> Bool {
    guard try printNFSHandle(bytes, &offset, isVersion3) else { return false }
    line.append(" ")
    return try printNFSName(bytes, &offset)
  }

  private mutating func printNFSAccess(_ flags: UInt32) {
    guard flags & ~0x3f == 0 else {
      line.put(" NFS_ACCESS_??", Hex(flags, 4))
      return
    }
    switch flags {
    case 0x3f: line.append(" NFS_ACCESS_FULL")
    case 0: line.append(" <none>")
    default:
      var separator = " "
      for (bit, name) in Self.nfsAccessNames where flags & bit != 0 {
        line.put(separator, "NFS_ACCESS_", name)
        separator = "|"
      }
    }
  }

  private mutating func printNFSTransfer(
    _ procedure: NFS.Procedure, _ bytes: Span<UInt8>, _ offset: inout Int, _ isVersion3: Bool
  ) throws(EarlyEnd) -> Bool {
    guard try printNFSHandle(bytes, &offset, isVersion3) else { return false }
    let isVerbose = options.verbosity > 0
    switch procedure {
    case .read:
      guard let part = NFSTransfer(read: bytes, at: offset, isVersion3: isVersion3) else {
        return false
      }
      line.put(" ", part.count, " bytes @ ", part.position)
    case .write:
      guard let part = NFSTransfer(write: bytes, at: offset, isVersion3: isVersion3) else {
        return false
      }
      line.put(" ", part.count, " (", part.dataCount, ") bytes @ ", part.position)
      if !isVersion3 {
        line.put(" (", part.firstPosition, ")")
      } else if isVerbose {
        printNFSStability(part.stability)
      }
    case .readDirectory:
      guard let part = NFSTransfer(list: bytes, at: offset, isVersion3: isVersion3) else {
        return false
      }
      line.put(" ", part.count, " bytes @ ")
      if isVersion3 {
        line.append(decimal: Int(truncatingIfNeeded: part.position))
        if isVerbose { line.put(" verf ", Hex(part.verifier, 16)) }
      } else {
        line.append(decimal: UInt32(truncatingIfNeeded: part.position))
      }
    case .readDirectoryPlus:
      guard let part = try NFSTransfer(listPlus: bytes, at: offset) else {
        return false
      }
      line.put(" ", part.count, " bytes @ ", part.position)
      if isVerbose {
        try bytes.require(4, at: offset + 20, in: NFS.name)
        line.put(" max ", part.maximum, " verf ", Hex(part.verifier, 16))
      }
    default:
      guard let part = NFSTransfer(commit: bytes, at: offset) else {
        return false
      }
      line.put(" ", part.count, " bytes @ ", part.position)
    }
    return true
  }

  private mutating func printNFSSymbolicLink(
    _ bytes: Span<UInt8>, _ offset: inout Int, _ isVersion3: Bool
  ) throws(EarlyEnd) -> Bool {
    guard try printNFSHandleAndName(bytes, &offset, isVersion3) else { return false }
    line.append(" ->")
    var attributes: NFSSetAttributes?
    if isVersion3 {
      attributes = try NFSSetAttributes(bytes, at: offset)
      guard let attributes else { return false }
      offset = attributes.end
    }
    guard try printNFSName(bytes, &offset) else { return false }
    if let attributes { printNFSSetAttributes(attributes) }
    return true
  }

  private mutating func printNFSNode(
    _ bytes: Span<UInt8>, _ offset: inout Int, _ isVersion3: Bool
  ) throws(EarlyEnd) -> Bool {
    guard try printNFSHandleAndName(bytes, &offset, isVersion3) else { return false }
    let type = try bytes.uint32(at: offset, in: NFS.name)
    guard let attributes = try NFSSetAttributes(bytes, at: offset + 4) else {
      return false
    }
    line.append(" ")
    if let name = Self.nfsFileType(type) { line.append(name) } else { line.put("unk-ft ", type) }
    guard options.verbosity > 0 else { return true }
    // Block and character devices.
    if type == 3 || type == 4 {
      let device = try NFSDevice(bytes, at: attributes.end)
      line.put(" ", device.major, "/", device.minor)
    }
    printNFSSetAttributes(attributes)
    return true
  }

  private mutating func printNFSSetAttributes(_ attributes: NFSSetAttributes) {
    guard options.verbosity > 0 else { return }
    if let mode = attributes.mode {
      line.append(" mode ")
      line.append(octal: mode)
    }
    if let user = attributes.user { line.put(" uid ", user) }
    if let group = attributes.group { line.put(" gid ", group) }
    guard options.verbosity > 1 else { return }
    if let time = attributes.accessed { printNFSTime(" atime ", time) }
    if let time = attributes.modified { printNFSTime(" mtime ", time) }
  }

  /// Appends a text and a time, its fraction with at least six digits.
  mutating func printNFSTime(_ text: String, _ time: NFSTime) {
    line.put(text, time.seconds, ".", Padded(time.fraction, 6))
  }
}
