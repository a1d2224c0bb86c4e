import Conditioning
import SeismicTypes
import Testing

@Suite("Conditioning refuses")
struct ParameterTests {
  private func refusal(
    _ change: (inout Conditioner.Parameters) -> Void
  ) -> ConditioningError? {
    var parameters = parameters()
    change(&parameters)
    do {
      _ = try Conditioner(parameters)
      return nil
    } catch {
      return error
    }
  }

  @Test("what is no group of channels")
  func channels() {
    #expect(refusal { $0.channels = [] } == .channelCount(0))
    #expect(refusal { $0.channels.removeLast() } == .channelCount(2))
    #expect(refusal { $0.channels[1].quantity = .velocity } == .mixedQuantities)
    #expect(
      refusal { $0.channels[2].fullScaleCounts = 0 } == .fullScaleNotPositive(channel: 2, counts: 0)
    )
  }

  @Test("impossible sensitivities and offsets", arguments: [0, 1e-4, 1e18, .nan, .infinity])
  func sensitivity(value: Double) {
    #expect(
      refusal { $0.channels[1].countsPerUnit = value } == .sensitivityOutOfRange(channel: 1))
    #expect(refusal { $0.channels[1].offsetCounts = .nan } == .offsetOutOfRange(channel: 1))
    #expect(refusal { $0.channels[1].offsetCounts = 1e10 } == .offsetOutOfRange(channel: 1))
  }

  @Test("orientations that give no three components")
  func orientation() {
    #expect(refusal { $0.channels[0].dipDegrees = -91 } == .orientationOutOfRange(channel: 0))
    #expect(refusal { $0.channels[1].azimuthDegrees = .nan } == .orientationOutOfRange(channel: 1))
    #expect(refusal { $0.channels[2].azimuthDegrees = 5 } == .orientationsNotIndependent)
    let single = refusal {
      $0.channels.removeLast(2)
      $0.channels[0].dipDegrees = -80
    }
    #expect(single == .singleChannelNotVertical)
  }

  @Test("rates, bands and baselines out of range")
  func settings() {
    let slow = SampleRate(microhertz: 19_999_999)
    #expect(
      refusal { $0.sampleRate = slow } == .sampleRateUnsupported(microhertz: 19_999_999))
    #expect(
      refusal { $0.triggerBandLowMillihertz = 10_000 }
        == .triggerBandInvalid(lowMillihertz: 10_000, highMillihertz: 10_000))
    #expect(refusal { $0.baseline = .running(seconds: 0) } == .baselineOutOfRange(seconds: 0))
  }

  @Test("in words that name what and where")
  func messages() {
    let message = ConditioningError.fullScaleNotPositive(channel: 2, counts: -5).message
    #expect(message == "channels[2]: fullScaleCounts -5 must be positive")
  }
}
