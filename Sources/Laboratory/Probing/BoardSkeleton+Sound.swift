internal import Acquisition

extension BoardSkeleton {
  /// The rate that 100 Hz is decimated from: the first of these that lies in the device's range.
  private static let captureRatesHertz = [
    8000, 16_000, 32_000, 48_000, 96_000, 192_000, 44_100, 88_200, 176_400,
  ]

  /// The beginning of a board file for a sound device: a geophone on its first channel, or three on
  /// its first three where a frame has as many.
  ///
  /// Nil for a device without a format, a rate or a number of channels that an `alsa` source takes.
  ///
  /// - Parameters:
  ///   - device: ALSA's name of the device.
  ///   - abilities: What it can capture.
  package init?(forSound device: String, abilities: CaptureAbilities) {
    let channelCount = max(1, abilities.channelCounts.lowerBound)
    guard let format = abilities.formats.last, channelCount <= 32,
      let rate = Self.rates(abilities.ratesHertz)
    else { return nil }
    open = [
      "sensitivityCountsPerMetrePerSecond stands for a geophone of 28.8 V/(m/s) and a converter whose "
        + "full scale is 1 V: put your own",
      "captureRateHertz lies between the device's lowest and highest rate; not every one between may "
        + "be on offer",
      "controls are left out: the gain, which amixer controls lists",
      "azimuthDegrees and dipDegrees are those of sensors on Z, north and east",
      "part is left out: calibrations find the source by it",
      "noiseDensity… is left out: without it a station cannot tell what it is able to predict",
      "lowCornerHertz is left out: where the coupling into the converter takes off 3 dB",
    ]
    let fullScale = (Int64(1) << (format.bitCount - 1)) - 1
    let letters = channelCount >= 3 ? ["Z", "N", "E"] : ["Z"]
    let channels = letters.enumerated().map { index, letter in
      """
              {
                "code": "EH\(letter)",
                "index": \(index),
                "azimuthDegrees": \(letter == "E" ? 90 : 0),
                "dipDegrees": \(letter == "Z" ? -90 : 0),
                "fullScaleCounts": \(fullScale),
                "sensitivityCountsPerMetrePerSecond": \(fullScale * 288 / 10)
              }
      """
    }
    let description = "Skeleton, to be completed by hand: " + open.joined(separator: "; ")
    text = """
      {
        "schemaVersion": 1,
        "board": "geophone",
        "description": \(Self.quoted(description)),
        "sources": [
          {
            "name": "geophone",
            "driver": "alsa",
            "device": \(Self.quoted(device)),
            "format": "\(format.rawValue)",
            "captureRateHertz": \(rate.capture),
            "captureChannelCount": \(channelCount),
            "sampleRateHertz": \(rate.station),
            "samplesPerBlock": 8,
            "channels": [
      \(channels.joined(separator: ",\n"))
            ]
          }
        ]
      }
      """
  }

  /// A converter's rate and the station's; a converter that is slow enough is not decimated.
  private static func rates(_ range: ClosedRange<Int>) -> (capture: Int, station: Int)? {
    if let rate = captureRatesHertz.first(where: range.contains) { return (rate, 100) }
    let slow = max(range.lowerBound, 20)
    return slow <= 1000 && range.contains(slow) ? (slow, slow) : nil
  }
}
