import ArgumentParser
import Foundation
import Testing

@testable import tcpinspect

/// Options as people write them for tcpdump.
@Suite struct ArgumentTests {
  /// The options of all subcommands, as their help has them.
  static let allHelp = TCPInspect.configuration.subcommands
    .map { TCPInspect.helpMessage(for: $0, columns: 500) }
    .joined(separator: "\n")

  @Test(arguments: [
    (["-nvr", "FILE"], ["-n", "-v", "-r", "FILE"]),
    (["-c5"], ["-c", "5"]),
    (["-s0"], ["-s", "0"]),
    (["-ieth0"], ["-i", "eth0"]),
    (["-nc5"], ["-n", "-c", "5"]),
    (["-tttt"], ["-t", "-t", "-t", "-t"]),
    (["-vvv", "-#"], ["-v", "-v", "-v", "-#"]),
    (["-nr-"], ["-n", "-r", "-"]),
    (["-r", "-n"], ["-r", "-n"]),
    (["tcp", "port", "80", "-n"], ["tcp", "port", "80", "-n"]),
    (["-n", "--", "-not-an-option"], ["-n", "--", "-not-an-option"]),
    (["--interface", "-x"], ["--interface", "-x"]),
    (["--number", "--no-optimize"], ["-#", "-O"]),
    (["-"], ["-"]),
  ])
  func `clusters become one option a word`(words: [String], expanded: [String]) throws {
    #expect(try ArgumentExpansion.expand(words) == expanded)
  }

  @Test(arguments: [["-r"], ["-nc"], ["--read"], ["-nE"], ["-n", "-k"]])
  func `a missing value, an unknown letter and a refused one are wrong usage`(
    words: [String]
  ) throws {
    #expect(throws: CommandFailure.self) { try ArgumentExpansion.expand(words) }
  }

  /// The options that the parser declares, by their single letters and whether they take a value.
  static func declaredLetters() throws -> [Character: Bool] {
    let help = Self.allHelp
    var letters: [Character: Bool] = [:]
    for line in help.split(separator: "\n") where line.hasPrefix("  -") {
      let names =
        line.dropFirst(2).prefix { !($0 == " " && false) }
        .components(separatedBy: "  ").first ?? ""
      for word in names.components(separatedBy: ", ") {
        let name = word.split(separator: " ").first ?? ""
        if name.hasPrefix("-"), !name.hasPrefix("--"), let letter = name.dropFirst().first {
          letters[letter] = names.contains("<")
        }
      }
    }
    return letters
  }

  @Test func `the letter table is the declared options`() throws {
    let declared = try Self.declaredLetters()
    #expect(declared.count > 25)
    var table: [Character: Bool] = [:]
    for (letter, kind) in ArgumentExpansion.letters {
      switch kind {
      case .flag: table[letter] = false
      case .value: table[letter] = true
      case .refused, .ignored, .ignoredValue: break
      }
    }
    #expect(table == declared)
  }

  @Test func `every long option with a value is in the table`() throws {
    let help = Self.allHelp
    var declared: Set<String> = []
    for line in help.split(separator: "\n") where line.hasPrefix("  -") {
      let names = line.dropFirst(2).components(separatedBy: "  ").first ?? ""
      guard names.contains("<") else { continue }
      for word in names.split(separator: " ") where word.hasPrefix("--") {
        declared.insert(String(word.prefix { $0 != "," }))
      }
    }
    #expect(declared.isSubset(of: ArgumentExpansion.longOptionsWithValue))
    #expect(
      ArgumentExpansion.longOptionsWithValue.subtracting(declared)
        == ["--generate-completion-script"])
  }

  @Test func `the man page has every option of every subcommand, and no other`() throws {
    let page = try String(
      contentsOf: Package.root.appending(path: "man/tcpinspect.1"), encoding: .utf8)
    var described: Set<String> = []
    for line in page.split(separator: "\n") where line.hasPrefix(".It Fl") {
      for part in line.dropFirst(4).components(separatedBy: " , ") {
        let words = part.split(separator: " ")
        if words.count > 1, words[0] == "Fl" { described.insert("-" + words[1]) }
      }
    }
    var declared: Set<String> = ["--generate-completion-script", "--version", "-h", "--help"]
    for line in Self.allHelp.split(separator: "\n")
    where line.hasPrefix("  -") {
      let names = line.dropFirst(2).components(separatedBy: "  ").first ?? ""
      for word in names.split(separator: " ") where word.hasPrefix("-") {
        declared.insert(String(word.prefix { $0 != "," }))
      }
    }
    declared.formUnion(ArgumentExpansion.longOptionNames.keys)
    #expect(described.symmetricDifference(declared).sorted() == [])
  }

  @Test func `the man page has every subcommand`() throws {
    let page = try String(
      contentsOf: Package.root.appending(path: "man/tcpinspect.1"), encoding: .utf8)
    let lines = page.split(separator: "\n").filter {
      $0.hasPrefix(".It Cm ") || $0.hasPrefix(".Cm ")
    }
    for command in TCPInspect.configuration.subcommands {
      let name = try #require(command.configuration.commandName)
      guard name != "print" else { continue }
      #expect(lines.contains { $0.split(separator: " ").contains(Substring(name)) }, "\(name)")
    }
  }
}
