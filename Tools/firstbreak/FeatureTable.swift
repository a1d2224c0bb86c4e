import Foundation
import OnsiteModel

/// The rows of a CSV file of features, in Q16 and in a model's order.
struct FeatureTable {
  private(set) var rows: [[Int64]] = []

  init(readingFrom path: String, for contract: NetworkContract) throws {
    let text: String
    do {
      text = try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw WorkError(message: "\(path): cannot be read, expected a CSV file of features")
    }
    let lines = text.split(whereSeparator: \.isNewline)
    guard let header = lines.first else {
      throw WorkError(message: "\(path): is empty, expected a line of column names")
    }
    let names = Self.cells(of: header)
    let wanted = contract.features.flatMap { feature in
      feature.count == 1
        ? [feature.name] : (0..<feature.count).map { "\(feature.name)_\($0)" }
    }
    let columns = try wanted.map { name in
      guard let column = names.firstIndex(of: name) else {
        throw WorkError(message: "\(path): has no column \(name), expected one for each feature")
      }
      return column
    }
    for (index, line) in lines.dropFirst().enumerated() {
      let cells = Self.cells(of: line)
      guard cells.count == names.count else {
        throw WorkError(
          message: "\(path): row \(index) has \(cells.count) cells, expected \(names.count)")
      }
      rows.append(
        try columns.map { column in
          guard let value = Double(cells[column]), abs(value) <= 32_768 else {
            throw WorkError(
              message: "\(path): row \(index), column \(names[column]) is \"\(cells[column])\", "
                + "expected a number of −32768…32768")
          }
          return Int64((value * 65_536).rounded())
        })
    }
  }

  private static func cells(of line: Substring) -> [String] {
    line.split(separator: ",", omittingEmptySubsequences: false).map {
      $0.trimmingCharacters(in: .whitespaces)
    }
  }
}

/// The lines that `firstbreak model run` writes.
enum ModelRun {
  static func header(_ contract: NetworkContract, _ network: Network) -> String {
    var columns = ["row"] + contract.outputs
    for (index, name) in contract.outputs.enumerated() where network.accumulator(index) != nil {
      columns.append(name + "_accumulator")
    }
    return (columns + ["elements_outside"]).joined(separator: ",")
  }

  static func line(_ index: Int, _ row: [Int64], _ network: Network) throws -> String {
    guard let outsideCount = network.setFeatures(row.span) else {
      throw WorkError(
        message: "row \(index): \(row.count) features, expected \(network.inputCount)")
    }
    network.invoke()
    var cells = ["\(index)"]
    for output in 0..<network.outputCount {
      cells.append(String(format: "%.6f", Double(network.valueQ16(output)) / 65_536))
    }
    for output in 0..<network.outputCount {
      if let accumulator = network.accumulator(output) { cells.append("\(accumulator)") }
    }
    return (cells + ["\(outsideCount)"]).joined(separator: ",")
  }
}
