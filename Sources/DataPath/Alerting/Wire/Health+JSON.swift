import SeismicTypes

extension Health {
  /// The object of key 30; what is not known is left out.
  func jsonObject() -> JSONLine {
    var object = JSONLine()
    if let uptimeSeconds { object.add("uptimeSeconds", unsigned: uptimeSeconds) }
    if let overruns { object.add("overruns", unsigned: overruns) }
    if let gaps { object.add("gaps", unsigned: gaps) }
    if let sendFailures { object.add("sendFailures", unsigned: sendFailures) }
    if let temperature = temperatureCentidegrees {
      object.add("temperatureCentidegrees", Int64(temperature))
      object.add("temperatureCelsius", thousandths: Int64(temperature) * 10)
    }
    if let freeDiskMebibytes { object.add("freeDiskMebibytes", unsigned: freeDiskMebibytes) }
    if let clockSource { object.add("clockSource", unsigned: UInt64(clockSource)) }
    if channelCount > 0 { object.add("channels", raw: channelArray()) }
    addState(to: &object)
    return object
  }

  private func addState(to object: inout JSONLine) {
    if let mode { object.add("mode", unsigned: UInt64(mode)) }
    if let isArmed { object.add("armed", isArmed) }
    if let smallest = smallestPredictablePgvLog10Thousandths {
      object.add("smallestPredictablePgv", Int64(smallest))
    }
    if let hasPulsePerSecond { object.add("pps", hasPulsePerSecond) }
    if let powerBits { object.add("throttlingBits", unsigned: UInt64(powerBits)) }
    if let storageErrors { object.add("storageErrors", unsigned: storageErrors) }
    if let softwareVersion { object.add("softwareVersion", softwareVersion) }
    if let configurationHash {
      object.add("configurationHash", word: hexadecimalText(of: configurationHash))
    }
    if let calibrationHash {
      object.add("calibrationHash", word: hexadecimalText(of: calibrationHash))
    }
  }

  private func channelArray() -> String {
    var elements: [String] = []
    for index in 0..<channelCount {
      let channel = channels[index]
      var object = JSONLine()
      object.add("channel", channel.channel)
      object.add(
        "noiseNanometresPerSecondSquared", unsigned: channel.noiseNanometresPerSecondSquaredRms)
      object.add("state", unsigned: UInt64(channel.state.rawValue))
      elements.append(object.text)
    }
    return JSONLine.array(elements)
  }
}
