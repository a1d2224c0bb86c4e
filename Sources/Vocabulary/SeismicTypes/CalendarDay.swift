/// A day of UTC as archives count them: year and day of the year, which begins with 1.
package struct CalendarDay: BitwiseCopyable, Comparable, Hashable, Sendable {
  package let year: Int64
  package let dayOfYear: Int64

  package init(year: Int64, dayOfYear: Int64) {
    self.year = year
    self.dayOfYear = dayOfYear
  }

  /// The day that holds an instant.
  package init(of time: Timestamp) {
    self.init(daysSince1970: time.nanoseconds.flooredQuotient(by: Self.nanoseconds))
  }

  /// A day by its distance from the first of January 1970.
  package init(daysSince1970 days: Int64) {
    // The Gregorian calendar repeats every 400 years of 146,097 days; years near the guess follow.
    var year = 1970 + (days * 400).flooredQuotient(by: 146_097)
    while Self.daysBefore(year + 1) <= days { year += 1 }
    while Self.daysBefore(year) > days { year -= 1 }
    self.init(year: year, dayOfYear: days - Self.daysBefore(year) + 1)
  }

  /// Length of a day as POSIX counts time.
  package static var nanoseconds: Int64 { 86_400_000_000_000 }

  package var daysSince1970: Int64 { Self.daysBefore(year) + dayOfYear - 1 }

  /// When the day begins, nanoseconds since 1970.
  package var startNanoseconds: Int64 { daysSince1970 * Self.nanoseconds }

  package static func < (lhs: CalendarDay, rhs: CalendarDay) -> Bool {
    lhs.year == rhs.year ? lhs.dayOfYear < rhs.dayOfYear : lhs.year < rhs.year
  }

  /// Days from 1970 to the beginning of a year.
  private static func daysBefore(_ year: Int64) -> Int64 {
    let before = year - 1
    let leapDays =
      before.flooredQuotient(by: 4) - before.flooredQuotient(by: 100)
      + before.flooredQuotient(by: 400) - 477
    return 365 * (year - 1970) + leapDays
  }
}

extension Int64 {
  /// The quotient rounded toward minus infinity; the divisor is positive.
  fileprivate func flooredQuotient(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
