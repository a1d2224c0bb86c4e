import Foundation
package import SeismicTypes
package import StationConfiguration

/// A response of a StationXML file in a board's terms: stages with the gain of their flat part.
package struct StationXMLResponse: Equatable, Sendable {
  package let quantity: Quantity
  /// Counts per m/s² or m/s where the stages are flat.
  package let flatCountsPerUnit: Double
  package let referenceHertz: Double
  /// Empty where the response is flat.
  package let stages: [ResponseStage]

  /// By how much stages and `InstrumentSensitivity` may disagree.
  private static let tolerance = 0.05

  /// Reads a `Response` element.
  ///
  /// Digital filters count with their gain only: a station's pass band lies below their corner.
  ///
  /// Of digital poles and zeros those far below the rate, such as a high-pass against drift, are kept.
  ///
  /// - Throws: `StationXMLError` for what a board cannot say: polynomials, tables, units of neither
  ///   acceleration nor velocity.
  init(_ response: XMLNode) throws(StationXMLError) {
    guard let sensitivity = response.child("InstrumentSensitivity") else {
      throw .element(
        line: response.line, message: "Response has no InstrumentSensitivity, expected one")
    }
    quantity = try Self.quantity(sensitivity)
    referenceHertz = try sensitivity.number("Frequency", in: 0...1e6)
    let whole = try sensitivity.number("Value", in: -1e15...1e15)
    var stages: [ResponseStage] = []
    var flatGain = 1.0
    var rateHertz: Double?
    for node in response.all("Stage") {
      let decimation = try Self.decimation(node)
      let (stage, gain) = try Self.stage(node, inputRateHertz: decimation?.input ?? rateHertz)
      rateHertz = decimation?.output ?? rateHertz
      if let stage { stages.append(stage) } else { flatGain *= gain }
    }
    guard stages.count < 16 else {
      throw .element(
        line: response.line,
        message: "Response has \(stages.count) stages with poles or zeros, "
          + "expected at most 15")
    }
    guard whole != 0 else {
      throw .element(line: sensitivity.line, message: "Value is 0, expected the sensitivity")
    }
    guard !stages.isEmpty else {
      flatCountsPerUnit = whole
      self.stages = []
      return
    }
    let reference = referenceHertz
    let product = stages.reduce(flatGain) {
      $0 * $1.gainOutputPerInput * $1.shape(atHertz: reference).magnitude
    }
    guard product.isFinite, abs(product / whole - 1) <= Self.tolerance else {
      throw .element(
        line: sensitivity.line,
        message: "the gains of the stages multiply to \(product) at "
          + "\(reference) Hz, expected InstrumentSensitivity \(whole) within 5 %")
    }
    stages[0].gainOutputPerInput *= whole / product
    self.stages = Self.joined(stages, flatGain, quantity)
    flatCountsPerUnit = self.stages.reduce(1) { $0 * $1.gainOutputPerInput }
  }

  private static func quantity(_ sensitivity: XMLNode) throws(StationXMLError) -> Quantity {
    let output = unit(sensitivity.child("OutputUnits"))
    guard ["COUNT", "COUNTS"].contains(output) else {
      throw .element(
        line: sensitivity.line, message: "OutputUnits is \"\(output)\", expected count")
    }
    let input = unit(sensitivity.child("InputUnits"))
    switch input {
    case "M/S**2", "M/S/S", "M/S^2", "M/(S**2)", "M/S2": return .acceleration
    case "M/S": return .velocity
    default:
      throw .element(
        line: sensitivity.line, message: "InputUnits is \"\(input)\", expected m/s**2 or m/s")
    }
  }

  private static func unit(_ node: XMLNode?) -> String {
    (node?.child("Name")?.trimmedText ?? "").uppercased()
  }

  /// A stage with poles and zeros, or the gain of one that is flat in the pass band.
  private static func stage(
    _ node: XMLNode, inputRateHertz: Double?
  ) throws(StationXMLError) -> (ResponseStage?, gain: Double) {
    for name in ["ResponseList", "Polynomial"] where node.child(name) != nil {
      throw .element(
        line: node.line,
        message: "Stage is a \(name), expected poles and zeros, coefficients, a "
          + "FIR filter or a gain")
    }
    guard let gainNode = node.child("StageGain") else {
      throw .element(line: node.line, message: "Stage has no StageGain")
    }
    let gain = try gainNode.number("Value", in: -1e15...1e15)
    guard gain != 0 else {
      throw .element(line: gainNode.line, message: "Value of StageGain is 0")
    }
    guard let poles = node.child("PolesZeros") else { return (nil, gain) }
    guard var stage = try polesZeros(poles, inputRateHertz) else { return (nil, gain) }
    let frequency = try gainNode.number("Frequency", in: 0...1e6)
    let shape = stage.shape(atHertz: frequency).magnitude
    guard shape.isFinite, shape > 0 else {
      throw .element(
        line: gainNode.line,
        message: "Frequency of StageGain is \(frequency), where the stage's "
          + "poles and zeros leave nothing, expected one in the pass band")
    }
    stage.gainOutputPerInput = gain / shape
    return (stage, gain)
  }

  /// The poles and zeros in rad/s, or nil where there are none.
  private static func polesZeros(
    _ node: XMLNode, _ inputRateHertz: Double?
  ) throws(StationXMLError) -> ResponseStage? {
    let type = node.child("PzTransferFunctionType")?.trimmedText ?? ""
    let plane: Plane
    switch type {
    case "LAPLACE (RADIANS/SECOND)": plane = .laplace(scale: 1)
    case "LAPLACE (HERTZ)": plane = .laplace(scale: 2 * Double.pi)
    case "DIGITAL (Z-TRANSFORM)":
      guard let inputRateHertz else {
        throw .element(
          line: node.line,
          message: "PolesZeros are digital and no Decimation tells at which rate, expected one in "
            + "this Stage or before")
      }
      plane = .digital(rateHertz: inputRateHertz)
    default:
      throw .element(
        line: node.line,
        message: "PzTransferFunctionType is \"\(type.prefix(40))\", expected "
          + "LAPLACE (RADIANS/SECOND), LAPLACE (HERTZ) or DIGITAL (Z-TRANSFORM)")
    }
    var stage = ResponseStage(
      name: String((node.child("Description")?.trimmedText ?? "").prefix(60)), inputUnit: "",
      outputUnit: "", gainOutputPerInput: 1)
    stage.polesRadiansPerSecond = try roots("Pole", of: node, plane)
    stage.zerosRadiansPerSecond = try roots("Zero", of: node, plane)
    return stage.isFlat ? nil : stage
  }

  /// The rates before and behind a stage, in hertz, where it tells them.
  private static func decimation(
    _ node: XMLNode
  ) throws(StationXMLError) -> (input: Double, output: Double)? {
    guard let decimation = node.child("Decimation") else { return nil }
    let input = try decimation.number("InputSampleRate", in: 1e-6...1e9)
    return (input, input / (try decimation.optionalNumber("Factor", in: 1...1e6) ?? 1))
  }

  /// What a file's poles and zeros are numbers of.
  private enum Plane {
    case laplace(scale: Double)
    case digital(rateHertz: Double)
  }

  private static func roots(
    _ name: String, of node: XMLNode, _ plane: Plane
  ) throws(StationXMLError) -> [ComplexNumber] {
    let nodes = node.all(name)
    guard nodes.count <= 32 else {
      throw .element(
        line: node.line, message: "PolesZeros has \(nodes.count) of \(name), expected at most 32")
    }
    var roots: [ComplexNumber] = []
    for root in nodes {
      let real = try root.number("Real", in: -1e9...1e9)
      let imaginary = try root.number("Imaginary", in: -1e9...1e9)
      switch plane {
      case .laplace(let scale):
        guard name != "Pole" || real <= 0 else {
          throw .element(
            line: root.line, message: "Real of a Pole is \(real), expected none above 0")
        }
        roots.append(ComplexNumber(real: real * scale, imaginary: imaginary * scale))
      case .digital(let rate):
        guard name != "Pole" || real * real + imaginary * imaginary < 1 else {
          throw .element(
            line: root.line, message: "a digital Pole lies outside the unit circle")
        }
        let digital = DigitalRoot(real: real, imaginary: imaginary)
        if let analogue = digital.analogue(rateHertz: rate) { roots.append(analogue) }
      }
    }
    return roots
  }

  /// The stages with names and a chain of units: from the ground through volts to counts.
  private static func joined(
    _ stages: [ResponseStage], _ flatGain: Double, _ quantity: Quantity
  ) -> [ResponseStage] {
    var joined = stages
    let ground = quantity == .velocity ? "m/s" : "m/s2"
    for index in joined.indices {
      if joined[index].name.isEmpty { joined[index].name = "stage \(index + 1)" }
      joined[index].inputUnit = index == 0 ? ground : "V"
      joined[index].outputUnit = "V"
    }
    joined.append(
      ResponseStage(
        name: "all flat stages", inputUnit: "V", outputUnit: "count",
        gainOutputPerInput: flatGain))
    return joined
  }
}
