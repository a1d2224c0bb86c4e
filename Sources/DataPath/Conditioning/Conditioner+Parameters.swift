package import SeismicTypes

extension Conditioner {
  /// What a group of channels is and how its counts become ground motion.
  package struct Parameters: Sendable {
    package var sampleRate: SampleRate
    /// Three channels (vertical, north and east, or whatever comes nearest), or one vertical.
    package var channels: [Channel]
    package var baseline: Baseline
    /// How long after a start the baseline counts as settled.
    package var settlingMilliseconds: Int64
    /// The trigger's band; the upper edge is held to 0.4 × the sample rate.
    package var triggerBandLowMillihertz: Int64
    package var triggerBandHighMillihertz: Int64
    /// Whether a lasting shift of level is found and taken for the sensor's new rest; comparisons of
    /// the filters alone leave it off.
    package var followsLevelShifts = true
    /// What turns the sensor's axes up: applied after the channels' orientations.
    package var levelling: RotationMatrix

    /// The defaults are those of the station file.
    package init(
      sampleRate: SampleRate, channels: [Channel], baseline: Baseline = .running(seconds: 60),
      settlingMilliseconds: Int64 = 10_000, triggerBandLowMillihertz: Int64 = 2_000,
      triggerBandHighMillihertz: Int64 = 10_000, levelling: RotationMatrix = .identity
    ) {
      self.sampleRate = sampleRate
      self.channels = channels
      self.baseline = baseline
      self.settlingMilliseconds = settlingMilliseconds
      self.triggerBandLowMillihertz = triggerBandLowMillihertz
      self.triggerBandHighMillihertz = triggerBandHighMillihertz
      self.levelling = levelling
    }
  }

  /// One channel: what a count is worth and which way it points.
  package struct Channel: Sendable {
    package var quantity: Quantity
    /// Counts per m/s² or m/s, by `quantity`; a negative value turns the axis round.
    package var countsPerUnit: Double
    /// The largest reading of the converter; `Int32.max` where no rail is known.
    package var fullScaleCounts: Int32
    /// The reading at rest, taken off before everything else; rounded to 1/65536 count.
    package var offsetCounts: Double
    /// Degrees east of north.
    package var azimuthDegrees: Double
    /// Degrees down from the horizontal: −90 points up.
    package var dipDegrees: Double
    /// What the channel feels of the three channels' axes, in their order, against its own sensitivity.
    ///
    /// Empty for its own axis alone. Taken to 10⁻⁹; one channel has none.
    package var crossAxisRatios: [Double]
    /// Down to where a geophone's response is extended; nil leaves it as it is.
    package var extendedResponse: ExtendedResponse?

    package init(
      quantity: Quantity, countsPerUnit: Double, fullScaleCounts: Int32, offsetCounts: Double = 0,
      azimuthDegrees: Double, dipDegrees: Double, crossAxisRatios: [Double] = []
    ) {
      self.quantity = quantity
      self.countsPerUnit = countsPerUnit
      self.fullScaleCounts = fullScaleCounts
      self.offsetCounts = offsetCounts
      self.azimuthDegrees = azimuthDegrees
      self.dipDegrees = dipDegrees
      self.crossAxisRatios = crossAxisRatios
    }
  }

  /// What is taken off the calibrated signal before the filters.
  package enum Baseline: Equatable, Sendable {
    /// The running mean: cumulative from the first sample, exponential after this many seconds.
    case running(seconds: Int64)
    /// Nothing more than the channels' offsets.
    case fixed
  }
}
