import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a notice of Zephyr.
  mutating func printZephyr(_ fields: Fields) throws(EarlyEnd) {
    do throws(ZephyrNotice.Fault) {
      var notice = try ZephyrNotice(fields)
      guard Self.begins(notice.text(.version), "ZEPH") else { return }
      try notice.readHeader()
      printZephyrNotice(notice)
    } catch {
      switch error {
      case .cut: throw EarlyEnd(name: fields.name)
      case .short: printInvalid()
      }
    }
  }

  private mutating func printZephyrNotice(_ notice: ZephyrNotice) {
    line.append(" zephyr")
    let version = notice.text(.version).extracting(droppingFirst: 4)
    guard Self.begins(version, "0.2") else {
      line.append(" v")
      line.append(visible: version)
      return
    }
    let kind = notice.kind
    line.append(name: Self.zephyrKindName(kind), or: " type ", kind)
    let isServerAcknowledgment = kind == 5
    if isServerAcknowledgment, let answer = notice.extraText(0), !Self.equals(answer, "SENT") {
      line.append("/")
      appendLowerCase(answer)
    }
    if notice.text(.sender).count > 0 {
      line.append(" ")
      line.append(visible: notice.text(.sender))
    }
    if printZephyrService(notice, isAnswer: isServerAcknowledgment) { return }
    line.append(" to ")
    appendTriple(notice.text(.className), notice.text(.instance), notice.text(.recipient))
    if notice.text(.operation).count > 0 {
      line.append(" op ")
      line.append(visible: notice.text(.operation))
    }
  }

  /// Prints a notice that is for Zephyr's own services; false for a message.
  private mutating func printZephyrService(_ notice: ZephyrNotice, isAnswer: Bool) -> Bool {
    let (name, instance) = (notice.text(.className), notice.text(.instance))
    let operation = notice.text(.operation)
    if Self.equals(name, "USER_LOCATE") {
      if Self.equals(operation, "USER_HIDE") {
        line.append(" hide")
      } else if Self.equals(operation, "USER_UNHIDE") {
        line.append(" unhide")
      } else {
        line.append(" locate ")
        line.append(visible: instance)
      }
    } else if Self.equals(name, "ZEPHYR_ADMIN") {
      line.append(" zephyr-admin ")
      appendLowerCase(operation)
    } else if Self.equals(name, "ZEPHYR_CTL") {
      return printZephyrControl(notice, isAnswer: isAnswer)
    } else if Self.equals(name, "HM_CTL") || Self.equals(name, "WG_CTL") {
      line.append(" ")
      appendLowerCase(name)
      line.append(" ")
      appendLowerCase(instance)
      line.append(" ")
      appendLowerCase(operation)
    } else if Self.equals(name, "HM_STAT") {
      guard Self.equals(instance, "HMST_CLIENT"), Self.equals(operation, "GIMMESTATS") else {
        return false
      }
      line.append(" get-client-stats")
    } else if Self.equals(name, "LOGIN") {
      return printZephyrLogin(operation)
    } else {
      return false
    }
    return true
  }

  /// Prints what a client asks of a server, a host manager or a realm.
  private mutating func printZephyrControl(_ notice: ZephyrNotice, isAnswer: Bool) -> Bool {
    let (instance, operation) = (notice.text(.instance), notice.text(.operation))
    if Self.equals(instance, "CLIENT") {
      let isSubscription = Self.equals(operation, "SUBSCRIBE")
      let hasNoDefaults = Self.equals(operation, "SUBSCRIBE_NODEFS")
      if isSubscription || hasNoDefaults || Self.equals(operation, "UNSUBSCRIBE") {
        line.put(isSubscription ? " sub" : " unsub", hasNoDefaults ? "-nodefs" : "")
        if !isAnswer, let name = notice.extraText(0), let instance = notice.extraText(1),
          let recipient = notice.extraText(2)
        {
          line.append(" ")
          appendTriple(name, instance, recipient)
        }
      } else if Self.equals(operation, "GIMME") {
        line.append(" ret")
      } else if Self.equals(operation, "GIMMEDEFS") {
        line.append(" gimme-defs")
      } else if Self.equals(operation, "CLEARSUB") {
        line.append(" clear-subs")
      } else {
        line.append(" ")
        appendLowerCase(operation)
      }
    } else if Self.equals(instance, "HM") {
      line.append(" ")
      appendLowerCase(operation)
    } else if Self.equals(instance, "REALM") {
      if Self.equals(operation, "ADD_SUBSCRIBE") { line.append(" realm add-subs") }
      if Self.equals(operation, "REQ_SUBSCRIBE") { line.append(" realm req-subs") }
      if Self.equals(operation, "RLM_SUBSCRIBE") { line.append(" realm rlm-sub") }
      if Self.equals(operation, "RLM_UNSUBSCRIBE") { line.append(" realm rlm-unsub") }
    } else {
      return false
    }
    return true
  }

  /// Prints what a login sets: locations, or who sees them.
  private mutating func printZephyrLogin(_ operation: Span<UInt8>) -> Bool {
    if Self.equals(operation, "USER_FLUSH") {
      line.append(" flush_locs")
      return true
    }
    let isExposure =
      Self.equals(operation, "NONE") || Self.equals(operation, "OPSTAFF")
      || Self.equals(operation, "REALM-VISIBLE") || Self.equals(operation, "REALM-ANNOUNCED")
      || Self.equals(operation, "NET-VISIBLE") || Self.equals(operation, "NET-ANNOUNCED")
    guard isExposure else { return false }
    line.append(" set-exposure ")
    appendLowerCase(operation)
    return true
  }

  /// Appends `<class,instance,recipient>`, at most 255 characters.
  private mutating func appendTriple(
    _ name: Span<UInt8>, _ instance: Span<UInt8>, _ recipient: Span<UInt8>
  ) {
    var room = 254
    line.append("<")
    appendPart(name, &room)
    if room > 0 { line.append(",") }
    room -= 1
    appendPart(instance, &room)
    if room > 0 { line.append(",") }
    room -= 1
    if recipient.count == 0 {
      if room > 0 { line.append("*") }
      room -= 1
    } else {
      appendPart(recipient, &room)
    }
    if room > 0 { line.append(">") }
  }

  private mutating func appendPart(_ text: Span<UInt8>, _ room: inout Int) {
    line.append(visible: text.extracting(first: max(0, min(text.count, room))))
    room -= text.count
  }

  /// Appends text in lower case, at most 255 characters.
  private mutating func appendLowerCase(_ text: Span<UInt8>) {
    for index in 0..<min(text.count, 255) {
      let byte = text[index]
      line.append(visible: byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte)
    }
  }

  private static func begins(_ text: Span<UInt8>, _ word: String) -> Bool {
    let count = word.utf8.count
    return text.count >= count && equals(text.extracting(first: count), word)
  }

  private static func equals(_ text: Span<UInt8>, _ word: String) -> Bool {
    let bytes = word.utf8Span.span
    guard text.count == bytes.count else { return false }
    for index in text.indices where text[index] != bytes[index] { return false }
    return true
  }

  private static func zephyrKindName(_ kind: UInt32) -> String? {
    switch kind {
    case 0: " unsafe"
    case 1: " unacked"
    case 2: " acked"
    case 3: " hm-ack"
    case 4: " hm-ctl"
    case 5: " serv-ack"
    case 6: " serv-nak"
    case 7: " client-ack"
    case 8: " stat"
    default: nil
    }
  }
}
