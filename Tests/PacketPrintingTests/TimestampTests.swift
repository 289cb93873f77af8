import InternetTypes
import Testing

@testable import PacketPrinting

struct TimestampTests {
  /// The texts of packets at these times, in this order, each without the blank behind it.
  func print(
    _ times: [(Int64, Int64)], _ style: TimestampStyle, nanoseconds: Bool = false, offset: Int = 0
  ) -> [String] {
    var printer = TimestampPrinter(
      style: style, hasNanoseconds: nanoseconds, utcOffset: { _ in offset })
    return times.map { seconds, fraction in
      let time = RecordedTime(seconds: seconds, nanoseconds: fraction)
      let written = text { printer.write(time, to: &$0) }
      #expect(written.last == (style == .none ? nil : " "))
      return String(written.dropLast())
    }
  }

  /// 2023-11-14 22:13:20.123456789 UTC.
  let time: (Int64, Int64) = (1_700_000_000, 123_456_789)

  @Test(
    arguments: [
      (.timeOfDay, "22:13:20.123456", "22:13:20.123456789"),
      (.none, "", ""),
      (.epoch, "1700000000.123456", "1700000000.123456789"),
      (.dateAndTime, "2023-11-14 22:13:20.123456", "2023-11-14 22:13:20.123456789"),
      (.sincePrevious, " 00:00:00.000000", " 00:00:00.000000000"),
      (.sinceFirst, " 00:00:00.000000", " 00:00:00.000000000"),
      (.rfc3339, "2023-11-14T22:13:20.123456Z", "2023-11-14T22:13:20.123456789Z"),
    ] as [(TimestampStyle, String, String)])
  func `every style shows six or nine decimals`(
    _ style: TimestampStyle, _ micro: String, _ nano: String
  ) {
    #expect(print([time], style) == [micro])
    #expect(print([time], style, nanoseconds: true) == [nano])
  }

  @Test func `differences are to the previous packet or to the first, and may be negative`() {
    let times: [(Int64, Int64)] = [
      (100, 900_000_000), (101, 100_000_000), (101, 100_000_000), (100, 0), (3_700, 0),
    ]
    #expect(
      print(times, .sincePrevious) == [
        " 00:00:00.000000", " 00:00:00.200000", " 00:00:00.000000", "-00:00:01.100000",
        " 01:00:00.000000",
      ])
    #expect(
      print(times, .sinceFirst) == [
        " 00:00:00.000000", " 00:00:00.200000", " 00:00:00.200000", "-00:00:00.900000",
        " 00:59:59.100000",
      ])
  }

  /// tcpdump 4.99.3 prints a fraction of a second or more with the digits it has.
  @Test func `a fraction of more than a second is shown as stated, except in RFC 3339`() {
    let odd: (Int64, Int64) = (1_700_000_000, 1_234_567_000)
    #expect(print([odd], .timeOfDay) == ["22:13:20.1234567"])
    #expect(print([odd], .epoch) == ["1700000000.1234567"])
    #expect(print([odd], .rfc3339) == ["2023-11-14T22:13:21.234567Z"])
  }

  @Test(arguments: [
    (0, "22:13:20.000000", "2023-11-14T22:13:20.000000Z"),
    (3_600, "23:13:20.000000", "2023-11-14T23:13:20.000000+01:00"),
    (19_800, "03:43:20.000000", "2023-11-15T03:43:20.000000+05:30"),
    (-12_600, "18:43:20.000000", "2023-11-14T18:43:20.000000-03:30"),
  ])
  func `a zone moves the time of day and is named by RFC 3339 alone`(
    _ offset: Int, _ timeOfDay: String, _ rfc: String
  ) {
    let whole: (Int64, Int64) = (1_700_000_000, 0)
    #expect(print([whole], .timeOfDay, offset: offset) == [timeOfDay])
    #expect(print([whole], .rfc3339, offset: offset) == [rfc])
    // Differences and seconds since the epoch have no zone.
    #expect(print([whole], .epoch, offset: offset) == ["1700000000.000000"])
    #expect(print([whole], .sinceFirst, offset: offset) == [" 00:00:00.000000"])
  }

  @Test func `the zone is looked up again when a minute begins`() {
    // Central Europe left summer time at 2023-10-29 01:00:00 UTC.
    let change: Int64 = 1_698_541_200
    var printer = TimestampPrinter(
      style: .timeOfDay, hasNanoseconds: false, utcOffset: { $0 < change ? 7_200 : 3_600 })
    let texts = [change - 1, change, change - 1].map { seconds in
      text { printer.write(RecordedTime(seconds: seconds, nanoseconds: 0), to: &$0) }
    }
    #expect(texts == ["02:59:59.000000 ", "02:00:00.000000 ", "02:59:59.000000 "])
  }

  @Test(
    arguments: [
      (0, "1970-01-01"), (951_782_400, "2000-02-29"), (951_868_800, "2000-03-01"),
      (1_709_164_800, "2024-02-29"), (1_735_603_200, "2024-12-31"), (2_147_483_647, "2038-01-19"),
    ] as [(Int64, String)])
  func `dates follow the Gregorian calendar`(_ seconds: Int64, _ date: String) throws {
    let printed = try #require(print([(seconds, 0)], .dateAndTime).first)
    #expect(printed.hasPrefix(date + " "))
  }

  @Test func `seconds before the epoch cannot be shown, in tcpdump's words`() {
    #expect(print([(-1, 0)], .timeOfDay) == ["[Error converting time]"])
    #expect(print([(-1, 0)], .epoch) == ["[Error converting time]"])
  }

  /// Dates as GNU date prints them: `date -u -d @SECONDS '+%Y-%m-%d %H:%M:%S'`.
  @Test(
    arguments: [
      (2_147_483_648, "2038-01-19 03:14:08"), (2_208_988_800, "2040-01-01 00:00:00"),
      (4_294_967_295, "2106-02-07 06:28:15"), (4_294_967_301, "2106-02-07 06:28:21"),
      (18_446_744_073_204, "586524-01-19 07:53:24"),
    ] as [(Int64, String)])
  func `seconds beyond 31 bits are shown`(_ seconds: Int64, _ date: String) {
    #expect(print([(seconds, 0)], .dateAndTime) == [date + ".000000"])
    #expect(print([(seconds, 0)], .timeOfDay) == [String(date.suffix(8)) + ".000000"])
    #expect(print([(seconds, 0)], .epoch) == ["\(seconds).000000"])
  }

  @Test(arguments: [Int64.min, .max, -62_135_596_800, 253_402_300_800])
  func `no time is beyond printing`(_ seconds: Int64) {
    for style in [TimestampStyle.timeOfDay, .epoch, .sincePrevious, .dateAndTime, .sinceFirst] {
      for fraction in [Int64.min, -1, 0, .max] {
        #expect(!print([(0, 0), (seconds, fraction)], style).isEmpty)
      }
    }
  }
}
