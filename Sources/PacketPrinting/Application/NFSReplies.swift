import InternetTypes
import PacketDissection
import TextOutput

/// Replies to NFS calls.
extension PacketPrinter {
  /// Prints a reply from its status on, and the results of its call; false if it is cut.
  mutating func printNFSReply(
    _ message: SunRPCMessage, _ packet: Packet, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) -> Bool {
    guard let status = message.replyStatus(bytes) else { return false }
    switch status {
    case 0: line.put("reply ok ", message.length)
    case 1:
      line.put("reply ERR ", message.length, ": ")
      return printRPCRejection(message, bytes)
    default:
      line.put("reply Unknown rpc response code=", status, " ", message.length)
      return true
    }
    guard
      let call = applications.calls.find(
        transaction: try message.transaction(bytes), packet.addresses)
    else { return true }
    let isVersion3 = call.version == 3
    let number = isVersion3 ? call.procedure : NFS.version3Number(call.procedure)
    guard let procedure = printNFSProcedure(number) else { return true }
    switch procedure {
    case .null, .none: return true
    default: break
    }
    guard let results = try message.results(bytes) else { return false }
    guard results.status == 0 else {
      line.append(" ")
      if let name = Self.rpcAcceptStatus(results.status) {
        line.append(name)
      } else {
        line.put("ar_stat ", results.status)
      }
      return true
    }
    var offset = results.offset
    var hasFailed = false
    let isWhole = try printNFSResults(procedure, bytes, &offset, isVersion3, &hasFailed)
    // After the message of an error, a cut is not shown.
    return isWhole || hasFailed
  }

  /// Prints why a call was denied; false if it is cut.
  private mutating func printRPCRejection(_ message: SunRPCMessage, _ bytes: Span<UInt8>) -> Bool {
    guard let reason = message.rejection(bytes) else { return false }
    switch reason {
    case 0:
      guard let versions = message.supportedVersions(bytes) else { return false }
      line.put("RPC Version mismatch (", versions.low, "-", versions.high, ")")
    case 1:
      guard let status = message.authenticationStatus(bytes) else { return false }
      line.append("Auth ")
      if let name = Self.rpcAuthenticationStatus(status) {
        line.append(name)
      } else {
        line.put("Invalid failure code ", status)
      }
    default: line.put("Unknown reason for rejecting rpc message ", reason)
    }
    return true
  }

  /// Prints the results of a procedure; false if they are cut.
  private mutating func printNFSResults(
    _ procedure: NFS.Procedure, _ bytes: Span<UInt8>, _ offset: inout Int, _ isVersion3: Bool,
    _ hasFailed: inout Bool
  ) throws(EarlyEnd) -> Bool {
    let verbosity = options.verbosity
    hasFailed = try printNFSStatus(bytes, &offset)
    switch procedure {
    case .getAttributes:
      return hasFailed ? true : try printNFSAttributes(bytes, &offset, isVersion3, 1)
    case .setAttributes:
      if isVersion3 { return try printNFSWeakData(bytes, &offset) }
      return hasFailed ? true : try printNFSAttributes(bytes, &offset, false, 1)
    case .lookUp: return try printNFSLookUp(bytes, &offset, isVersion3, hasFailed)
    case .access:
      if verbosity > 0 { line.append(" attr:") }
      guard try printNFSPostAttributes(bytes, &offset) else { return false }
      if !hasFailed { line.put(" c ", Hex(try bytes.uint32(at: offset, in: NFS.name), 4)) }
      return true
    case .readLink:
      if hasFailed { return true }
      if isVersion3 {
        guard try printNFSPostAttributes(bytes, &offset) else { return false }
      }
      line.append(" ")
      return try printNFSName(bytes, &offset)
    case .read, .write:
      return try printNFSTransferResult(procedure, bytes, &offset, isVersion3, hasFailed)
    case .create, .makeDirectory, .makeNode, .symbolicLink:
      guard isVersion3 else {
        if procedure == .symbolicLink || procedure == .makeNode || hasFailed { return true }
        guard try printNFSHandle(bytes, &offset, false) else { return false }
        return try printNFSAttributes(bytes, &offset, false, verbosity)
      }
      return try printNFSCreation(bytes, &offset, hasFailed)
    case .remove, .removeDirectory:
      // tcpdump does not report the cut.
      if isVersion3 { _ = try printNFSWeakData(bytes, &offset) }
      return true
    case .rename: return isVersion3 ? try printNFSRename(bytes, &offset) : true
    case .link:
      guard isVersion3 else { return true }
      if verbosity > 0 { line.append(" file POST:") }
      guard try printNFSPostAttributes(bytes, &offset) else { return false }
      if verbosity > 0 { line.append(" dir:") }
      return try printNFSWeakData(bytes, &offset)
    case .readDirectory, .readDirectoryPlus:
      return try printNFSDirectory(bytes, &offset, isVersion3, hasFailed)
    case .fileSystemStatus:
      return try printNFSFileSystemStatus(bytes, &offset, isVersion3, hasFailed)
    case .fileSystemInformation: return try printNFSInformation(bytes, &offset, hasFailed)
    case .pathConfiguration: return try printNFSPathConfiguration(bytes, &offset, hasFailed)
    case .commit:
      guard try printNFSWeakData(bytes, &offset) else { return false }
      if verbosity > 1 && !hasFailed { try printNFSVerifier(bytes, at: offset) }
      return true
    case .null, .none: return true
    }
  }

  /// Prints both directories of a renamed file, of version 3; false if they are cut.
  private mutating func printNFSRename(
    _ bytes: Span<UInt8>, _ offset: inout Int
  ) throws(EarlyEnd) -> Bool {
    if options.verbosity > 0 { line.append(" from:") }
    guard try printNFSWeakData(bytes, &offset) else { return false }
    if options.verbosity > 0 { line.append(" to:") }
    return try printNFSWeakData(bytes, &offset)
  }

  /// Prints the results of a look-up; false if they are cut.
  private mutating func printNFSLookUp(
    _ bytes: Span<UInt8>, _ offset: inout Int, _ isVersion3: Bool, _ hasFailed: Bool
  ) throws(EarlyEnd) -> Bool {
    guard isVersion3 else {
      if hasFailed { return true }
      guard try printNFSHandle(bytes, &offset, false) else { return false }
      return try printNFSAttributes(bytes, &offset, false, options.verbosity)
    }
    if !hasFailed {
      guard try printNFSHandle(bytes, &offset, true), try printNFSPostAttributes(bytes, &offset)
      else { return false }
    }
    guard options.verbosity > 1 else { return true }
    line.append(" post dattr:")
    return try printNFSPostAttributes(bytes, &offset)
  }

  /// Prints the error of a status; true if there is one.
  private mutating func printNFSStatus(
    _ bytes: Span<UInt8>, _ offset: inout Int
  ) throws(EarlyEnd) -> Bool {
    let status = try bytes.uint32(at: offset, in: NFS.name)
    offset += 4
    guard status != 0 else { return false }
    if options.quietness == 0 {
      line.append(" ERROR: ")
      if let text = Self.nfsError(status) { line.append(text) } else { line.put("unk ", status) }
    }
    return true
  }

  /// Prints the attributes of a file as far as `verbosity` requests; false if they are cut.
  mutating func printNFSAttributes(
    _ bytes: Span<UInt8>, _ offset: inout Int, _ isVersion3: Bool, _ verbosity: Int
  ) throws(EarlyEnd) -> Bool {
    guard let attributes = NFSFileAttributes(bytes, at: offset, isVersion3: isVersion3) else {
      return false
    }
    offset = attributes.end
    guard verbosity > 0 else { return true }
    line.append(" ")
    if let name = Self.nfsFileType(attributes.type) {
      line.append(name)
    } else {
      line.put("unk-ft ", attributes.type, " ")
    }
    line.append(" ")
    line.append(octal: attributes.mode)
    line.put(" ids ", attributes.user, "/", attributes.group)
    guard let size = attributes.size else { throw EarlyEnd(name: NFS.name) }
    line.put(" sz ", size)
    guard verbosity > 1 else { return true }
    guard let details = attributes.details else { return false }
    line.put(" nlink ", attributes.linkCount)
    if isVersion3 {
      line.put(" rdev ", details.device, "/", details.minorDevice)
      line.put(" fsid ", Hex(details.fileSystem), " fileid ", Hex(details.file))
    } else {
      line.put(" rdev 0x", Hex(details.device), " fsid 0x", Hex(details.fileSystem))
      line.put(" nodeid 0x", Hex(details.file))
    }
    printNFSTime(" a/m/ctime ", details.accessed)
    printNFSTime(" ", details.modified)
    printNFSTime(" ", details.changed)
    return true
  }

  /// Prints attributes that may be absent; false if they are cut.
  mutating func printNFSPostAttributes(
    _ bytes: Span<UInt8>, _ offset: inout Int
  ) throws(EarlyEnd) -> Bool {
    let attributes = try NFSOptional.attributes(bytes, at: offset)
    offset = attributes.offset
    guard attributes.isPresent else { return true }
    return try printNFSAttributes(bytes, &offset, true, options.verbosity)
  }

  /// Prints the attributes before and after an operation; false if they are cut.
  mutating func printNFSWeakData(
    _ bytes: Span<UInt8>, _ offset: inout Int
  ) throws(EarlyEnd) -> Bool {
    let isVerbose = options.verbosity > 1
    if isVerbose { line.append(" PRE:") }
    let before = try NFSOptional.attributes(bytes, at: offset)
    offset = before.offset
    if before.isPresent {
      guard let attributes = NFSWeakAttributes(bytes, at: offset) else {
        return false
      }
      if isVerbose {
        line.put(" sz ", attributes.size)
        printNFSTime(" mtime ", attributes.modified)
        printNFSTime(" ctime ", attributes.changed)
      }
      offset = attributes.end
    }
    if options.verbosity > 0 { line.append(" POST:") }
    return try printNFSPostAttributes(bytes, &offset)
  }
}
