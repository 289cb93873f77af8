import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints the content of a multipath option after its name.
  ///
  /// - Returns: false if it contradicts itself or the segment; the decoded part is printed.
  mutating func printMultipath(_ data: Span<UInt8>, flags: TCPFlags) -> Bool {
    guard data.count > 0 else { return false }
    line.append(" ")
    line.append(decimal: data.count + 2)
    line.append(" ")
    line.append(Self.multipathName(MPTCPOption.subtype(of: data)))
    switch MPTCPOption(decoding: data, flags: flags) {
    case .malformed: return false
    case .other: break
    case .capable(let version, let flags, let senderKey, let receiverKey):
      printMultipathCapable(version: version, flags: flags, senderKey, receiverKey)
    case .join(let subflow, let token, let nonce):
      printSubflow(subflow)
      line.append(" token 0x")
      line.append(hex: token)
      line.append(" nonce 0x")
      line.append(hex: nonce)
    case .joinReply(let subflow, let authentication, let nonce):
      printSubflow(subflow)
      line.append(" hmac 0x")
      line.append(hex: authentication)
      line.append(" nonce 0x")
      line.append(hex: nonce)
    case .joinConfirmation(let authentication):
      line.append(" hmac 0x")
      line.append(hexBytes: data.extracting(authentication))
    case .dataSequence(let signal): return printDataSequence(signal)
    case .addAddress(let address): printMultipathAddress(address)
    case .removeAddresses(let identifiers):
      line.append(" id")
      for index in identifiers {
        line.append(" ")
        line.append(decimal: UInt32(data[index]))
      }
    case .priority(let isBackup, let identifier):
      line.append(isBackup ? " backup" : " non-backup")
      if let identifier { printIdentifier(identifier) }
    case .fail(let sequence):
      line.append(" seq ")
      line.append(decimal: sequence)
    case .fastClose(let key):
      line.append(" key 0x")
      line.append(hex: key)
    }
    return true
  }

  private static func multipathName(_ subtype: MPTCPOption.Subtype?) -> String {
    switch subtype {
    case .capable: "capable"
    case .join: "join"
    case .dataSequence: "dss"
    case .addAddress: "add-addr"
    case .removeAddress: "rem-addr"
    case .priority: "prio"
    case .fail: "fail"
    case .fastClose: "fast-close"
    case nil: "unknown"
    }
  }

  private mutating func printMultipathCapable(
    version: UInt8, flags: UInt8, _ senderKey: UInt64?, _ receiverKey: UInt64?
  ) {
    guard version <= 1 else {
      line.append(" Unknown Version (")
      line.append(decimal: UInt32(version))
      line.append(")")
      return
    }
    line.append(" v")
    line.append(decimal: UInt32(version))
    if flags & 0x80 != 0 { line.append(" csum") }
    guard let senderKey else { return }
    line.append(" {0x")
    line.append(hex: senderKey)
    if let receiverKey {
      line.append(",0x")
      line.append(hex: receiverKey)
    }
    line.append("}")
  }

  private mutating func printSubflow(_ subflow: MPTCPSubflow) {
    if subflow.isBackup { line.append(" backup") }
    printIdentifier(subflow.identifier)
  }

  private mutating func printIdentifier(_ identifier: UInt8) {
    line.append(" id ")
    line.append(decimal: UInt32(identifier))
  }

  /// Prints the fields of a data sequence signal up to a missing one; false if one is missing or bytes are left.
  private mutating func printDataSequence(_ signal: MPTCPDataSequence) -> Bool {
    if signal.isFinal { line.append(" fin") }
    if signal.hasAcknowledgment {
      line.append(" ack ")
      guard let acknowledgment = signal.acknowledgment else { return false }
      line.append(decimal: acknowledgment)
    }
    if signal.hasMapping {
      line.append(" seq ")
      guard let sequence = signal.sequence else { return false }
      line.append(decimal: sequence)
      guard let subflowSequence = signal.subflowSequence else { return false }
      line.append(" subseq ")
      line.append(decimal: subflowSequence)
      guard let length = signal.length else { return false }
      line.append(" len ")
      line.append(decimal: UInt32(length))
      if let checksum = signal.checksum {
        line.append(" csum 0x")
        line.append(hex: UInt32(checksum))
      }
    }
    return signal.isComplete
  }

  private mutating func printMultipathAddress(_ address: MPTCPAddress) {
    switch address.versionOrEcho {
    case 0: line.append(" v1")
    case 1: line.append(" v1-echo")
    case 4: line.append(" v0-ip4")
    case 6: line.append(" v0-ip6")
    default: line.append(" [bad version/echo]")
    }
    printIdentifier(address.identifier)
    line.append(" ")
    switch address.address {
    case .v4(let address): printAddress(address)
    case .v6(let address): printAddress(address)
    }
    if let port = address.port {
      line.append(":")
      line.append(decimal: UInt32(port))
    }
    if let authentication = address.authentication {
      line.append(" hmac 0x")
      line.append(hex: authentication)
    }
  }
}
