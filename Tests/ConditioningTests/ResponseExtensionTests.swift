import FixedPoint
import Foundation
import SeismicTypes
import Testing

@testable import Conditioning

@Suite("A geophone's extended response")
struct ResponseExtensionTests {
  /// b and a by `scipy.signal.bilinear([1, 2*h*g0/g1, (f0/f1)**2], [1, sqrt(2), 1], fs=1/(2*g1))`, where
  /// g0 and g1 are tan(pi*f/rate) of the natural frequency f0 and the corner f1.
  struct Reference: Sendable {
    let naturalHertz: Double
    let damping: Double
    let cornerHertz: Double
    let rateHertz: Int64
    let b: [Double]
    let a: [Double]

    var extended: Conditioner.ExtendedResponse {
      Conditioner.ExtendedResponse(
        naturalHertz: naturalHertz, damping: damping, cornerHertz: cornerHertz)
    }
  }

  @Test(
    "is SciPy's bilinear transform of the inverse",
    arguments: [
      Reference(
        naturalHertz: 4.5, damping: 0.69, cornerHertz: 0.075, rateHertz: 200,
        b: [1.1008700647292542, -1.9866942636370057, 0.9057768957932533],
        a: [1, -1.996667840871856, 0.9966733832876572]),
      Reference(
        naturalHertz: 4.5, damping: 0.56, cornerHertz: 0.45, rateHertz: 100,
        b: [1.1560428660440563, -1.921225186631198, 0.8435541141291131],
        a: [1, -1.9600192244344739, 0.9608029423698935]),
      Reference(
        naturalHertz: 10, damping: 0.3, cornerHertz: 0.5, rateHertz: 250,
        b: [1.0819327678296125, -1.9510030258840114, 0.9316785866930299],
        a: [1, -1.9822289297925286, 0.9823854506141251]),
    ])
  func bilinear(reference: Reference) {
    let stage = ResponseExtension(
      reference.extended, sampleRateMicrohertz: reference.rateHertz * 1_000_000)
    var filter = StateVariableFilter()
    var noise = Noise()
    var (first, second) = (0.0, 0.0)
    var (largest, worst) = (0.0, 0.0)
    for _ in 0..<20_000 {
      let input = Int64(noise.next(amplitude: 1 << 24)) << 16
      let output = stage.process(input, &filter)
      let value = Double(input)
      let expected = reference.b[0] * value + first
      first = reference.b[1] * value - reference.a[1] * expected + second
      second = reference.b[2] * value - reference.a[2] * expected
      largest = max(largest, abs(expected))
      worst = max(worst, abs(Double(output) - expected))
    }
    // A rounded step of the low-pass is raised as the lowest frequencies are, up to 3,600 times.
    #expect(worst < 1e-8 * largest, "\(worst / largest)")
  }

  /// Ground velocity through a geophone, then through the station, against the ground velocity itself
  /// above the corner.
  @Test("the station measures the ground above the corner, not the geophone")
  func ground() throws {
    // So fast that the model's bilinear transform is as good as an analogue geophone.
    let (natural, damping, rate) = (4.5, 0.69, 1000.0)
    let sampleCount = 40_000
    var plain = parameters(hertz: rate, quantity: .velocity, countsPerUnit: 1e9, fullScale: .max)
    plain.channels.removeLast(2)
    var extended = plain
    extended.channels[0].extendedResponse = Conditioner.ExtendedResponse(
      naturalHertz: natural, damping: damping, cornerHertz: 0.075)
    var (truth, raw, undone) = (
      try Conditioner(plain), try Conditioner(plain), try Conditioner(extended)
    )
    var geophone = GeophoneModel(naturalHertz: natural, damping: damping, rateHertz: rate)
    var corner = GeophoneModel(
      naturalHertz: 0.075, damping: 0.5.squareRoot(), rateHertz: rate)
    var noise = Noise()
    var (peak, worst, worstRaw, worstDisplacement, peakDisplacement) = (0.0, 0.0, 0.0, 0.0, 0.0)
    var smooth = 0.0
    for index in 0..<sampleCount {
      // Below about 1.6 Hz, where a geophone hardly feels it, growing and waning so that nothing begins or ends abruptly.
      smooth += 0.01 * (Double(noise.next(amplitude: 1 << 26)) - smooth)
      let envelope = pow(sin(.pi * Double(index) / Double(sampleCount)), 2)
      let ground = smooth * envelope
      let seen = geophone.process(ground)
      let reference = truth.motion(of: Int32(corner.process(ground).rounded()))
      let own = undone.motion(of: Int32(seen.rounded()))
      let unextended = raw.motion(of: Int32(seen.rounded()))
      let velocity = Double(reference.shakingVelocityPicometresPerSecond.vertical)
      peak = max(peak, abs(velocity))
      worst = max(
        worst, abs(Double(own.shakingVelocityPicometresPerSecond.vertical) - velocity))
      worstRaw = max(
        worstRaw, abs(Double(unextended.shakingVelocityPicometresPerSecond.vertical) - velocity))
      let displacement = Double(reference.displacementPicometres.vertical)
      peakDisplacement = max(peakDisplacement, abs(displacement))
      worstDisplacement = max(
        worstDisplacement, abs(Double(own.displacementPicometres.vertical) - displacement))
    }
    #expect(worst < 1e-3 * peak, "\(worst / peak)")
    #expect(worstRaw > 0.1 * peak, "\(worstRaw / peak)")
    #expect(worstDisplacement < 1e-3 * peakDisplacement, "\(worstDisplacement / peakDisplacement)")
  }

  @Test("a step of level ends, though it is raised 3,600 times, and nothing overflows")
  func overload() throws {
    var extended = parameters(
      hertz: 200, quantity: .velocity, countsPerUnit: 1e6, fullScale: .max)
    extended.channels = extended.channels.map {
      var channel = $0
      channel.extendedResponse = Conditioner.ExtendedResponse(
        naturalHertz: 4.5, damping: 0.69, cornerHertz: 0.075)
      return channel
    }
    var conditioner = try Conditioner(extended)
    var last = GroundMotion()
    for index in 0..<40_000 {
      last = conditioner.motion(of: index < 2000 ? .max : 0)
    }
    let peak = Double(Int32.max) / 1e6 * 1e12
    #expect(abs(Double(last.shakingVelocityPicometresPerSecond.vertical)) < 1e-3 * peak)
    #expect(abs(Double(last.displacementPicometres.vertical)) < 1e-3 * peak)
  }

  @Test("is refused where it cannot be")
  func refusals() {
    let good = Conditioner.ExtendedResponse(naturalHertz: 4.5, damping: 0.7, cornerHertz: 0.45)
    func refusal(
      _ quantity: Quantity, _ responses: [Conditioner.ExtendedResponse?], azimuth: Double = 0
    ) -> ConditioningError? {
      var parameters = parameters(quantity: quantity)
      for (index, response) in responses.enumerated() {
        parameters.channels[index].extendedResponse = response
      }
      parameters.channels[1].azimuthDegrees = azimuth
      parameters.channels[2].azimuthDegrees = azimuth + 90
      do {
        _ = try Conditioner(parameters)
        return nil
      } catch { return error }
    }
    #expect(refusal(.velocity, [good, good, good]) == nil)
    #expect(refusal(.acceleration, [good, good, good]) == .extensionOutOfRange(channel: 0))
    #expect(refusal(.velocity, [good, good, nil]) == .extensionsDiffer(channel: 2))
    #expect(refusal(.velocity, [nil, good, good]) == .extensionsDiffer(channel: 1))
    let other = Conditioner.ExtendedResponse(naturalHertz: 4.6, damping: 0.7, cornerHertz: 0.45)
    #expect(refusal(.velocity, [good, other, good]) == nil)
    #expect(refusal(.velocity, [good, other, good], azimuth: 30) == .extensionsDiffer(channel: 1))
    for (natural, damping, corner) in [
      (4.5, 0.7, 0.07), (12, 0.7, 0.075), (4.5, 0.7, 4.6), (26, 0.7, 5), (4.5, 0.001, 0.45),
      (4.5, .nan, 0.45), (4.5, 4, 0.45),
    ] {
      let bad = Conditioner.ExtendedResponse(
        naturalHertz: natural, damping: damping, cornerHertz: corner)
      #expect(refusal(.velocity, [bad, bad, bad]) == .extensionOutOfRange(channel: 0))
    }
  }
}

/// A geophone, or any other two-pole high-pass, by the bilinear transform of s² / (s² + 2h ω0 s + ω0²), its frequency pre-warped.
struct GeophoneModel {
  private let a: [Double]
  private let gain: Double
  private var (first, second) = (0.0, 0.0)

  init(naturalHertz: Double, damping: Double, rateHertz: Double) {
    let g = tan(.pi * naturalHertz / rateHertz)
    gain = 1 / (1 + 2 * damping * g + g * g)
    a = [2 * (g * g - 1) * gain, (1 - 2 * damping * g + g * g) * gain]
  }

  mutating func process(_ velocity: Double) -> Double {
    let output = gain * velocity + first
    first = -2 * gain * velocity - a[0] * output + second
    second = gain * velocity - a[1] * output
    return output
  }
}
