/// A made-up earthquake: a P wave, then an S wave, both decaying sinusoids.
package struct SyntheticEvent: Equatable, Sendable {
  package var onsetMilliseconds: Int64
  /// From P to S: about 1 s for every 8 km of distance.
  package var pToSMilliseconds: Int64
  /// The largest P on the vertical; a quarter of it on the horizontals.
  package var pAmplitudeCounts: Int32
  /// The largest S on the horizontals; a quarter of it on the vertical.
  package var sAmplitudeCounts: Int32
  package var pFrequencyMillihertz: Int64
  package var sFrequencyMillihertz: Int64
  /// How long the envelopes take to rise, and then to fall by half.
  package var riseMilliseconds: Int64
  package var halfLifeMilliseconds: Int64

  package init(
    onsetMilliseconds: Int64, pToSMilliseconds: Int64 = 4000, pAmplitudeCounts: Int32 = 20_000,
    sAmplitudeCounts: Int32 = 100_000, pFrequencyMillihertz: Int64 = 4000,
    sFrequencyMillihertz: Int64 = 1500, riseMilliseconds: Int64 = 500,
    halfLifeMilliseconds: Int64 = 4000
  ) {
    self.onsetMilliseconds = onsetMilliseconds
    self.pToSMilliseconds = pToSMilliseconds
    self.pAmplitudeCounts = pAmplitudeCounts
    self.sAmplitudeCounts = sAmplitudeCounts
    self.pFrequencyMillihertz = pFrequencyMillihertz
    self.sFrequencyMillihertz = sFrequencyMillihertz
    self.riseMilliseconds = riseMilliseconds
    self.halfLifeMilliseconds = halfLifeMilliseconds
  }
}
