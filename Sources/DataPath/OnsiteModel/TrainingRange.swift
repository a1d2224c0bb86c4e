/// The smallest and largest features that the linear model was fitted on.
struct TrainingRange: BitwiseCopyable, Equatable {
  /// One corner of the range.
  struct Corner: BitwiseCopyable, Equatable {
    let pdPicometres: Int64
    let pvPicometresPerSecond: Int64
    let paPicometresPerSecondSquared: Int64

    @_noAllocation @_noLocks
    init(pdPicometres: Int64, pvPicometresPerSecond: Int64, paPicometresPerSecondSquared: Int64) {
      self.pdPicometres = pdPicometres
      self.pvPicometresPerSecond = pvPicometresPerSecond
      self.paPicometresPerSecondSquared = paPicometresPerSecondSquared
    }
  }

  let lowest: Corner
  let highest: Corner

  @_noAllocation @_noLocks
  init(lowest: Corner, highest: Corner) {
    self.lowest = lowest
    self.highest = highest
  }
}
