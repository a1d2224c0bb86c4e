internal import Alerting
internal import SeismicTypes
internal import SlowChannels
internal import StationConfiguration

/// One slow quantity of one source: where its readings come from, its channel, and how it is called.
struct SlowWatch {
  /// What of the station is watched.
  enum Input: Equatable {
    /// The readings of a slow source.
    case slowSource(Int)
    case slowTemperature(Int)
    case slowSupply(Int)
    /// The noise of a component of a group: 0 vertical, 1 north, 2 east.
    case noise(group: Int, component: Int)
    case tilt(group: Int)
    case stationTemperature
  }

  let input: Input
  let source: ShortText
  /// Index of the environment source whose weather explains the quantity.
  let weatherSource: Int?
  var channel: SlowChannel

  /// The name of the channel's state: `source/quantity`, without blanks.
  var stateName: String {
    var name = source.string + "/"
    for byte in channel.parameters.quantity.utf8 {
      name.unicodeScalars.append(Unicode.Scalar(byte == UInt8(ascii: " ") ? 0x5F : byte))
    }
    return name
  }

  /// A report as receivers get it.
  func advisory(_ report: SlowReport) -> AlertMessage {
    var message = AlertMessage(type: .advisory)
    message.advisory = Advisory(
      source: source,
      kind: ShortText(channel.parameters.quantity + " " + report.kind.words) ?? ShortText(),
      valueThousandths: report.valueThousandths, baselineThousandths: report.baselineThousandths,
      sigmaThousandths: max(0, report.sigmaThousandths),
      unit: ShortText(channel.parameters.unit) ?? ShortText())
    return message
  }

  /// A report as a line of the log.
  func line(_ report: SlowReport) -> String {
    "slow source=\(source.string) \(channel.parameters.quantity) \(report.kind.words)"
      + " value=\(JSONLine.decimal(thousandths: report.valueThousandths))"
      + " baseline=\(JSONLine.decimal(thousandths: report.baselineThousandths))"
      + " sigma=\(JSONLine.decimal(thousandths: report.sigmaThousandths))"
      + " unit=\(channel.parameters.unit)"
  }
}
