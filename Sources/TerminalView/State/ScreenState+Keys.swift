import InternetTypes

/// What a key asks of the run.
package enum ScreenAction: Hashable, Sendable {
  case quit
  case suspend
  case repaint
  /// Pauses the file, or lets it go on.
  case pause
  /// Lets one packet pass.
  case step
  /// Goes on to the next problem.
  case seek
  case speed(Double)
  /// The connection whose curves are wanted.
  case watch(UInt64?)
  /// An explanation of a connection.
  case explain(UInt64)
  /// A savefile of a connection's packets.
  case write(UInt64)
}

extension ScreenState {
  /// Handles a key; what it asks of the run is returned.
  package mutating func press(_ key: Key) -> ScreenAction? {
    switch key {
    case .interrupt, .gone: return .quit
    case .suspend: return .suspend
    case .repaint: return .repaint
    case .resize, .other: return nil
    default: break
    }
    message = nil
    if isEditingFilter {
      edit(key)
      return nil
    }
    if showsHelp {
      showsHelp = false
      return nil
    }
    switch key {
    case .click(let row, let column): return click(row: row, column: column)
    case .wheel(let isUp):
      turnWheel(isUp: isUp)
      return nil
    default: break
    }
    if let action = pressInFile(key) { return action }
    return opened == nil ? pressInList(key) : pressInConnection(key)
  }

  // MARK: Filter

  private mutating func edit(_ key: Key) {
    switch key {
    case .enter: isEditingFilter = false
    case .escape: (isEditingFilter, filter) = (false, "")
    case .backspace: if filter.isEmpty { isEditingFilter = false } else { filter.removeLast() }
    case .character(let character): if filter.count < 200 { filter.append(character) }
    case .down, .up, .click, .wheel: isEditingFilter = false
    default: break
    }
    selection.index = 0
    selectedConnection = nil
    if !source.findsProcesses, ConnectionQuery(filter).asksForProcess {
      message =
        source.isFile
        ? "a file does not say whose connections they are: process: finds nothing"
        : "process: finds nothing without --processes"
    }
  }

  // MARK: Files

  /// The keys that play a file.
  private mutating func pressInFile(_ key: Key) -> ScreenAction? {
    guard case .character(let character) = key else { return nil }
    guard let playback = last.playback else {
      if character == "p" {
        isFrozen.toggle()
        return .repaint
      }
      if "n.+-".contains(character) { message = "this key plays a file: live -r FILE" }
      return nil
    }
    if playback.isOver, "pn.".contains(character) {
      message = "the file is at its end"
      return nil
    }
    switch character {
    case "p": return .pause
    case "n": return .seek
    case ".": return .step
    case "+", "=": return .speed(min(playback.speed * 2, 1e6))
    case "-": return .speed(max(playback.speed / 2, 1e-6))
    default: return nil
    }
  }

  // MARK: Lists

  private mutating func pressInList(_ key: Key) -> ScreenAction? {
    switch key {
    case .up: move(-1)
    case .down: move(1)
    case .pageUp: move(-selection.height)
    case .pageDown: move(selection.height)
    case .home: move(to: 0)
    case .end: move(to: .max)
    case .tab: turn(1)
    case .backTab: turn(-1)
    case .help: showsHelp = true
    case .enter, .right: return open()
    case .escape:
      filter = ""
      heldOrder = nil
    case .character(let character): return press(character)
    default: break
    }
    return nil
  }

  private mutating func press(_ character: Character) -> ScreenAction? {
    switch character {
    case "q": return .quit
    case "?", "h": showsHelp = true
    case "k": move(-1)
    case "j": move(1)
    case "g": move(to: 0)
    case "G": move(to: .max)
    case "/": (page, isEditingFilter) = (.connections, true)
    case " ": heldOrder = heldOrder == nil ? listed : nil
    case "s", ">": sort(1)
    case "<": sort(-1)
    case "r": isReversed.toggle()
    case "c": isTotal.toggle()
    case "b": isBytes.toggle()
    case "a": showsAllEnded.toggle()
    case "w", "e":
      guard page == .connections else { break }
      let listed = listed
      guard let number = selectedConnection ?? listed.first else { break }
      return ask(character, number)
    case "x": toggleOwn()
    default:
      guard let number = character.wholeNumberValue, let page = Page(rawValue: number - 1) else {
        break
      }
      guard pages.contains(page) else {
        message = "processes are searched for in a live capture with --processes"
        break
      }
      show(page)
    }
    return nil
  }

  private mutating func sort(_ step: Int) {
    let all = sortColumns
    let place = all.firstIndex(of: column) ?? 0
    column = all[(place + step + all.count) % all.count]
    isReversed = false
    heldOrder = nil
  }

  private mutating func turn(_ step: Int) {
    let all = pages
    let place = all.firstIndex(of: page) ?? 0
    show(all[(place + step + all.count) % all.count])
  }

  mutating func show(_ page: Page) {
    self.page = page
    selection.index = 0
    selection.top = 0
  }

  mutating func move(_ step: Int) { move(to: selection.index + step) }

  /// Selects a row; the last one if there are not so many.
  mutating func move(to index: Int) {
    selection.index = min(max(index, 0), max(rowCount - 1, 0))
    guard page == .connections else { return }
    let listed = listed
    selectedConnection = selection.index < listed.count ? listed[selection.index] : nil
  }

  /// How many rows the page has.
  var rowCount: Int {
    switch page {
    case .connections: listed.count
    case .hosts: connections.hosts.sums.count
    case .services: connections.services.sums.count
    case .problems: problems.problems.count
    case .interfaces: last.interfaces.count
    case .processes: connections.processTotals.sums.count
    }
  }

  mutating func open() -> ScreenAction? {
    switch page {
    case .connections:
      let listed = listed
      let selected = selectedConnection.flatMap { number in
        listed.contains(number) ? number : nil
      }
      let index = min(selection.index, listed.count - 1)
      guard let number = selected ?? (index >= 0 ? listed[index] : nil) else {
        return nil
      }
      return open(number)
    case .problems:
      let shown = shownProblems
      guard selection.index < shown.count, let number = shown[selection.index].connection else {
        return nil
      }
      guard connections.entries[number] != nil else {
        message = "connection \(number) is not known any more"
        return nil
      }
      return open(number)
    case .hosts:
      let hosts = shownHosts
      guard selection.index < hosts.count else { return nil }
      narrow(to: "host:\(hosts[selection.index].key.text)")
    case .services:
      let services = shownServices
      guard selection.index < services.count else { return nil }
      narrow(to: "port:\(services[selection.index].key.port)")
    case .processes:
      let processes = shownProcesses
      guard selection.index < processes.count else { return nil }
      // A filter's words have no spaces; the number tells processes apart.
      let text = connections.processes.text(of: processes[selection.index].key)
      let number = text.lastIndex(of: "/").map { String(text[$0...]) }
      narrow(to: "process:\(number ?? text.split(separator: " ").last.map { String($0) } ?? "")")
    case .interfaces: break
    }
    return nil
  }

  private mutating func open(_ number: UInt64) -> ScreenAction {
    turn(to: number)
    return .watch(number)
  }

  /// Shows the connections that a filter lets through.
  private mutating func narrow(to filter: String) {
    show(.connections)
    self.filter = filter
  }

  // MARK: One connection

  private mutating func pressInConnection(_ key: Key) -> ScreenAction? {
    switch key {
    case .escape, .left, .backspace, .character("q"):
      turn(to: nil)
      return .watch(nil)
    case .help, .character("?"), .character("h"): showsHelp = true
    case .character("d"), .tab, .backTab:
      let entry = opened.flatMap { connections.entries[$0] }
      let side = openedSide ?? entry?.row.mainSender ?? .server
      openedSide = side.peer
    case .character("l"): showsPackets.toggle()
    case .character("b"): isBytes.toggle()
    case .character("w"): return opened.flatMap { ask("w", $0) }
    case .character("e"): return opened.flatMap { ask("e", $0) }
    default: break
    }
    return nil
  }

  /// Explains a connection of a file, or writes its packets.
  private mutating func ask(_ key: Character, _ number: UInt64) -> ScreenAction? {
    guard source.canReadAgain else {
      message =
        "its packets are not kept: capture beside this, tcpinspect -w FILE, then live -r FILE"
      return nil
    }
    return key == "w" ? .write(number) : .explain(number)
  }

  private mutating func toggleOwn() {
    guard source.own.count == 2 else {
      message = "this is no session of ssh (SSH_CONNECTION is not set)"
      return
    }
    hidesOwn.toggle()
    message = hidesOwn ? "the connection of this ssh session is hidden" : "nothing is hidden"
  }
}
