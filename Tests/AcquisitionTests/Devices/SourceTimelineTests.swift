import Acquisition
import SeismicTypes
import Testing

@Suite("The time line of a live source")
struct SourceTimelineTests {
  @Test(
    "finds a rate error of 200 ppm within 5 ppm after ten minutes of 1 ms jitter",
    arguments: [SimulatedDevice.Jitter.late, .uniform, .normal], [-200.0, 200])
  func rate(jitter: SimulatedDevice.Jitter, error: Double) {
    for (hertz, size) in [(100.0, 100), (100, 16), (20, 16), (1000, 50), (125, 4096)] {
      for seed in 1...2 as ClosedRange<UInt64> {
        var device = SimulatedDevice(
          hertz: hertz, partsPerMillion: error, jitter: jitter, seed: seed)
        device.run(seconds: 600, size)
        let measured = Double(device.timeline.rate.partsPerBillion) / 1000
        #expect(abs(measured + error) < 5, "\(hertz) Hz, blocks of \(size), seed \(seed)")
      }
    }
  }

  @Test(
    "times samples within 1 ms of truth under 1 ms jitter and 200 ppm, early stamps after 10 s",
    arguments: [SimulatedDevice.Jitter.none, .late, .uniform], [-200.0, 0, 200])
  func time(jitter: SimulatedDevice.Jitter, error: Double) {
    for (hertz, size) in [(100.0, 16), (100, 1), (30.0585, 4), (1000, 50)] {
      var device = SimulatedDevice(hertz: hertz, partsPerMillion: error, jitter: jitter)
      if case .uniform = jitter { device.run(seconds: 10, size) }
      var worst: Int64 = 0
      while device.frame < Int64(100 * hertz) {
        let frame = device.frame
        worst = max(worst, abs(device.error(of: device.next(size), firstFrame: frame)))
      }
      #expect(worst < 1_000_000, "\(hertz) Hz, blocks of \(size): \(worst) ns")
    }
  }

  @Test("repeats exact stamps to the nanosecond or two and reports no rate error")
  func exact() {
    var device = SimulatedDevice(hertz: 30.0585)
    for _ in 0..<2000 {
      let frame = device.frame
      let place = device.next(5)
      #expect(abs(device.error(of: place, firstFrame: frame)) <= 2)
      #expect(place.sampleIndex == frame && !place.isBroken)
    }
    #expect(device.timeline.rate.partsPerBillion == 0)
  }

  @Test("takes the group delay off every stamp")
  func delay() {
    var device = SimulatedDevice(delayNanoseconds: 12_345_678)
    #expect(device.error(of: device.next(16), firstFrame: 0) == -12_345_678)
    #expect(device.error(of: device.next(16), firstFrame: 16) == -12_345_678)
  }

  @Test("follows an oscillator that is off by two per cent")
  func wrongOscillator() {
    var device = SimulatedDevice(partsPerMillion: 20_000, jitter: .late)
    for _ in 0..<2000 { #expect(!device.next(5).isBroken) }
    let frame = device.frame
    #expect(abs(device.error(of: device.next(5), firstFrame: frame)) < 1_000_000)
  }

  @Test("reports the jitter with the clock's error, and an unsynchronised clock as that")
  func clockError() {
    var device = SimulatedDevice(jitter: .late)
    let place = device.run(seconds: 60, 16)
    #expect((160...600).contains(place.clockErrorMicroseconds))
    #expect(!place.flags.has(.clockUnsynchronised))
    device.errorMicroseconds = .max
    let unsynchronised = device.next(16)
    #expect(unsynchronised.clockErrorMicroseconds == .max)
    #expect(unsynchronised.flags.has(.clockUnsynchronised))
  }
}

@Suite("A gap on the time line of a live source")
struct SourceGapTests {
  @Test("is as long as the device says")
  func told() {
    var device = SimulatedDevice(partsPerMillion: 200, jitter: .late)
    device.run(seconds: 20, 16)
    let before = device.frame
    let place = device.next(16, lost: 37)
    #expect(place.missingSampleCount == 37)
    #expect(place.sampleIndex == before + 37)
    #expect(place.flags.has(.followsGap))
    #expect(!device.next(16).isBroken)
  }

  @Test(
    "is found in the time to a sample where the device only says that some were lost",
    arguments: [1, 7, 100, 6_000, 360_000] as [Int64])
  func untold(lost: Int64) {
    for seed in 1...8 as ClosedRange<UInt64> {
      var device = SimulatedDevice(partsPerMillion: -200, jitter: .uniform, seed: seed)
      device.run(seconds: 120, 16)
      let place = device.next(16, lost: lost, isLossTold: false)
      #expect(abs(place.missingSampleCount - lost) <= 1)
      #expect(place.flags.has(.followsGap))
    }
  }

  @Test("of nothing is no gap but still a break where the device lost count")
  func nothingLost() {
    var device = SimulatedDevice()
    device.run(seconds: 20, 16)
    let place = device.next(16, lost: 0, isLossTold: false)
    #expect(place.missingSampleCount == 0)
  }

  @Test("of a reopened device is found in the time, and the new phase is taken over")
  func reopened() {
    var device = SimulatedDevice(partsPerMillion: 200, jitter: .late)
    device.run(seconds: 300, 16)
    let before = device.frame
    device.shiftNanoseconds = 4_000_000
    device.timeline.noteReopened()
    let place = device.next(16, lost: 3000, isLossTold: false)
    #expect(abs(place.missingSampleCount - 3000) <= 1)
    #expect(place.sampleIndex == before + place.missingSampleCount)
    device.run(seconds: 5, 16)
    let frame = device.frame
    #expect(abs(device.error(of: device.next(16), firstFrame: frame)) < 1_000_000)
  }

  @Test("of a reopened device that counts its samples itself is as long as it says")
  func reopenedAndTold() {
    var device = SimulatedDevice(jitter: .late)
    device.run(seconds: 60, 16)
    device.shiftNanoseconds = 7_000_000
    device.timeline.noteReopened()
    let place = device.next(16, lost: 500)
    #expect(place.missingSampleCount == 500)
    #expect(place.flags.has(.followsGap))
  }

  @Test("that only the driver's stamps show is recorded at once")
  func unnoticed() {
    var device = SimulatedDevice()
    device.run(seconds: 20, 16)
    let before = device.frame
    device.shiftNanoseconds = 50_000_000
    let place = device.next(16)
    #expect(place.missingSampleCount == 5)
    #expect(place.sampleIndex == before + 5)
  }

  @Test("is not seen in one late delivery, but in deliveries that stay late")
  func lateDelivery() {
    var device = SimulatedDevice(jitter: .late)
    device.isDriverStamped = false
    device.run(seconds: 20, 10)
    #expect(!device.next(10, delivery: 80_000_000).isBroken)
    #expect(!device.next(10).isBroken)
    device.shiftNanoseconds = 80_000_000
    var missing: Int64 = 0
    for _ in 0..<50 { missing += device.next(10).missingSampleCount }
    #expect(missing == 8)
  }

  @Test(
    "is broken by a step of the clock, which takes no sample away", arguments: [-1, 1] as [Int64])
  func clockStep(sign: Int64) {
    var device = SimulatedDevice()
    device.run(seconds: 20, 16)
    device.utcStepNanoseconds = sign * 20_000_000
    let place = device.next(16)
    #expect(place.clockStep == .step(nanoseconds: sign * 20_000_000))
    #expect(place.missingSampleCount == 0 && place.flags.has(.followsGap))
    #expect(device.next(16).clockStep == .none)
  }

  @Test("knows a leap second from a step")
  func leapSecond() {
    var device = SimulatedDevice()
    device.run(seconds: 20, 16)
    device.utcStepNanoseconds = -1_000_000_000
    device.internationalAtomicSeconds = 38
    #expect(device.next(16).clockStep == .leapSecond(nanoseconds: -1_000_000_000))
  }
}
