import Foundation
import OnsiteModel

/// `firstbreak model`: what a model file holds, and its outputs for a table of features.
enum ModelCommand: Command {
  static let name = "model"
  static let summary = "describes a model file, runs it on a table of features"
  static let help = """
    usage: firstbreak model inspect FILE [--json]
           firstbreak model run FILE --features F.csv [--output OUT.csv]

      inspect    card (FILE with .json in place of its ending, where it is), digest, features and
                 outputs, tensors, operators, memory
      run        one inference a row, in the station's own integers. A column of F.csv for each feature
                 of the model, by name; one that stands for several elements is NAME_0, NAME_1, …. The
                 values are real numbers in the feature's unit. Written are a row's number, each output
                 as a real number, its accumulator where the last layer has one, and how many elements
                 lay outside what the input can hold

      --json            one JSON object
      --features F.csv  the table; other columns are passed over
      --output OUT.csv  where the results go; standard output without it

    Example:
      firstbreak model inspect onsite.tflite
    """
  static let valueOptions: Set<String> = ["features", "output"]
  static let flagOptions: Set<String> = ["json"]
  static let operandLimit = 2

  static func run(_ options: Options) throws -> Bool {
    switch (options.operands.first, options.operands.count) {
    case ("inspect", 2):
      try inspect(options.operands[1], isJSON: options.has("json"))
    case ("run", 2):
      let features = try options.required("features")
      try run(options.operands[1], features: features, output: try options.value("output"))
    case ("inspect", _), ("run", _): throw UsageError(message: "a FILE is missing")
    case (nil, _): throw UsageError(message: "a word is missing, expected inspect or run")
    default:
      throw UsageError(
        message: "\"\(options.operands.joined(separator: " "))\" is not understood, expected "
          + "inspect FILE or run FILE")
    }
    return true
  }

  private static func inspect(_ path: String, isJSON: Bool) throws {
    let bytes = try read(path)
    let description = ModelDescription(
      path: path, bytes: bytes, memory: try load(bytes, path), card: try card(beside: path))
    if isJSON {
      try Output.line(try description.json())
    } else {
      for line in description.words() { try Output.line(line) }
    }
  }

  private static func run(_ path: String, features: String, output: String?) throws {
    let memory = try load(try read(path), path)
    guard let contract = memory.contract else {
      throw WorkError(
        message: "\(path): has no metadata entry \"firstbreak\", expected one that names features")
    }
    if let output { try Output.check(writable: output) }
    let table = try FeatureTable(readingFrom: features, for: contract)
    var lines = [ModelRun.header(contract, memory.network)]
    for (index, row) in table.rows.enumerated() {
      lines.append(try ModelRun.line(index, row, memory.network))
    }
    if let output {
      try Output.file(lines.joined(separator: "\n") + "\n", to: output)
    } else {
      for line in lines { try Output.line(line) }
    }
  }

  // MARK: Files

  static func read(_ path: String) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw WorkError(message: "\(path): cannot be read, expected a .tflite file")
    }
    return [UInt8](data)
  }

  private static func load(_ bytes: [UInt8], _ path: String) throws -> NetworkMemory {
    do {
      return try NetworkMemory(bytes)
    } catch {
      throw WorkError(message: "\(path): \(error.message)")
    }
  }

  /// The model card as it is; nil where there is none.
  private static func card(beside path: String) throws -> [String: Any]? {
    let place = URL(filePath: path).deletingPathExtension().appendingPathExtension("json")
    guard let data = FileManager.default.contents(atPath: place.path) else { return nil }
    let object = try? JSONSerialization.jsonObject(with: data)
    guard let card = object as? [String: Any] else {
      throw WorkError(message: "\(place.path): is not a JSON object, expected the model's card")
    }
    return card
  }
}
