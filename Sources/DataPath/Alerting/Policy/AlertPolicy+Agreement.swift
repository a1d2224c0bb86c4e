/// Whether another component agrees with a pick: what flag 11, "unconfirmed", says.
extension AlertPolicy {
  /// A horizontal component moves at this sample, the newest: it agrees with a pick that lies within
  /// the group's agreement time, and the open event is confirmed for good.
  @_noAllocation @_noLocks
  package mutating func noteHorizontalMotion(at sampleIndex: Int64) {
    horizontalSampleIndex = sampleIndex
    guard var current = event, current.hasPick, !current.isConfirmed,
      agrees(sampleIndex, withOnset: current.onsetSampleIndex)
    else { return }
    current.isConfirmed = true
    // Receivers learn of it now where they have been told the contrary.
    current.isConfirmationDue = current.isReported
    event = current
  }

  /// Whether the horizontals moved near enough to an onset that is opened now.
  @_noAllocation @_noLocks
  func isConfirmed(onsetSampleIndex: Int64) -> Bool {
    guard let horizontalSampleIndex else { return false }
    return horizontalSampleIndex &+ group.agreementSampleCount >= onsetSampleIndex
  }

  @_noAllocation @_noLocks
  private func agrees(_ sampleIndex: Int64, withOnset onset: Int64) -> Bool {
    sampleIndex >= onset &- group.agreementSampleCount
      && sampleIndex <= onset &+ group.agreementSampleCount
  }
}
