extension SlowChannel {
  /// What a slow channel measures and how it is watched.
  package struct Parameters: Equatable, Sendable {
    /// The quantity, such as `radon`: at most 15 bytes of printable ASCII.
    package var quantity: String
    /// Such as `Bq/m3`.
    package var unit: String
    package var intervalSeconds: Int64 = 3600
    package var monitor = AnomalyMonitor.Parameters()
    /// How counts become the unit; nil for a level that is watched as it is.
    package var sensitivity: RadonSensitivity?
    /// Of a pulse.
    package var deadNanoseconds: Int64 = 0
    /// Absolute limits of the unit, in thousandths, rising; none for no classes.
    package var limitsThousandths: [Int64] = []

    package init(quantity: String, unit: String) {
      self.quantity = quantity
      self.unit = unit
    }

    /// A number that changes with anything a saved state depends on (FNV-1a).
    var fingerprint: Int64 {
      var numbers: [Int64] = [
        intervalSeconds, Int64(monitor.warmUpCount), monitor.averagingShift,
        monitor.isCounting ? 1 : 0, monitor.usesWeather ? 1 : 0,
        sensitivity?.microcountsPerHourPerBecquerel ?? 0, deadNanoseconds,
        Int64(monitor.persistenceWindow),
      ]
      numbers += limitsThousandths
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      for number in numbers {
        hash = (hash ^ UInt64(bitPattern: number)) &* 0x100_0000_01B3
      }
      return Int64(bitPattern: hash)
    }
  }
}
