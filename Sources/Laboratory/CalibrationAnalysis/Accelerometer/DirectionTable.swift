internal import Foundation

/// Where up is in each position of a tumble, from a table.
package enum DirectionTable {
  /// The heading of a table of directions.
  package static let heading = "vertical,north,east"
  private static let mostLines = 1000

  /// Reads a table: the heading, then a line of three numbers a position.
  ///
  /// - Parameters:
  ///   - text: The table.
  ///   - name: What to call it in refusals.
  /// - Returns: Unit vectors along the sensor's vertical, north and east axes, in the table's order.
  /// - Throws: `CalibrationError` naming the line that is wrong.
  package static func directions(
    _ text: String, named name: String
  ) throws(CalibrationError) -> [[Double]] {
    let lines = text.split(whereSeparator: \.isNewline)
    guard lines.first?.filter({ $0 != " " }) == heading else {
      throw CalibrationError("\(name): line 1: expected the heading \(heading)")
    }
    guard lines.count <= mostLines else {
      throw CalibrationError("\(name): \(lines.count) lines, expected at most \(mostLines)")
    }
    var directions: [[Double]] = []
    for (index, line) in lines.enumerated().dropFirst() {
      let numbers = line.split(separator: ",", omittingEmptySubsequences: false).map {
        Double($0.trimmingCharacters(in: .whitespaces)) ?? .nan
      }
      let size = numbers.reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard numbers.count == 3, (1e-6...1e6).contains(size) else {
        throw CalibrationError(
          "\(name): line \(index + 1): is \"\(line.prefix(60))\", expected three numbers, not all zero"
        )
      }
      directions.append(numbers.map { $0 / size })
    }
    return directions
  }
}
