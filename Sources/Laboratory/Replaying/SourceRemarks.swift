import SeismicTypes
import StationConfiguration
package import StationRuntime

/// What a replay takes its counts for, so that a wrong sensitivity is seen before it is believed.
package enum SourceRemarks {
  /// One line per quantity and sensitivity, and a warning where something contradicts itself.
  package static func words(on source: OpenedSource) -> [String] {
    let channels = source.description.channels
    var lines: [String] = []
    for channel in channels {
      let unit = channel.quantity == .acceleration ? "m/s\u{b2}" : "m/s"
      let quantity = channel.quantity == .acceleration ? "acceleration" : "velocity"
      let hertz = Double(source.sampleRate.microhertz) / 1e6
      lines.append(
        "\(channel.code): \(quantity), \(channel.sensitivityCountsPerUnit) counts per \(unit), "
          + "\(hertz) Hz")
      if let expected = Self.quantity(ofSEEDCode: channel.code), expected != channel.quantity {
        lines.append(
          "\(channel.code): the code names a sensor of "
            + (expected == .acceleration ? "acceleration" : "velocity")
            + ", the counts are taken for \(quantity); --quantity chooses")
      }
    }
    if channels.count == 1 {
      lines.append("one component only: PGV and PGA are those of the vertical, a lower bound")
    }
    return lines
  }

  /// What the instrument letter of a SEED channel code says, nil where it says neither.
  private static func quantity(ofSEEDCode code: String) -> Quantity? {
    switch code.dropFirst().first {
    case "N": .acceleration
    case "H", "L", "P": .velocity
    default: nil
    }
  }
}
