import Acquisition
import SeismicTypes
import StationConfiguration

/// Writes a channel's `Response`: poles and zeros of each stage with its gain, then the conversion, then
/// the filters with their decimation, delay and the correction that the station's stamps have had.
struct ResponseElement {
  private let response: ChannelResponse
  private let digital: DigitalStages

  init(_ response: ChannelResponse, _ digital: DigitalStages) {
    self.response = response
    self.digital = digital
  }

  func write(into writer: inout XMLWriter) {
    let gains = response.stages.map(gain)
    let ground = response.quantity == .velocity ? "m/s" : "m/s**2"
    writer.element("Response") { writer in
      writer.element("InstrumentSensitivity") { writer in
        writer.leaf("Value", number: gains.reduce(1, *))
        writer.leaf("Frequency", number: response.referenceHertz)
        Self.units(ground, "count", into: &writer)
      }
      for (index, stage) in response.stages.enumerated() {
        analogue(stage, number: index + 1, into: &writer)
      }
      conversion(number: response.stages.count + 1, into: &writer)
      for (index, filter) in digital.filters.enumerated() {
        fir(filter, number: response.stages.count + 2 + index, into: &writer)
      }
    }
  }

  /// A stage's gain at the frequency of reference.
  private func gain(_ stage: ResponseStage) -> Double {
    stage.gainOutputPerInput * stage.shape(atHertz: response.referenceHertz).magnitude
  }

  private static func units(_ input: String, _ output: String, into writer: inout XMLWriter) {
    writer.element("InputUnits") { $0.leaf("Name", name(input)) }
    writer.element("OutputUnits") { $0.leaf("Name", name(output)) }
  }

  private static func name(_ unit: String) -> String { unit == "m/s2" ? "m/s**2" : unit }

  private func analogue(_ stage: ResponseStage, number: Int, into writer: inout XMLWriter) {
    let reference = response.referenceHertz
    writer.element("Stage", [("number", "\(number)")]) { writer in
      writer.element("PolesZeros") { writer in
        writer.leaf("Description", stage.name)
        Self.units(stage.inputUnit, stage.outputUnit, into: &writer)
        writer.leaf("PzTransferFunctionType", "LAPLACE (RADIANS/SECOND)")
        writer.leaf(
          "NormalizationFactor", number: 1 / stage.quotient(atHertz: reference).magnitude)
        writer.leaf("NormalizationFrequency", number: reference)
        Self.roots("Zero", stage.zerosRadiansPerSecond, into: &writer)
        Self.roots("Pole", stage.polesRadiansPerSecond, into: &writer)
      }
      Self.stageGain(gain(stage), atHertz: reference, into: &writer)
    }
  }

  private static func roots(
    _ name: String, _ roots: [ComplexNumber], into writer: inout XMLWriter
  ) {
    for (index, root) in roots.enumerated() {
      writer.element(name, [("number", "\(index)")]) { writer in
        writer.leaf("Real", number: root.real)
        writer.leaf("Imaginary", number: root.imaginary)
      }
    }
  }

  private static func stageGain(
    _ value: Double, atHertz frequency: Double, into writer: inout XMLWriter
  ) {
    writer.element("StageGain") { writer in
      writer.leaf("Value", number: value)
      writer.leaf("Frequency", number: frequency)
    }
  }

  /// The moment at which a count is taken; the delay is that of sensor and converter.
  private func conversion(number: Int, into writer: inout XMLWriter) {
    writer.element("Stage", [("number", "\(number)")]) { writer in
      writer.element("Coefficients") { writer in
        Self.units("count", "count", into: &writer)
        writer.leaf("CfTransferFunctionType", "DIGITAL")
        writer.leaf("Numerator", number: 1)
      }
      Self.decimation(
        inputRateHertz: digital.captureRateHertz, factor: 1, delay: digital.groupDelaySeconds,
        into: &writer)
      Self.stageGain(1, atHertz: response.referenceHertz, into: &writer)
    }
  }

  private func fir(_ filter: Decimation.Filter, number: Int, into writer: inout XMLWriter) {
    writer.element("Stage", [("number", "\(number)")]) { writer in
      writer.element("FIR") { writer in
        Self.units("count", "count", into: &writer)
        writer.leaf("Symmetry", "NONE")
        for (index, coefficient) in filter.coefficients.enumerated() {
          writer.leaf("NumeratorCoefficient", number: coefficient, [("i", "\(index + 1)")])
        }
      }
      Self.decimation(
        inputRateHertz: filter.inputRateHertz, factor: filter.factor, delay: filter.delaySeconds,
        into: &writer)
      Self.stageGain(1, atHertz: 0, into: &writer)
    }
  }

  /// The station's stamps are those of the ground: all delay is corrected.
  private static func decimation(
    inputRateHertz: Double, factor: Int, delay: Double, into writer: inout XMLWriter
  ) {
    writer.element("Decimation") { writer in
      writer.leaf("InputSampleRate", number: inputRateHertz)
      writer.leaf("Factor", "\(factor)")
      writer.leaf("Offset", "0")
      writer.leaf("Delay", number: delay)
      writer.leaf("Correction", number: delay)
    }
  }
}
