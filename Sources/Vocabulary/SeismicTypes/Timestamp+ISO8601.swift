extension Timestamp {
  /// The instant as `YYYY-MM-DDThh:mm:ss.fffZ`, milliseconds rounded toward the past.
  package var iso8601: String {
    @_optimize(size) get {
      let milliseconds = nanoseconds.flooredDivision(by: 1_000_000)
      let seconds = milliseconds.flooredDivision(by: 1000)
      let days = seconds.flooredDivision(by: 86_400)
      let date = Self.civilDate(daysSince1970: days)
      let second = seconds - days * 86_400
      let time =
        padded(second / 3600, 2) + ":" + padded(second / 60 % 60, 2) + ":" + padded(second % 60, 2)
      return padded(date.year, 4) + "-" + padded(date.month, 2) + "-" + padded(date.day, 2) + "T"
        + time + "." + padded(milliseconds - seconds * 1000, 3) + "Z"
    }
  }

  /// The proleptic Gregorian date of a day number.
  ///
  /// Years are counted from 1 March, so that the leap day ends a year; 400 years are 146,097 days.
  private static func civilDate(
    daysSince1970: Int64
  ) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = daysSince1970 + 719_468
    let era = shifted.flooredDivision(by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  private func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}

extension Int64 {
  /// The quotient rounded toward negative infinity.
  fileprivate func flooredDivision(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
