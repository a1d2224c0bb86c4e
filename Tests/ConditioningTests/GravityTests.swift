import Conditioning
import Foundation
import SeismicTypes
import Testing

@Suite("The gravity monitor")
struct GravityTests {
  /// Sixty seconds of a sensor tilted by `degrees` toward `azimuth`, with some noise.
  private func reading(
    degrees: Double, azimuth: Double, amplitude: Int32 = 20,
    levelling: RotationMatrix = .identity
  ) throws -> Conditioner {
    var parameters = parameters(baseline: .running(seconds: 60))
    parameters.levelling = levelling
    var conditioner = try Conditioner(parameters)
    var noise = Noise()
    let gravity = 9.80665 * 213_902 * 1.002
    let tilt = degrees * Double.pi / 180
    let heading = azimuth * Double.pi / 180
    var motion = GroundMotion()
    for _ in 0..<6000 {
      conditioner.process(
        vertical: Int32(gravity * cos(tilt)) + noise.next(amplitude: amplitude),
        north: Int32(gravity * sin(tilt) * cos(heading)) + noise.next(amplitude: amplitude),
        east: Int32(gravity * sin(tilt) * sin(heading)) + noise.next(amplitude: amplitude),
        isBaselineFrozen: false, into: &motion)
    }
    return conditioner
  }

  @Test("weighs gravity and finds the tilt", arguments: [(0.0, 0.0), (3.0, 40.0), (25.0, 250.0)])
  func tilt(degrees: Double, azimuth: Double) throws {
    let reading = try #require(reading(degrees: degrees, azimuth: azimuth).gravity.reading)
    #expect(abs(reading.deviationPartsPerMillion() - 2000) <= 2)
    #expect(abs(reading.tiltMillidegrees - Int64(degrees * 1000)) <= 1)
  }

  @Test("gives the rotation that turns the sensor up", arguments: [0.0, 75.0, 250.0])
  func levelling(azimuth: Double) throws {
    let tilted = try #require(reading(degrees: 5, azimuth: azimuth).gravity.reading)
    let rotation = try #require(tilted.levellingRotation)
    let level = try reading(degrees: 5, azimuth: azimuth, levelling: rotation).gravity.reading
    #expect(try #require(level).tiltMillidegrees <= 1)
  }

  @Test("refuses a window in which the ground moved")
  func disturbed() throws {
    let monitor = try reading(degrees: 1, azimuth: 0, amplitude: 20_000).gravity
    #expect(monitor.reading == nil)
    #expect(monitor.refusedWindowCount == 1)
  }
}
