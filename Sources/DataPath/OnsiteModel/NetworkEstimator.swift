import FixedPoint
package import SeismicTypes

/// Predicts PGV, magnitude and how likely an earthquake is from one P-wave window by a learned network.
///
/// The network's outputs, by the names in its contract:
///
/// - `pgv_log10`: log10 of PGV in cm/s; `pgv_sigma_log10`: log10 of its standard deviation
/// - `magnitude`, `magnitude_sigma_log10` likewise
/// - `distance_log10`: log10 of the hypocentral distance in km, with `distance_sigma_log10`: both or neither
/// - `earthquake_odds_log10`: log10 of p/(1 − p) of the probability of an earthquake; without it the
///   probability is 1000
///
/// The conversion to an `Estimate` is in integers. A mean is its Q16 value × 1000 rounded to nearest,
/// ties upward, and held inside ±20. A standard deviation is 10^x by `powerOfTenThousandths` of x
/// rounded to thousandths, held inside 0.020…2.000. A probability is 1000 − N for odds of at least 1
/// and N below, N = 10⁶ ÷ (1000 + 1000·10^|x|) rounded to nearest, ties upward, with 1000·10^|x| by
/// the same power.
///
/// Plain bytes, as `Network` is: whoever copies it keeps the `NetworkMemory` alive.
package struct NetworkEstimator: BitwiseCopyable {
  /// The conditioning chain whose measures the station gives its network.
  package static var chain: Int { 1 }

  /// The longest window that was learnt from.
  private static var longestWindowMilliseconds: Int32 { @_noAllocation @_noLocks get { 30_000 } }

  private let network: Network
  /// For each of the network's inputs, the feature it is.
  private let order: FeatureOrder
  private let pgv: OutputPair
  private let magnitude: OutputPair
  private let distance: OutputPair?
  private let oddsIndex: Int?

  /// The estimator of a loaded model.
  ///
  /// - Parameter memory: The model; it must outlive the estimator and all its copies.
  /// - Throws: `NetworkError` that names the chain, the feature or the output that does not match.
  package init(_ memory: NetworkMemory) throws(NetworkError) {
    guard let contract = memory.contract else {
      throw .unsupported(
        field: "metadata of the model", found: "without an entry \"firstbreak\"",
        expected: "one that names its chain, features and outputs")
    }
    try contract.requireChain(Self.chain)
    order = try FeatureOrder(contract)
    try Self.requireKnownOutputs(of: contract)
    pgv = try OutputPair("pgv_log10", "pgv_sigma_log10", in: contract)
    magnitude = try OutputPair("magnitude", "magnitude_sigma_log10", in: contract)
    distance =
      contract.has("distance_log10") || contract.has("distance_sigma_log10")
      ? try OutputPair("distance_log10", "distance_sigma_log10", in: contract) : nil
    oddsIndex =
      contract.has("earthquake_odds_log10")
      ? try contract.outputIndex(of: "earthquake_odds_log10") : nil
    network = memory.network
  }

  private static func requireKnownOutputs(of contract: NetworkContract) throws(NetworkError) {
    let known = [
      "pgv_log10", "pgv_sigma_log10", "magnitude", "magnitude_sigma_log10", "distance_log10",
      "distance_sigma_log10", "earthquake_odds_log10",
    ]
    for name in contract.outputs where NetworkContract.index(of: name, in: known) == nil {
      throw .unsupported(
        field: "output of the model", found: name,
        expected: "one of " + NetworkContract.list(known))
    }
  }

  /// The estimate of a window; the mean PGV is never below the PGV observed so far.
  ///
  /// The window lies outside the training range where it is longer than 30 s or any feature lies
  /// outside what the network's input holds.
  @_noAllocation @_noLocks
  package func estimate(_ window: PWaveWindow) -> Estimate {
    let outsideCount = feed(NetworkFeatures(window))
    network.invoke()
    var pgv = pgv.thousandths(network)
    let observed = LogarithmicFeatures(window).observedPgvThousandths()
    if pgv.mean < observed { pgv.mean = observed }
    var estimate = Estimate(
      pgvLog10: pgv, magnitude: magnitude.thousandths(network), distanceLog10: nil,
      earthquakeProbabilityThousandths: 1000)
    if let distance { estimate.distanceLog10 = distance.thousandths(network) }
    if let oddsIndex {
      estimate.earthquakeProbabilityThousandths = probabilityThousandths(
        oddsLog10Thousandths: Int64(OutputPair.thousandths(network.valueQ16(oddsIndex))))
    }
    estimate.isOutsideTrainingRange =
      outsideCount > 0 || window.windowMilliseconds > Self.longestWindowMilliseconds
    return estimate
  }

  /// Feeds the network; returns how many features lay outside its input's range.
  @_noAllocation @_noLocks
  private func feed(_ features: NetworkFeatures) -> Int {
    var outsideCount = 0
    var line = 0
    while line < order.count {
      let feature = features.valueQ16(at: order.feature(at: line))
      if !network.setFeature(feature, ofLine: line) { outsideCount &+= 1 }
      line &+= 1
    }
    return outsideCount
  }
}

/// Which feature each of a network's inputs is.
struct FeatureOrder: BitwiseCopyable {
  private var places: InlineArray<28, Int> = InlineArray(repeating: 0)
  let count: Int

  /// The order of a contract, which names every feature once.
  init(_ contract: NetworkContract) throws(NetworkError) {
    let indices = try contract.featureIndices(in: NetworkFeatures.names)
    for feature in contract.features where feature.count != 1 {
      throw .unsupported(
        field: "feature \(feature.name) of the model", found: "of \(feature.count) elements",
        expected: "one")
    }
    count = indices.count
    for (place, index) in indices.enumerated() { places[place] = index }
  }

  @_noAllocation @_noLocks
  func feature(at place: Int) -> Int { places[place] }
}

/// The outputs of a mean and of the logarithm of its standard deviation.
struct OutputPair: BitwiseCopyable {
  private let meanIndex: Int
  private let sigmaIndex: Int

  init(_ mean: String, _ sigma: String, in contract: NetworkContract) throws(NetworkError) {
    meanIndex = try contract.outputIndex(of: mean)
    sigmaIndex = try contract.outputIndex(of: sigma)
  }

  @_noAllocation @_noLocks
  func thousandths(_ network: Network) -> Thousandths {
    Thousandths(
      mean: Self.thousandths(network.valueQ16(meanIndex)),
      sigma: sigmaThousandths(
        log10Thousandths: Int64(Self.thousandths(network.valueQ16(sigmaIndex)))))
  }

  /// A Q16 value in thousandths, rounded to nearest and held inside ±20,000.
  @_noAllocation @_noLocks
  static func thousandths(_ valueQ16: Int64) -> Int32 {
    Int32(
      truncatingIfNeeded: roundedShift(saturated(valueQ16, to: 20 &<< 16) &* 1000, right: 16))
  }
}

/// A standard deviation, held inside 20…2000 thousandths, from its logarithm.
@_noAllocation @_noLocks
func sigmaThousandths(log10Thousandths: Int64) -> Int32 {
  guard let power = powerOfTenThousandths(log10Thousandths) else { return 2000 }
  return power < 20 ? 20 : (power > 2000 ? 2000 : Int32(truncatingIfNeeded: power))
}

/// A probability of 0…1000 from the logarithm of its odds; that of −x and of x add up to 1000.
@_noAllocation @_noLocks
func probabilityThousandths(oddsLog10Thousandths odds: Int64) -> Int32 {
  let size = odds < 0 ? 0 &- odds : odds
  // From 10⁷ on the rarer of the two rounds to zero.
  let power = powerOfTenThousandths(size > 7_000 ? 7_000 : size) ?? 0
  let rarer = Int32(truncatingIfNeeded: (2_000_000 &+ power &+ 1000) / (2 &* (power &+ 1000)))
  return odds < 0 ? rarer : 1000 &- rarer
}
