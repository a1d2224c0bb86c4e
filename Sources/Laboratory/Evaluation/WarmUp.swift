internal import SeismicTypes

/// What the trigger warmed up on before the onset.
package enum WarmUp: String, Sendable {
  /// The record's own samples.
  case recorded
  /// Its noise before the onset, mirrored at the first sample as often as needed and put before it.
  case mirrored
}

extension RecordCounts {
  /// The record with mirrored noise before its first sample, at sample indices below zero.
  ///
  /// Sample −k is sample k of the noise, which is reflected at both its ends: no sample repeats
  /// where two reflections meet, so that the joint has no step.
  ///
  /// - Parameters:
  ///   - sampleCount: How many samples to put before.
  ///   - noiseSampleCount: How many samples from the first on are noise.
  /// - Returns: The longer record; the same one where it holds no samples.
  package func mirrored(sampleCount: Int64, noiseSampleCount: Int64) -> RecordCounts {
    guard var first = stretches.first, sampleCount > 0 else { return self }
    let frameCount = first.counts.count / channelCount
    let noiseCount = Int(min(max(noiseSampleCount, 1), Int64(frameCount)))
    let period = max(1, 2 * (noiseCount - 1))
    var counts: [Int32] = []
    counts.reserveCapacity(Int(sampleCount) * channelCount + first.counts.count)
    for distance in stride(from: Int(sampleCount), to: 0, by: -1) {
      let phase = distance % period
      let frame = phase < noiseCount ? phase : period - phase
      counts += first.counts[(frame * channelCount)..<((frame + 1) * channelCount)]
    }
    first.counts = counts + first.counts
    first.sampleIndex -= sampleCount
    first.startTime = first.startTime.advanced(
      byNanoseconds: 0 - sampleRate.nanoseconds(ofSamples: sampleCount))
    var record = self
    record.stretches[0] = first
    return record
  }
}
