/// What delivers a slow source's readings, with the driver's own settings.
package enum SlowDriver: Equatable, Sendable {
  case rd200m(RadonModuleSettings)
  case pulse(PulseSettings)
  case environment(EnvironmentSettings)

  /// The words in the board file.
  static let words = ["rd200m", "pulse", "environment"]

  package var word: String {
    switch self {
    case .rd200m: "rd200m"
    case .pulse: "pulse"
    case .environment: "environment"
    }
  }

  /// The driver that the word names; nil for a driver of samples.
  init?(_ object: JSONObject) {
    switch object.value["driver"]?.string {
    case "rd200m": self = .rd200m(RadonModuleSettings(object))
    case "pulse": self = .pulse(PulseSettings(object))
    case "environment": self = .environment(EnvironmentSettings(object))
    default: return nil
    }
    _ = object.find("driver")
  }
}

/// The settings of the `rd200m` driver: a radon module on a serial line.
package struct RadonModuleSettings: Equatable, Sendable {
  package var device = ""
  /// Whether the module speaks in Bq/m³ and not in pCi/L.
  package var isInBecquerels = false
  package var sensitivityCountsPerHourPerBecquerelPerCubicMetre = 0.81
}

/// The settings of the `pulse` driver: a detector that gives a pulse for each decay.
package struct PulseSettings: Equatable, Sendable {
  /// The GPIO chip's path and the line on it, or the folder of a counter of the kernel.
  package var device = ""
  package var line: Int?
  package var isFalling = false
  package var deadTimeMicroseconds = 0.0
  /// Nil where pulses stand for no concentration: then counts an hour are watched.
  package var sensitivityCountsPerHourPerBecquerelPerCubicMetre: Double?
  /// A run without radon.
  package var backgroundCounts = 0
  package var backgroundHours = 0.0
}

/// The settings of the `environment` driver: weather and supply from industrial I/O.
package struct EnvironmentSettings: Equatable, Sendable {
  /// The kernel's name of the device, or its label.
  package var device = ""
  package var supplyElement: String?
  package var sysfsRoot = "/sys"
}
