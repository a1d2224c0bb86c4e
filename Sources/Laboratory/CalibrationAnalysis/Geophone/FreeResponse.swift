internal import Foundation

/// The free motion of a geophone's mass after a release or a step, as its voltage shows it:
/// v(t) = e^(−hω₀t) (A cos ωt + B sin ωt) + C with ω = ω₀ √(1 − h²); beyond critical damping the
/// hyperbolic functions take the place of cosine and sine.
struct FreeResponse {
  /// ω₀, rad/s.
  let natural: Double
  /// h, the fraction of critical damping.
  let damping: Double
  /// ω_c of a high-pass of one pole between geophone and counts, rad/s; 0 for none.
  ///
  /// It adds a slow exponential of its own.
  let coupling: Double

  var decay: Double { damping * natural }

  /// ω² = ω₀² (1 − h²); negative beyond critical damping.
  var squaredFrequency: Double { natural * natural * (1 - damping * damping) }

  /// The amplitudes A and B of the voltage before the high-pass from those behind it, below critical
  /// damping: e^(st) with s = −hω₀ + iω leaves it multiplied by s / (s + ω_c).
  ///
  /// A corner of 0.15 Hz moves a 4.5 Hz geophone's onset by 2°, and what its amplitude was there by 2 %.
  func beforeCoupling(even: Double, odd: Double) -> (even: Double, odd: Double) {
    let real = 1 - coupling * decay / (natural * natural)
    let imaginary = -coupling * max(0, squaredFrequency).squareRoot() / (natural * natural)
    return (even * real + odd * imaginary, odd * real - even * imaginary)
  }

  /// The functions whose mixture the voltage is, at a time in seconds.
  func basis(at time: Double) -> [Double] {
    let envelope = exp(-decay * time)
    let squared = squaredFrequency
    let size = abs(squared).squareRoot()
    var even = 1.0
    var odd = time
    if squared > 0 && size * time > 1e-6 {
      even = cos(size * time)
      odd = sin(size * time) / size
    } else if squared < 0 && size * time > 1e-6 {
      even = cosh(size * time)
      odd = sinh(size * time) / size
    }
    var values = [envelope * even, envelope * odd, 1]
    if coupling > 0 { values.append(exp(-coupling * time)) }
    return values
  }

  /// The best mixture for one transient's counts.
  func fit(_ transient: Transient) -> LinearFit? {
    LinearFit(
      Matrix(transient.times.map { basis(at: $0) }), observations: transient.counts,
      deviations: [Double](repeating: transient.noise, count: transient.counts.count))
  }
}

/// One release or step: what followed it, without the instant itself.
struct Transient {
  /// Seconds since the sample at the onset.
  var times: [Double]
  var counts: [Double]
  /// Standard deviation of a count.
  var noise: Double
  var span: TimeSpan
}
