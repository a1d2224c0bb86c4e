import SeismicTypes

/// Which days are too old to be kept.
///
/// A clock that is trusted and wrong must not empty an archive: of each new day that the clock shows,
/// no more than two days of files go. One a day comes in, so that a station that was off catches up.
struct Expiry: Equatable {
  private static let mostDaysADay = 2

  /// Days before today; nil keeps all.
  private let dayCount: Int64?
  private var today: CalendarDay?
  /// The first day that is kept, nil while no clock can be trusted.
  private var firstKept: CalendarDay?
  private var taken: [CalendarDay] = []

  init(dayCount: Int64?) { self.dayCount = dayCount }

  /// Whether any day may be too old.
  var isPossible: Bool { firstKept != nil }

  /// Notes what day it is, nil where no clock can be trusted.
  mutating func turn(to day: CalendarDay?) {
    guard let day, let dayCount else {
      firstKept = nil
      return
    }
    if day != today { taken = [] }
    today = day
    firstKept = CalendarDay(daysSince1970: day.daysSince1970 - dayCount)
  }

  /// Whether the files of a day go now; days are asked for from the oldest on.
  mutating func takes(_ day: CalendarDay) -> Bool {
    guard let firstKept, day < firstKept else { return false }
    if taken.contains(day) { return true }
    guard taken.count < Self.mostDaysADay else { return false }
    taken.append(day)
    return true
  }
}
