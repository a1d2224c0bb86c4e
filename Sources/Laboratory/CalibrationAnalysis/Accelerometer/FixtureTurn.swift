/// What a turn of the whole fixture, the same in all positions, leaves unknown of a channel's own
/// sensitivity.
///
/// A turn takes a channel's row of K to another of the same length, so that what it feels along and
/// across still have the sum of squares that was found. How much of it is across is known from what
/// was found there, q in units of the turn's standard deviation: √q is spread about its truth as
/// Rice's distribution of two axes, nearly normal with a standard deviation of 1. The interval from
/// (√q − 1.9)² − 0.5, or −0.5 where √q is smaller, to (√q + 2)² − 1 covers the true square in 94.7 to
/// 96.7 of 100 trials, whatever it is. It reaches further up than down, so that its middle is taken.
struct FixtureTurn {
  /// What is to be added to the own sensitivity that a fit of the mean loss has found, as a part of it.
  let relativeCorrection: Double
  /// Standard uncertainty of the corrected own sensitivity, as a part of it.
  let relativeUncertainty: Double

  /// - Parameters:
  ///   - acrossSquare: The sum of the squared ratios that the channel was found to feel across.
  ///   - radians: The standard deviation of the turn about each axis, above zero.
  init(acrossSquare: Double, radians: Double) {
    let square = radians * radians
    let found = acrossSquare / square
    let root = found.squareRoot()
    let below = max(0, root - 1.9)
    let lowest = below * below - 0.5
    let highest = (root + 2) * (root + 2) - 1
    relativeCorrection = square * ((found - (lowest + highest) / 2) / 2 - 1)
    relativeUncertainty = square * (highest - lowest) / 8
  }
}
