internal import FixedPoint
package import SeismicTypes

extension AlertPolicy {
  /// The vertical velocity that an onset confirmed now must reach to be another earthquake's, as log10
  /// of cm/s in thousandths.
  ///
  /// In the first seconds it may be the open event's S wave, or the growth of its rupture: no vertical
  /// velocity below the PGV that was predicted for that event a second before, or that has been
  /// observed, is proof of another. Once the S wave has passed (a third of the predicted PGV has been
  /// observed and the shaking has sunk again to a third of that, or 20 s are over) and where no event
  /// is open, it is enough to be twice the vertical velocity of the two seconds before.
  @_noAllocation @_noLocks
  package func codaVelocityLog10Thousandths(at position: SamplePosition) -> Int32 {
    let recent = log10Thousandths(picometres: recent.verticalPicometresPerSecond() &* 2)
    guard let event else { return recent }
    let age = position.sampleIndex &- event.onsetSampleIndex
    if age > group.sampleRate.sampleCount(milliseconds: 20_000) { return recent }
    let second = group.sampleRate.sampleCount(milliseconds: 1_000)
    var predicted = event.predictions.pgvLog10Thousandths(
      before: position.sampleIndex &- second)
    if event.isLostInCoda(), event.codaVelocityLog10Thousandths > predicted {
      predicted = event.codaVelocityLog10Thousandths
    }
    let highest = self.recent.highestPgvPicometresPerSecond
    let observed = log10Thousandths(picometres: highest)
    // log10 of 0.3 and of 0.35.
    let hasComeUp = observed >= predicted || predicted &- observed <= 523
    let present = log10Thousandths(picometres: self.recent.pgvPicometresPerSecond())
    let hasSunk = highest > 0 && present <= observed &- 456
    if hasComeUp && hasSunk { return recent }
    return predicted > observed ? predicted : observed
  }

  /// Whether an onset is the open event's own, found twice: it lies before that event's onset or less
  /// than a second after it.
  @_noAllocation @_noLocks
  package func isOnsetOfOpenEvent(_ onsetSampleIndex: Int64) -> Bool {
    guard let event, event.hasPick else { return false }
    let second = group.sampleRate.sampleCount(milliseconds: 1_000)
    return onsetSampleIndex < event.onsetSampleIndex &+ second
  }

  /// Whether a window's vertical velocity reaches what an onset in a coda must.
  @_noAllocation @_noLocks
  package func standsOut(_ window: PWaveWindow, velocityLog10Thousandths: Int32) -> Bool {
    log10Thousandths(picometres: window.pvPicometresPerSecond) >= velocityLog10Thousandths
  }

  /// Whether a window's estimate predicts a higher level than the open event has, and at least level 2: for
  /// less the open event is not given up.
  @_noAllocation @_noLocks
  package func wouldRaiseLevel(_ estimate: Estimate, windowMilliseconds: Int32) -> Bool {
    let predicted = predictedLevel(of: estimate, windowMilliseconds: windowMilliseconds)
    return predicted > level && predicted >= .moderate
  }
}
