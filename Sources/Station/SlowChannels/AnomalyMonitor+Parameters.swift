extension AnomalyMonitor {
  /// What a monitor calls an anomaly and how it learns what is usual; times are in its own intervals.
  package struct Parameters: Equatable, Sendable {
    /// Values from which the first mean and variance come: 2…1000.
    package var warmUpCount = 72
    /// The baseline remembers about 2^shift values: 1…12.
    package var averagingShift: Int64 = 7
    /// How far beyond the baseline a value must be to begin an anomaly: 500…5000.
    package var enterSigmaThousandths: Int64 = 3000
    /// How far it must stay to go on with one: at most the other.
    package var leaveSigmaThousandths: Int64 = 2000
    /// So many of the newest values must be beyond the bound for an alarm: 1…`persistenceWindow`.
    package var persistenceCount = 2
    /// 1…16.
    package var persistenceWindow = 3
    /// After so many values of one alarm the monitor learns anew what is usual: 2…10,000.
    package var maximumFreezeCount = 14 * 24
    /// Whether values are counts: then the variance is no smaller than the mean, and below a mean of
    /// ten the bound is that of the Poisson distribution.
    package var isCounting = true
    /// Variances smaller than this are taken for it, in units² Q16: the square of what the sensor can
    /// tell apart.
    package var smallestVarianceQ16: Int64 = 1
    package var side = Side.above
    package var usesWeather = false

    package init() {}
  }

  /// Which deviations count.
  package enum Side: Equatable, Sendable { case above, both }
}

extension AnomalyMonitor.Parameters {
  /// The parameters held inside their ranges, so that the monitor needs no checks.
  var held: Self {
    var held = self
    held.warmUpCount = min(max(warmUpCount, 2), 1000)
    held.averagingShift = min(max(averagingShift, 1), 12)
    held.enterSigmaThousandths = min(max(enterSigmaThousandths, 500), 5000)
    held.leaveSigmaThousandths = min(
      max(leaveSigmaThousandths, 500), held.enterSigmaThousandths)
    held.persistenceWindow = min(max(persistenceWindow, 1), 16)
    held.persistenceCount = min(max(persistenceCount, 1), held.persistenceWindow)
    held.maximumFreezeCount = min(max(maximumFreezeCount, 2), 10_000)
    held.smallestVarianceQ16 = min(max(smallestVarianceQ16, 1), 1 << 40)
    return held
  }
}
