internal import Foundation

/// Twelve parameters of a three-axis accelerometer from positions whose directions are known:
/// counts = offset + K g u with gravity g along u, each channel a weighted linear fit of its row of K.
///
/// A position's direction is uncertain by `fixtureRadians` about each level axis. To first order that
/// adds g K⊥ θ to a reading, K⊥ the row's part across u; to second order it takes θ²/2 of the part
/// along u, with a mean of `fixtureRadians`² that is corrected and as large a standard deviation. So
/// a face along a channel's axis counts for its offset and sensitivity, and the others for what it
/// feels across.
///
/// Errors that differ from position to position show in the residuals; an error common to all turns
/// the axes and shows nowhere (`FixtureTurn`). The smaller the residuals against the uncertainty that
/// was stated, the more of it is taken as common: all where there are none, nothing from nine tenths
/// of the expected χ² on. Two standard uncertainties then cover each of the twelve in 92 to 97 of 100
/// tumbles, whether tilts are independent or all is common, and whatever the channels feel across;
/// where half of the variance is of each, offsets in up to 98 (`TumbleTests`).
package struct TumbleFit: Sendable {
  /// One a channel.
  package private(set) var offsetCounts: [Double] = []
  package private(set) var offsetUncertaintyCounts: [Double] = []
  package private(set) var sensitivityCountsPerUnit: [Double] = []
  package private(set) var sensitivityUncertaintyPerUnit: [Double] = []
  /// Rows channels, columns axes; ones on the diagonal.
  package private(set) var crossAxisRatios: [[Double]] = []
  package private(set) var crossAxisUncertaintyRatios: [[Double]] = []
  /// Shape [positionCount][channelCount], m/s² by the fitted sensitivities.
  package private(set) var residuals: [[Double]] = []
  /// The standard deviation that was expected of each residual's reading, m/s².
  package private(set) var expectedDeviations: [[Double]] = []
  /// χ² of all residuals for each degree of freedom.
  package private(set) var reducedChiSquare: Double?

  package struct Parameters: Sendable {
    /// Where up is in each position, unit vectors along the sensor's axes.
    package var directions: [[Double]]
    package var gravity: LocalGravity
    /// Standard uncertainty of each position's tilt about each of the two level axes.
    package var fixtureRadians: Double

    package init(directions: [[Double]], gravity: LocalGravity, fixtureRadians: Double) {
      self.directions = directions
      self.gravity = gravity
      self.fixtureRadians = fixtureRadians
    }
  }

  /// Fits, or gives nil where the directions do not determine twelve parameters.
  package init?(_ positions: [StillPosition], _ parameters: Parameters) {
    guard let channels = positions.first?.meanCounts.indices else { return nil }
    let fits = channels.compactMap { Self.fit($0, positions, parameters) }
    guard fits.count == channels.count else { return nil }
    let freedom = fits.reduce(0) { $0 + $1.linear.freedomCount }
    let chiSquare = fits.reduce(0) { $0 + $1.linear.chiSquare }
    reducedChiSquare = freedom > 0 ? chiSquare / Double(freedom) : nil
    residuals = positions.indices.map { position in
      channels.map { fits[$0].linear.residuals[position] / fits[$0].linear.parameters[$0 + 1] }
    }
    expectedDeviations = positions.indices.map { position in
      channels.map { fits[$0].deviations[position] / abs(fits[$0].linear.parameters[$0 + 1]) }
    }
    for channel in channels {
      let noise = positions.map { $0.meanUncertaintyCounts[channel] }
      take(fits[channel], noise: noise, channel, parameters)
    }
  }

  private static func fit(
    _ channel: Int, _ positions: [StillPosition], _ parameters: Parameters
  ) -> (linear: LinearFit, deviations: [Double])? {
    let square = parameters.fixtureRadians * parameters.fixtureRadians
    let gravity = parameters.gravity.metresPerSecondSquared
    let design = Matrix(
      parameters.directions.map { up in [1] + up.map { $0 * gravity * (1 - square) } })
    let observations = positions.map { $0.meanCounts[channel] }
    var deviations = positions.map { $0.meanUncertaintyCounts[channel] }
    guard
      var fit = LinearFit(design, observations: observations, deviations: deviations)
    else { return nil }
    // The weights need the row of K; what it changes by again is of third order.
    for _ in 0..<2 where parameters.fixtureRadians > 0 {
      let row = Array(fit.parameters[1...])
      deviations = zip(positions, parameters.directions).map { position, up in
        let along = Vector.dot(row, up)
        let across = max(0, Vector.dot(row, row) - along * along)
        let noise = position.meanUncertaintyCounts[channel]
        return
          (noise * noise + gravity * gravity * square * (across + square * along * along))
          .squareRoot()
      }
      guard let next = LinearFit(design, observations: observations, deviations: deviations)
      else { return nil }
      fit = next
    }
    return (fit, deviations)
  }

  /// The part of the fixture's variance that is common to all positions.
  private var commonShare: Double { max(0, 1 - 1.1 * (reducedChiSquare ?? 0)) }

  /// Beyond four times the expected scatter (one in a thousand for six degrees of freedom) the
  /// statement was too good, and uncertainties grow with what was found.
  private var inflation: Double {
    guard let reducedChiSquare, reducedChiSquare > 4 else { return 1 }
    return reducedChiSquare
  }

  private mutating func take(
    _ fitted: (linear: LinearFit, deviations: [Double]), noise: [Double], _ channel: Int,
    _ parameters: Parameters
  ) {
    let fit = fitted.linear
    let deviations = zip(fitted.deviations, noise).map { all, noise in
      (noise * noise + (1 - commonShare) * (all * all - noise * noise)).squareRoot()
    }
    let covariance = fit.covariance(underDeviations: deviations)
    let own = fit.parameters[channel + 1]
    offsetCounts.append(fit.parameters[0])
    offsetUncertaintyCounts.append((inflation * covariance[0, 0]).squareRoot())
    takeSensitivity(
      of: Array(fit.parameters[1...]), channel,
      variance: inflation * covariance[channel + 1, channel + 1], parameters)
    let square = parameters.fixtureRadians * parameters.fixtureRadians
    var ratios: [Double] = []
    var uncertainties: [Double] = []
    for axis in 0..<3 {
      let ratio = fit.parameters[axis + 1] / own
      ratios.append(axis == channel ? 1 : ratio)
      let variance =
        (covariance[axis + 1, axis + 1] + ratio * ratio * covariance[channel + 1, channel + 1]
          - 2 * ratio * covariance[axis + 1, channel + 1]) / (own * own)
      uncertainties.append(
        axis == channel ? 0 : (max(0, inflation * variance) + commonShare * square).squareRoot())
    }
    crossAxisRatios.append(ratios)
    crossAxisUncertaintyRatios.append(uncertainties)
  }

  /// A channel's own sensitivity, with what a common turn and gravity add to its variance.
  private mutating func takeSensitivity(
    of row: [Double], _ channel: Int, variance: Double, _ parameters: Parameters
  ) {
    let own = row[channel]
    var relative =
      parameters.gravity.standardUncertaintyMetresPerSecondSquared
      / parameters.gravity.metresPerSecondSquared
    relative *= relative
    var sensitivity = own
    if parameters.fixtureRadians > 0, commonShare > 0 {
      let turn = FixtureTurn(
        acrossSquare: max(0, Vector.dot(row, row) / (own * own) - 1),
        radians: parameters.fixtureRadians)
      sensitivity *= 1 + commonShare * turn.relativeCorrection
      relative += commonShare * turn.relativeUncertainty * turn.relativeUncertainty
    }
    sensitivityCountsPerUnit.append(sensitivity)
    sensitivityUncertaintyPerUnit.append((variance + own * own * relative).squareRoot())
  }

  /// The position and channel whose residual is the largest against what was expected.
  package var worst: (position: Int, channel: Int, ratio: Double) {
    var worst = (position: 0, channel: 0, ratio: 0.0)
    for position in residuals.indices {
      for channel in residuals[position].indices {
        let ratio = abs(residuals[position][channel] / expectedDeviations[position][channel])
        if ratio > worst.ratio { worst = (position, channel, ratio) }
      }
    }
    return worst
  }
}
