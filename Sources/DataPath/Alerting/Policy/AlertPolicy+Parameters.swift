package import SeismicTypes

extension AlertPolicy {
  /// What an operator may set of the policy; thresholds of the levels are not among it.
  package struct Parameters: BitwiseCopyable, Equatable, Sendable {
    /// The probability, in thousandths, with which PGV must be predicted to reach a level's
    /// threshold before that level is raised without having been observed.
    package var lightProbabilityThousandths: Int32 = 500
    package var moderateProbabilityThousandths: Int32 = 500
    package var strongProbabilityThousandths: Int32 = 500
    package var severeProbabilityThousandths: Int32 = 500
    /// What each level needs beyond that in windows under 3 s, which tell of the event's beginning
    /// only: held to cross-validation, they cause most alerts for nothing (decision 0027).
    package var earlyProbabilityIncreaseThousandths: Int32 = 0
    /// The probability of an earthquake, in thousandths, below which nothing predicted raises a level.
    package var minimumEarthquakeProbabilityThousandths: Int32 = 500
    /// The same for levels 3 and 4, which people act on (decision 0027).
    package var strongEarthquakeProbabilityThousandths: Int32 = 500
    /// Changes of the estimate, in thousandths of log10(cm/s) and of magnitude, worth a report.
    package var estimateStepPgvLog10Thousandths: Int32 = 100
    package var estimateStepMagnitudeThousandths: Int32 = 200
    /// An open event is reported at least this often.
    package var estimateIntervalMilliseconds: Int64 = 10_000
    package var observedConsecutiveSampleCount: Int64 = 3
    /// An event ends when shaking has been below level 1 for this long.
    package var quietMilliseconds: Int64 = 30_000
    /// How long after its onset an event may still be cancelled.
    package var cancelWindowMilliseconds: Int64 = 10_000
    /// How long the vertical component must be masked before its event is cancelled.
    package var sensorFaultMilliseconds: Int64 = 500
    /// The window at which an event is cancelled that has never been a probable earthquake.
    package var noiseWindowMilliseconds: Int32 = 3_000

    package init() {}

    /// What a level needs in a window of this length: never more than 0.999, which a prediction can
    /// reach.
    @_noAllocation @_noLocks
    func probabilityThousandths(for level: AlertLevel, windowMilliseconds: Int32) -> Int32 {
      if level.rawValue == 0 { return 0 }
      let early = windowMilliseconds < 3_000 ? earlyProbabilityIncreaseThousandths : 0
      let needed = ownProbabilityThousandths(for: level) &+ early
      return needed < 999 ? needed : 999
    }

    @_noAllocation @_noLocks
    private func ownProbabilityThousandths(for level: AlertLevel) -> Int32 {
      switch level.rawValue {
      case 1: return lightProbabilityThousandths
      case 2: return moderateProbabilityThousandths
      case 3: return strongProbabilityThousandths
      default: return severeProbabilityThousandths
      }
    }
  }

  /// What the policy is told of the group it serves.
  package struct Group: BitwiseCopyable, Sendable {
    package var sampleRate: SampleRate
    /// Source and channel that trigger, as `accelerometer/HNZ`.
    package var triggeringChannel: ShortText
    package var isSingleComponent: Bool
    /// Event numbers of this group are `index`, `index + count`, …: unique among all groups.
    package var index: Int64
    package var count: Int64
    /// The first 8 bytes of the model file's SHA-256, all zero for the fallback.
    package var modelHash: UInt64
    /// How far from a pick another component's motion may lie to agree with it.
    package var agreementSampleCount: Int64
    /// The standard deviation that picks state whose onset could not be refined: the length of the
    /// short-term average.
    package var onsetSigmaMilliseconds: UInt32

    package init(
      sampleRate: SampleRate, triggeringChannel: ShortText, isSingleComponent: Bool,
      index: Int64 = 0, count: Int64 = 1, modelHash: UInt64 = 0, agreementMilliseconds: Int64 = 500,
      onsetSigmaMilliseconds: UInt32 = 500
    ) {
      self.sampleRate = sampleRate
      self.triggeringChannel = triggeringChannel
      self.isSingleComponent = isSingleComponent
      self.index = index
      self.count = count
      self.modelHash = modelHash
      agreementSampleCount = sampleRate.sampleCount(milliseconds: agreementMilliseconds)
      self.onsetSigmaMilliseconds = onsetSigmaMilliseconds
    }
  }

  /// The parameters' intervals in samples of the group's rate, rounded to nearest.
  struct Durations: BitwiseCopyable {
    var estimateIntervalSampleCount: Int64
    var quietSampleCount: Int64
    var cancelWindowSampleCount: Int64
    var sensorFaultSampleCount: Int64

    @_noAllocation @_noLocks
    init(_ parameters: Parameters, at rate: SampleRate) {
      estimateIntervalSampleCount =
        rate.sampleCount(milliseconds: parameters.estimateIntervalMilliseconds)
      quietSampleCount = rate.sampleCount(milliseconds: parameters.quietMilliseconds)
      cancelWindowSampleCount = rate.sampleCount(milliseconds: parameters.cancelWindowMilliseconds)
      sensorFaultSampleCount = rate.sampleCount(milliseconds: parameters.sensorFaultMilliseconds)
    }
  }
}
