import SeismicTypes

extension Conditioner {
  /// A geophone's natural frequency and damping, and the corner its response is extended to.
  package struct ExtendedResponse: BitwiseCopyable, Equatable, Sendable {
    package var naturalMicrohertz: Int64
    package var dampingMillionths: Int64
    package var cornerMicrohertz: Int64

    @_optimize(size)
    package init(naturalHertz: Double, damping: Double, cornerHertz: Double) {
      naturalMicrohertz = Self.millionths(naturalHertz)
      dampingMillionths = Self.millionths(damping)
      cornerMicrohertz = Self.millionths(cornerHertz)
    }

    private static func millionths(_ value: Double) -> Int64 {
      value >= 0 && value < 1e9 ? Int64((value * 1e6).rounded()) : 0
    }

    /// Whether the filter can be made: the corner not below that of chain 1, nor below a 150th of the
    /// natural frequency, nor above it; that at most a quarter of the rate.
    @_optimize(size)
    func isValid(sampleRateMicrohertz: Int64) -> Bool {
      cornerMicrohertz >= 75_000 && cornerMicrohertz <= naturalMicrohertz
        && cornerMicrohertz >= naturalMicrohertz / 150
        && naturalMicrohertz <= sampleRateMicrohertz / 4
        && (10_000...3_000_000).contains(dampingMillionths)
    }
  }

  /// The extensions of the three components, nil where none is asked for.
  struct ResponseExtensions: BitwiseCopyable {
    var vertical: ResponseExtension
    var north: ResponseExtension
    var east: ResponseExtension

    /// - Throws: `ConditioningError` where a channel's cannot be, or stands alone.
    @_optimize(size)
    init?(_ parameters: Parameters, isDiagonal: Bool) throws(ConditioningError) {
      let channels = parameters.channels
      let rate = parameters.sampleRate.microhertz
      let first = channels[0].extendedResponse
      for index in channels.indices {
        let extended = channels[index].extendedResponse
        let mayDiffer = first != nil && extended != nil && (isDiagonal || channels.count == 1)
        guard mayDiffer || extended == first else { throw .extensionsDiffer(channel: index) }
        guard let extended else { continue }
        guard channels[index].quantity == .velocity, extended.isValid(sampleRateMicrohertz: rate)
        else { throw .extensionOutOfRange(channel: index) }
      }
      let last = channels.count - 1
      guard let first, let second = channels[min(1, last)].extendedResponse,
        let third = channels[last].extendedResponse
      else { return nil }
      vertical = ResponseExtension(first, sampleRateMicrohertz: rate)
      north = ResponseExtension(second, sampleRateMicrohertz: rate)
      east = ResponseExtension(third, sampleRateMicrohertz: rate)
    }
  }
}
