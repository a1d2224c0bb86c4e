package import SeismicTypes

/// Where a day of a channel lies in a SeisComP data structure:
/// `YEAR/NET/STA/CHAN.D/NET.STA.LOC.CHAN.D.YEAR.DAY`.
package struct SDSPath: Equatable, Sendable {
  package let station: StationIdentity
  package let channelCode: String
  package let day: CalendarDay

  package init(station: StationIdentity, channelCode: String, day: CalendarDay) {
    self.station = station
    self.channelCode = channelCode
    self.day = day
  }

  /// The folders below the root, without a slash at either end.
  package var folder: String {
    Self.folder(ofYear: day.year, station) + "/" + channelCode + ".D"
  }

  package var fileName: String {
    let digits = String(day.dayOfYear)
    return Self.filePrefix(station, channelCode: channelCode) + Self.yearText(day.year) + "."
      + String(repeating: "0", count: max(0, 3 - digits.utf8.count)) + digits
  }

  /// Below the root.
  package var path: String { folder + "/" + fileName }

  /// The folder of a station's channels in one year.
  static func folder(ofYear year: Int64, _ station: StationIdentity) -> String {
    yearText(year) + "/" + station.networkCode + "/" + station.stationCode
  }

  /// What a channel's files begin with: everything before the year.
  static func filePrefix(_ station: StationIdentity, channelCode: String) -> String {
    station.networkCode + "." + station.stationCode + "." + station.locationCode + "."
      + channelCode + ".D."
  }

  /// The day that a file's name ends in, nil where it is none of an archive's.
  static func day(ofFileName name: String) -> CalendarDay? {
    let parts = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 7, parts[6].count == 3, parts[5].count == 4,
      let year = number(parts[5]), let day = number(parts[6]), (1...366).contains(day)
    else { return nil }
    return CalendarDay(year: year, dayOfYear: day)
  }

  /// A whole number of digits alone.
  static func number(_ digits: Substring.UTF8View) -> Int64? {
    var number: Int64 = 0
    for byte in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      number = 10 * number + Int64(byte - UInt8(ascii: "0"))
    }
    return number
  }

  private static func yearText(_ year: Int64) -> String {
    let digits = String(year)
    return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
  }
}
