import Foundation
import Testing

/// The pages that `report` makes, against the records of the other subcommands and in a browser.
@Suite struct ReportTests {
  /// The page of a fixture.
  private func page(_ fixture: String, _ options: String...) throws -> String {
    let folder = try TemporaryFolder()
    let path = folder.path("page.html")
    let outcome = try run(
      Package.command, ["report", "-nr", Package.fixture(fixture), "-o", path] + options)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try String(contentsOfFile: path, encoding: .utf8)
  }

  private func records(_ command: String, _ fixture: String) throws -> [[String: Any]] {
    let outcome = try tcpinspect(
      command, "--format", "ndjson", "-r", Package.fixture(fixture))
    return try outcome.output.split(separator: "\n").map {
      try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  /// The part of a page that is about one connection.
  private func section(_ index: Int, of page: String) throws -> Substring {
    let parts = page.components(separatedBy: "<section id=\"connection-")
    let part = try #require(parts.first { $0.hasPrefix("\(index)\"") })
    return part[...]
  }

  static let fixtures = [
    "cubic-loss.pcap", "handshake-data.pcap", "tcp-options.pcap", "syn-flood.pcap", "ports.pcap",
    "port-scan.pcap", "segmentation.pcap", "tcp-flags.pcap", "quic-v1.pcap", "arp.pcap",
    "application-tls.pcap", "tunnels.pcap",
  ]

  @Test(arguments: fixtures)
  func `every event is marked, and every field has the value of its record`(
    fixture: String
  ) throws {
    let page = try page(fixture)
    let connections = try records("connections", fixture)
    let events = try records("events", fixture)
    for record in connections where record["protocol"] as? String == "tcp" {
      let index = try #require(record["connection"] as? Int)
      guard page.contains("<section id=\"connection-\(index)\"") else { continue }
      let section = try section(index, of: page)
      for picture in [
        "limits", "time-sequence", "windows", "rtt", "throughput", "states", "ladder",
      ] {
        #expect(section.contains("data-picture=\"\(picture)\""), "\(index) \(picture)")
      }
      for event in events where event["connection"] as? Int == index {
        let (kind, packet) = (event["kind"] as? String ?? "", event["packet"] as? Int ?? 0)
        #expect(section.contains("data-event=\"\(kind)\" data-packet=\"\(packet)\""))
      }
      for field in ["conn_state", "history", "community_id", "result"] {
        let value = try #require(record[field] as? String)
        #expect(section.contains("data-field=\"\(field)\" data-value=\"\(value)\""))
      }
      let sent = try #require(record["client_to_server"] as? [String: Any])
      for field in ["packets", "payload_bytes", "retransmitted_packets"] {
        let value = try #require(sent[field] as? Int)
        #expect(
          section.contains("data-field=\"client_to_server.\(field)\" data-value=\"\(value)\""))
      }
    }
    for id in [
      "verdicts", "timeline", "connections", "hosts", "services", "failures", "alerts",
      "checksums", "limits",
    ] {
      #expect(page.contains("<section id=\"\(id)\">"), "\(id)")
    }
  }

  @Test(arguments: fixtures)
  func `a page has pictures with names and descriptions, and refers to nothing but itself`(
    fixture: String
  ) throws {
    let page = try page(fixture)
    #expect(page.utf8.count < 5_000_000)
    for part in page.components(separatedBy: "<svg").dropFirst() {
      let end = part.range(of: "</svg>")?.lowerBound ?? part.endIndex
      let svg = part[..<end]
      #expect(svg.contains("role=\"img\"") && svg.contains("<title>") && svg.contains("<desc>"))
    }
    for part in page.components(separatedBy: " href=\"").dropFirst() {
      #expect(part.hasPrefix("#"), "\(part.prefix(40))")
    }
    for word in [" src=", "@import", "xlink:", " action=", "javascript:"] {
      #expect(!page.contains(word))
    }
    #expect(page.components(separatedBy: "<script>").count == 2)
  }

  /// The hashes are computed by Python from the page, as a browser does.
  @Test func `the policy admits this script and this style sheet, and nothing else`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("page.html")
    #expect(
      try tcpinspect("report", "-r", Package.fixture("ports.pcap"), "-o", path).status == 0)
    let check = """
      import base64, hashlib, re, sys
      page = open(sys.argv[1], encoding="utf-8").read()
      policy = re.search('Security-Policy" content="([^"]*)"', page)[1].replace("&#39;", "'")
      for name in ("style", "script"):
          text = re.search(f"<{name}>(.*?)</{name}>", page, re.S)[1]
          digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
          assert f"{name}-src 'sha256-{digest}'" in policy, (name, policy)
      assert policy.startswith("default-src 'none'") and "unsafe" not in policy
      """
    let outcome = try run(try #require(program("python3")), ["-c", check, path])
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  @Test func `a hostile name of a file stays text`() throws {
    let folder = try TemporaryFolder()
    let name = "x\"><script>alert(1)<\u{202e}gpj.pcap"
    let copy = folder.url.appending(path: name)
    try FileManager.default.copyItem(
      at: URL(filePath: Package.fixture("ports.pcap")), to: copy)
    let outcome = try tcpinspect(
      "report", "-r", copy.path(percentEncoded: false), "-o", folder.path("page.html"))
    #expect(outcome.status == 0, "\(outcome.errors)")
    let page = try String(contentsOfFile: folder.path("page.html"), encoding: .utf8)
    #expect(page.components(separatedBy: "<script>").count == 2)
    #expect(!page.contains("\u{202e}") && page.contains("\\u{202E}"))
  }

  @Test func `one connection and a part of its time can be selected`() throws {
    let page = try page("cubic-loss.pcap", "--connection", "0", "--from", "0.3", "--to", "0.5")
    let whole = try self.page("cubic-loss.pcap")
    #expect(page.contains("data-left=\"0.3\" data-right=\"0.5\""))
    let marks = page.components(separatedBy: "data-event=").count - 1
    #expect(marks > 10 && marks < whole.components(separatedBy: "data-event=").count - 1)
  }

  @Test func `what cannot be done is said in one line`() throws {
    let folder = try TemporaryFolder()
    let fixture = Package.fixture("ports.pcap")
    let cases: [([String], Int32, String)] = [
      (["-r", fixture], 64, "--output"), (["-o", folder.path("x")], 64, "savefiles"),
      (["-r", "-", "-o", folder.path("x")], 64, "twice"),
      (["-r", fixture, "-o", folder.path("no/such/folder")], 1, "folder"),
      (["-r", fixture, "-o", fixture], 1, "refusing to overwrite"),
      (["-r", fixture, "-o", folder.path("x"), "--top", "0"], 64, "--top 0"),
      (["-r", fixture, "-o", folder.path("x"), "--from", "2", "--to", "1"], 64, "--from"),
      (["-r", fixture, "-o", folder.path("x"), "--connection", "9999"], 1, "no connection 9999"),
    ]
    for (options, status, words) in cases {
      let outcome = try run(Package.command, ["report"] + options)
      #expect(outcome.status == status, "\(options): \(outcome.errors)")
      #expect(
        outcome.complaints.contains { $0.hasPrefix("tcpinspect: ") && $0.contains(words) },
        "\(options): \(outcome.errors)")
    }
  }

  @Test func `two runs make the same page, and a cut file one of what was read`() throws {
    let first = try page("cubic-loss.pcap")
    #expect(try page("cubic-loss.pcap") == first)
    let folder = try TemporaryFolder()
    let bytes = try Data(contentsOf: URL(filePath: Package.fixture("cubic-loss.pcap")))
    try bytes.prefix(bytes.count / 2 + 7).write(to: folder.url.appending(path: "cut.pcap"))
    let outcome = try tcpinspect(
      "report", "-r", folder.path("cut.pcap"), "-o", folder.path("page.html"))
    #expect(outcome.status == 1)
    let page = try String(contentsOfFile: folder.path("page.html"), encoding: .utf8)
    #expect(page.contains("<section id=\"connection-0\""))
  }

  /// Chromium, if it is there; says loudly when it is not.
  private static let browser: String? = {
    for name in ["chromium-headless-shell", "chromium"] {
      if let path = program(name) { return path }
    }
    print("*** PAGES NOT OPENED in a browser: apt-get install chromium-headless-shell")
    return nil
  }()

  @Test func `a browser opens pages without a word on its console, and the script works`() throws {
    guard let browser = Self.browser else { return }
    for fixture in ["cubic-loss.pcap", "syn-flood.pcap", "arp.pcap"] {
      let folder = try TemporaryFolder()
      let path = folder.path("page.html")
      #expect(try tcpinspect("report", "-r", Package.fixture(fixture), "-o", path).status == 0)
      let opened = try run(
        browser,
        [
          "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
          "--enable-logging=stderr", "--log-level=0", "--virtual-time-budget=4000", "--dump-dom",
          "file://" + path,
        ])
      #expect(!opened.errors.contains("CONSOLE"), "\(opened.errors)")
      #expect(opened.output.contains("<output class=\"readout\""), "\(fixture)")
    }
  }

  /// What the script answers to keys, to a click on a title, and to a filter; the policy is removed for it.
  private static let answers = """
    <script>
    const lines=[],block=document.querySelector("section.connection .pictures");
    const key=name=>{block.dispatchEvent(new KeyboardEvent("keydown",{key:name,bubbles:true}));
      lines.push(name+": "+block.querySelector(".readout").textContent+" view "+
        block.querySelector(".plot").getAttribute("viewBox"))};
    ["Home","]","+","0"].forEach(key);
    const head=[...document.querySelectorAll("#hosts th button")].find(b=>b.textContent==="Sent");
    head.click();
    const sent=[...document.querySelectorAll("#hosts tbody tr")].map(r=>Number(r.cells[3].dataset.value));
    lines.push("sorted: "+(sent[0]>=sent[1]));
    const input=document.querySelector("#connections input");input.value="no such host";
    input.dispatchEvent(new Event("input"));
    lines.push("hidden: "+document.querySelector("section.connection").hidden);
    document.body.textContent=lines.join("\\n");
    </script></body>
    """

  @Test func `keys move the cursor, zoom and find events; titles sort; words filter`() throws {
    guard let browser = Self.browser else { return }
    let page = try page("cubic-loss.pcap")
    let policy = try #require(page.range(of: "<meta http-equiv="))
    let end = try #require(page.range(of: ">", range: policy.lowerBound..<page.endIndex))
    let folder = try TemporaryFolder()
    let changed =
      page.replacingCharacters(in: policy.lowerBound..<end.upperBound, with: "")
      .replacing("</body>", with: Self.answers)
    try changed.write(toFile: folder.path("page.html"), atomically: true, encoding: .utf8)
    let opened = try run(
      browser,
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        "--virtual-time-budget=4000", "--dump-dom", "file://" + folder.path("page.html"),
      ])
    let lines = opened.output.split(separator: "\n").map(String.init)
    func line(_ name: String) -> String { lines.first { $0.contains(name + ": ") } ?? "" }
    #expect(line("Home").contains("0 s") && line("Home").contains("view 0 0 20000 1000"))
    #expect(line("]").contains("#"), "\(opened.output.suffix(2000))")
    #expect(line("+").contains("view ") && !line("+").contains("view 0 0 20000 1000"))
    #expect(line("0").contains("view 0 0 20000 1000"))
    #expect(line("sorted").contains("true") && line("hidden").contains("true"))
  }
}
