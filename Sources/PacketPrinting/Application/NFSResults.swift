import InternetTypes
import PacketDissection
import TextOutput

/// Results of single NFS procedures.
extension PacketPrinter {
  /// Prints the results of READ or WRITE; false if it is cut.
  mutating func printNFSTransferResult(
    _ procedure: NFS.Procedure, _ bytes: Span<UInt8>, _ offset: inout Int, _ isVersion3: Bool,
    _ hasFailed: Bool
  ) throws(EarlyEnd) -> Bool {
    guard isVersion3 else {
      return hasFailed ? true : try printNFSAttributes(bytes, &offset, false, options.verbosity)
    }
    guard
      try procedure == .read
        ? printNFSPostAttributes(bytes, &offset) : printNFSWeakData(bytes, &offset)
    else { return false }
    if hasFailed { return true }
    guard options.verbosity > 0 else { return true }
    guard let result = NFSTransferResult(bytes, at: offset) else {
      return false
    }
    if procedure == .read {
      guard let state = result.state else { return false }
      line.put(" ", result.count, " bytes")
      if state != 0 { line.append(" EOF") }
    } else {
      line.put(" ", result.count, " bytes")
      guard options.verbosity > 1 else { return true }
      guard let state = result.state else { return false }
      printNFSStability(state)
      try printNFSVerifier(bytes, at: offset + NFSTransferResult.byteCount)
    }
    return true
  }

  /// Prints the write verifier, which changes when a server loses uncommitted data (RFC 1813, section 3.3.7).
  mutating func printNFSVerifier(_ bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) {
    line.put(" verf ", Hex(try bytes.uint64(at: offset, in: NFS.name)))
  }

  /// Prints the handle and the attributes of a created file or directory; false if they are cut.
  mutating func printNFSCreation(
    _ bytes: Span<UInt8>, _ offset: inout Int, _ hasFailed: Bool
  ) throws(EarlyEnd) -> Bool {
    if hasFailed { return try printNFSWeakData(bytes, &offset) }
    let handle = try NFSOptional.attributes(bytes, at: offset)
    offset = handle.offset
    guard handle.isPresent else { return true }
    guard try printNFSHandle(bytes, &offset, true) else { return false }
    guard options.verbosity > 0 else { return true }
    guard try printNFSPostAttributes(bytes, &offset) else { return false }
    guard options.verbosity > 1 else { return true }
    line.append(" dir attr:")
    return try printNFSWeakData(bytes, &offset)
  }

  /// Prints the beginning of a directory listing; false if it is cut.
  mutating func printNFSDirectory(
    _ bytes: Span<UInt8>, _ offset: inout Int, _ isVersion3: Bool, _ hasFailed: Bool
  ) throws(EarlyEnd) -> Bool {
    guard isVersion3 else {
      if hasFailed { return true }
      guard let result = NFSDirectoryResult(bytes, at: offset) else {
        return false
      }
      line.put(" offset 0x", Hex(result.offset), " size ", result.size, " ")
      if result.end != 0 { line.append(" eof") }
      return true
    }
    if options.verbosity > 0 { line.append(" POST:") }
    guard try printNFSPostAttributes(bytes, &offset) else { return false }
    if !hasFailed && options.verbosity > 0 {
      line.put(" verf ", Hex(try bytes.uint64(at: offset, in: NFS.name), 16))
    }
    return true
  }

  /// Prints how full a file system is; false if it is cut.
  mutating func printNFSFileSystemStatus(
    _ bytes: Span<UInt8>, _ offset: inout Int, _ isVersion3: Bool, _ hasFailed: Bool
  ) throws(EarlyEnd) -> Bool {
    if isVersion3 {
      if options.verbosity > 0 { line.append(" POST:") }
      guard try printNFSPostAttributes(bytes, &offset) else { return false }
    }
    if hasFailed { return true }
    switch NFSFileSystemStatus(bytes, at: offset, isVersion3: isVersion3) {
    case nil: return false
    case .version2(let transfer, let block, let blocks, let free, let available):
      line.put(" tsize ", transfer, " bsize ", block, " blocks ", blocks)
      line.put(" bfree ", free, " bavail ", available)
    case .version3(let space):
      line.put(" tbytes ", space.totalBytes, " fbytes ", space.freeBytes)
      line.put(" abytes ", space.availableBytes)
      if options.verbosity > 0 {
        line.put(" tfiles ", space.totalFiles, " ffiles ", space.freeFiles)
        line.put(" afiles ", space.availableFiles, " invar ", space.invariance)
      }
    }
    return true
  }

  /// Prints the transfer sizes that a server prefers; false if it is cut.
  mutating func printNFSInformation(
    _ bytes: Span<UInt8>, _ offset: inout Int, _ hasFailed: Bool
  ) throws(EarlyEnd) -> Bool {
    if options.verbosity > 0 { line.append(" POST:") }
    guard try printNFSPostAttributes(bytes, &offset) else { return false }
    if hasFailed { return true }
    guard let result = NFSFileSystemInformation(bytes, at: offset) else {
      return false
    }
    line.put(" rtmax ", result.maximumRead, " rtpref ", result.preferredRead)
    line.put(" wtmax ", result.maximumWrite, " wtpref ", result.preferredWrite)
    line.put(" dtpref ", result.preferredDirectoryRead)
    if options.verbosity > 0 {
      line.put(" rtmult ", result.readMultiple, " wtmult ", result.writeMultiple)
      line.put(" maxfsz ", result.maximumFileSize)
      printNFSTime(" delta ", result.timeDelta)
      line.append(" ")
    }
    return true
  }

  /// Prints the limits of a file system; false if they are cut.
  mutating func printNFSPathConfiguration(
    _ bytes: Span<UInt8>, _ offset: inout Int, _ hasFailed: Bool
  ) throws(EarlyEnd) -> Bool {
    if options.verbosity > 0 { line.append(" POST:") }
    guard try printNFSPostAttributes(bytes, &offset) else { return false }
    if hasFailed { return true }
    guard let result = NFSPathConfiguration(bytes, at: offset) else {
      return false
    }
    line.put(" linkmax ", result.maximumLinks, " namemax ", result.maximumName)
    line.put(" ", result.refusesLongNames ? "notrunc" : "")
    line.put(" ", result.restrictsOwnership ? "chownres" : "")
    line.put(" ", result.ignoresCase ? "igncase" : "", " ", result.keepsCase ? "keepcase" : "")
    return true
  }
}
