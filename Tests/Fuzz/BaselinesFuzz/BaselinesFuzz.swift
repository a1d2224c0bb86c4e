import Conditioning
import SeismicTypes
import StationRuntime

/// Takes any bytes as the file of kept baselines, and as the numbers of one whose checksum is true; what
/// is not refused begins a conditioner, which then takes four seconds of counts.
@_cdecl("LLVMFuzzerTestOneInput")
public func resumeAnyBaseline(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  // libFuzzer promises `count` bytes.
  let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
  resume(KeptBaselines(bytes))
  let words = numbers(bytes)
  let file = SlowStateFile(
    entries: [SlowStateFile.Entry(name: source, words: words)], title: "firstbreak-baselines 1")
  let kept = KeptBaselines(file.bytes)
  precondition(kept.entries.isEmpty || words.count == 7 || words.count == 10)
  precondition(KeptBaselines(kept.bytes).entries == kept.entries)
  resume(kept)
  return 0
}

private let source = "sensor"

/// Whole numbers of eight bytes, the last one of what is left.
private func numbers(_ bytes: [UInt8]) -> [Int64] {
  var words: [Int64] = []
  for (place, byte) in bytes.enumerated() {
    if place % 8 == 0 { words.append(0) }
    words[words.count - 1] |= Int64(bitPattern: UInt64(byte) << UInt64(place % 8 * 8))
  }
  return words
}

private func resume(_ kept: KeptBaselines) {
  let now = Timestamp(nanoseconds: 1_700_000_000_000_000_000)
  for entry in kept.entries {
    _ = kept.finding(ofSource: entry.source, configurationHash: 0, at: now)
    let finding = kept.finding(
      ofSource: entry.source, configurationHash: entry.configurationHash, at: now)
    guard case .kept(let entry) = finding else { continue }
    begin(with: entry)
  }
}

private func begin(with entry: KeptBaselines.Entry) {
  let channels = [(0.0, -90.0), (0, 0), (90, 0)].map { azimuth, dip in
    Conditioner.Channel(
      quantity: .acceleration, countsPerUnit: 100_000, fullScaleCounts: 8_388_607,
      azimuthDegrees: azimuth, dipDegrees: dip)
  }
  let parameters = Conditioner.Parameters(
    sampleRate: SampleRate(microhertz: 100_000_000), channels: channels,
    baseline: .running(seconds: 60))
  guard var conditioner = try? Conditioner(parameters) else {
    preconditionFailure("the parameters are good")
  }
  // The scale is the conditioner's own, which no input would hit by chance.
  var state = entry.baseline
  state.scaleBits = conditioner.stateScaleBits
  let isTaken = conditioner.resume(state)
  precondition(isTaken)
  var watch = GravityWatch()
  if let gravity = entry.gravity {
    conditioner.resume(gravity)
    watch = GravityWatch(
      resuming: gravity, firstTiltMillidegrees: entry.firstTiltMillidegrees)
    precondition((0...180_000).contains(gravity.tiltMillidegrees))
  }
  _ = watch.judge(
    GravityReading(Vector3(vertical: GravityReading.standardGravity, north: 0, east: 0)))
  var motion = GroundMotion()
  for sample in 0..<400 {
    conditioner.process(
      vertical: Int32(sample % 9), north: 0, east: 0, isBaselineFrozen: false, into: &motion)
  }
  precondition(conditioner.resumption != .onTrial)
}
