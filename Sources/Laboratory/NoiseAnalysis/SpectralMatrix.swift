/// Power and cross spectral densities of channels that were sampled together, averaged over windows
/// (Welch 1967).
///
/// Densities are one-sided, in counts²/Hz (or the product of both channels' units per Hz).
package struct SpectralMatrix: Sendable {
  package let plan: WindowPlan
  package let channelCount: Int
  /// The windows averaged so far.
  package private(set) var windowCount = 0
  /// Sums of X_i·conj(X_j), shape [i · channelCount + j][frequency], for i ≤ j only.
  private var sums: [ComplexSeries]

  /// An empty matrix.
  package init(_ plan: WindowPlan, channelCount: Int) {
    precondition(channelCount >= 1)
    self.plan = plan
    self.channelCount = channelCount
    sums = .init(
      repeating: ComplexSeries(count: plan.length / 2), count: channelCount * channelCount)
  }

  /// Adds every window of a stretch without a gap.
  ///
  /// - Parameter channels: The channels' samples of the same instants, shape
  ///   [channelCount][sampleCount].
  package mutating func add(_ channels: [ArraySlice<Int32>]) {
    precondition(channels.count == channelCount)
    let sampleCount = channels.map(\.count).min() ?? 0
    for window in 0..<plan.windowCount(in: sampleCount) {
      add(spectra(of: channels, from: window * plan.step))
    }
  }

  /// The density of one channel against itself, at `plan.frequenciesHertz`.
  package func power(of channel: Int) -> [Double] { cross(channel, channel).real }

  /// The cross density X_i·conj(X_j), at `plan.frequenciesHertz`.
  package func cross(_ i: Int, _ j: Int) -> ComplexSeries {
    var series = sums[min(i, j) * channelCount + max(i, j)]
    for index in series.real.indices {
      let scale = plan.density(at: index + 1) / Double(max(windowCount, 1))
      series.real[index] *= scale
      series.imaginary[index] *= i > j ? -scale : scale
    }
    return series
  }

  /// The spectra of one window, two channels at a time.
  private func spectra(of channels: [ArraySlice<Int32>], from start: Int) -> [ComplexSeries] {
    let windows = channels.map { channel in
      plan.prepared(channel.span, from: start)
    }
    let none = [Double](repeating: 0, count: plan.length)
    var all: [ComplexSeries] = []
    for index in stride(from: 0, to: windows.count, by: 2) {
      let isLast = index + 1 == windows.count
      let (one, two) = plan.transform.spectra(
        windows[index], isLast ? none : windows[index + 1])
      all += isLast ? [one] : [one, two]
    }
    return all
  }

  private mutating func add(_ spectra: [ComplexSeries]) {
    windowCount += 1
    for i in spectra.indices {
      for j in i..<channelCount {
        let place = i * channelCount + j
        for index in 0..<plan.length / 2 {
          let (a, b) = (spectra[i].real[index + 1], spectra[i].imaginary[index + 1])
          let (c, d) = (spectra[j].real[index + 1], spectra[j].imaginary[index + 1])
          sums[place].real[index] += a * c + b * d
          sums[place].imaginary[index] += b * c - a * d
        }
      }
    }
  }
}
