import Foundation
import SeismicTypes
import Testing

@testable import Recording

@Suite("Days and paths")
struct CalendarDayTests {
  @Test("follow the Gregorian calendar, before 1970 as well")
  func calendar() throws {
    var utc = Calendar(identifier: .gregorian)
    utc.timeZone = try #require(TimeZone(identifier: "UTC"))
    for days in stride(from: -40_000, to: 80_000, by: 13) {
      let date = Date(timeIntervalSince1970: Double(days) * 86_400 + 3600)
      let day = CalendarDay(of: Timestamp(nanoseconds: Int64(days) * 86_400_000_000_000 + 1))
      #expect(day.year == Int64(utc.component(.year, from: date)))
      #expect(day.dayOfYear == Int64(utc.ordinality(of: .day, in: .year, for: date) ?? 0))
      #expect(day.daysSince1970 == Int64(days))
      #expect(day == CalendarDay(daysSince1970: Int64(days)))
    }
  }

  @Test("stand in file names, which are read back")
  func paths() throws {
    let station = try #require(
      StationIdentity(networkCode: "XX", stationCode: "MADE", locationCode: ""))
    let day = CalendarDay(year: 2024, dayOfYear: 7)
    let path = SDSPath(station: station, channelCode: "HNZ", day: day)
    #expect(path.path == "2024/XX/MADE/HNZ.D/XX.MADE..HNZ.D.2024.007")
    #expect(SDSPath.day(ofFileName: path.fileName) == day)
    for name in ["XX.MADE..HNZ.D.2024.367", "XX.MADE..HNZ.D.2024.7", "notes.txt", "a.b.c.d.e.f.g"] {
      #expect(SDSPath.day(ofFileName: name) == nil)
    }
  }
}
