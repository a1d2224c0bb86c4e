import SeismicTypes

/// What a channel's response says of a geophone: the resonance that its extension undoes.
package struct Geophone: Equatable, Sendable {
  package var naturalHertz: Double
  /// Against the critical one.
  package var damping: Double
  /// The corner that its response is extended to.
  package var cornerHertz: Double

  static var expected: String {
    "the natural frequency or less, down to its 150th part, of a velocity channel with one stage of two "
      + "poles and two zeros of 0 in its responseStages"
  }
}

extension ChannelDescription {
  /// The geophone whose response is to be extended; nil where none is, or cannot be.
  package var geophone: Geophone? {
    @_optimize(size) get {
      guard quantity == .velocity, let corner = extendedCornerHertz else { return nil }
      var found: Geophone?
      for stage in responseStages {
        let poles = stage.polesRadiansPerSecond
        let zeros = stage.zerosRadiansPerSecond
        guard poles.count == 2, zeros.count == 2 else { continue }
        guard zeros[0].real == 0, zeros[0].imaginary == 0, zeros[1].real == 0,
          zeros[1].imaginary == 0
        else { continue }
        // s² + 2h ω0 s + ω0²: the product and the sum of the poles, real for a conjugate or a real pair.
        let square =
          poles[0].real * poles[1].real - poles[0].imaginary * poles[1].imaginary
        let sum = poles[0].real + poles[1].real
        let remainder = abs(poles[0].imaginary + poles[1].imaginary)
        guard square > 0, sum < 0, remainder * remainder < 1e-6 * square else { continue }
        let natural = square.squareRoot()
        guard found == nil else { return nil }
        found = Geophone(
          naturalHertz: natural / (2 * Double.pi), damping: -sum / (2 * natural),
          cornerHertz: corner)
      }
      guard let found, corner <= found.naturalHertz, corner >= found.naturalHertz / 150 else {
        return nil
      }
      return found
    }
  }
}
