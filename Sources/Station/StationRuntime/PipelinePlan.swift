package import Alerting
internal import Conditioning
internal import OnsiteModel
package import SeismicTypes
package import StationConfiguration
internal import Triggering

/// Turns what the files say of a source into the parameters of its pipeline.
package enum PipelinePlan {
  /// The parameters of one source's pipeline.
  ///
  /// - Parameters:
  ///   - source: The source and its channels.
  ///   - station: The station file, for its trigger and policy.
  ///   - sampleRate: The true rate, which for a recording is the file's own.
  ///   - index: The source's place among the station's groups.
  ///   - count: How many groups the station has.
  ///   - model: What it predicts with; nil for the linear fallback.
  /// - Returns: The parameters.
  /// - Throws: `StationError` where the source cannot be one group.
  package static func parameters(
    for source: SourceDescription, of station: StationFile, sampleRate: SampleRate,
    index: Int = 0, count: Int = 1, model: StationModel? = nil
  ) throws(StationError) -> StationPipeline.Parameters {
    guard let vertical = channel(.vertical, of: source) else {
      throw .input("source \(source.name): no vertical channel, a group needs one")
    }
    let north = channel(.north, of: source)
    let east = channel(.east, of: source)
    var channels = [conditionerChannel(vertical)]
    if let north, let east {
      channels += [conditionerChannel(north), conditionerChannel(east)]
    }
    guard let name = ShortText(source.name),
      let triggering = ShortText(source.name + "/" + vertical.code)
    else {
      throw .input(
        "source \(source.name): name and channel code together exceed 32 printable ASCII bytes")
    }
    let isSingle = channels.count == 1
    return StationPipeline.Parameters(
      sourceName: name, sampleRate: sampleRate,
      placement: ChannelPlacement(
        verticalIndex: vertical.index, northIndex: isSingle ? -1 : north?.index ?? -1,
        eastIndex: isSingle ? -1 : east?.index ?? -1),
      conditioner: conditioner(station.trigger, channels, sampleRate),
      trigger: trigger(station.trigger, sampleRate),
      horizontalThresholdQ8: Int64((station.trigger.horizontalThresholdRatio * 256).rounded()),
      gapToleranceSampleCount: Int64(station.trigger.gapToleranceSamples),
      policy: policy(station.policy),
      group: AlertPolicy.Group(
        sampleRate: sampleRate, triggeringChannel: triggering, isSingleComponent: isSingle,
        index: Int64(index), count: Int64(count), modelHash: model?.hashPrefix ?? 0,
        agreementMilliseconds: thousandths(station.trigger.agreementSeconds),
        onsetSigmaMilliseconds: UInt32(thousandths(station.trigger.shortTermSeconds))),
      expectedNoisePdPicometres: expectedNoise(vertical), model: model)
  }

  /// The Pd of the vertical's noise by its board file; that of a velocity sensor is not white in
  /// acceleration and left to be measured.
  private static func expectedNoise(_ vertical: ChannelDescription) -> Int64? {
    guard vertical.quantity == .acceleration,
      let density = vertical.noiseDensityMicroUnitsPerRootHertz
    else { return nil }
    return PredictionLimit.noisePdPicometres(
      densityMicrometresPerSecondSquaredPerRootHertz: density)
  }

  /// The policy of a station file; probabilities become thousandths, seconds milliseconds.
  package static func policy(_ settings: PolicySettings) -> AlertPolicy.Parameters {
    var parameters = AlertPolicy.Parameters()
    parameters.lightProbabilityThousandths = Int32(thousandths(settings.lightProbability))
    parameters.moderateProbabilityThousandths = Int32(thousandths(settings.moderateProbability))
    parameters.strongProbabilityThousandths = Int32(thousandths(settings.strongProbability))
    parameters.severeProbabilityThousandths = Int32(thousandths(settings.severeProbability))
    parameters.earlyProbabilityIncreaseThousandths = Int32(
      thousandths(settings.earlyProbabilityIncrease))
    parameters.minimumEarthquakeProbabilityThousandths = Int32(
      thousandths(settings.minimumEarthquakeProbability))
    parameters.strongEarthquakeProbabilityThousandths = Int32(
      thousandths(settings.strongEarthquakeProbability))
    parameters.estimateStepPgvLog10Thousandths = Int32(thousandths(settings.estimateStepPgvLog10))
    parameters.estimateStepMagnitudeThousandths = Int32(thousandths(settings.estimateStepMagnitude))
    parameters.estimateIntervalMilliseconds = thousandths(settings.estimateIntervalSeconds)
    parameters.observedConsecutiveSampleCount = Int64(settings.observedConsecutiveSamples)
    parameters.quietMilliseconds = thousandths(settings.quietSeconds)
    parameters.cancelWindowMilliseconds = thousandths(settings.cancelWindowSeconds)
    return parameters
  }

  private static func channel(
    _ component: ChannelComponent, of source: SourceDescription
  ) -> ChannelDescription? {
    for channel in source.channels where channel.component == component { return channel }
    return nil
  }

  private static func conditionerChannel(_ channel: ChannelDescription) -> Conditioner.Channel {
    var conditioned = Conditioner.Channel(
      quantity: channel.quantity, countsPerUnit: channel.sensitivityCountsPerUnit,
      fullScaleCounts: channel.fullScaleCounts, offsetCounts: channel.offsetCounts,
      azimuthDegrees: channel.azimuthDegrees, dipDegrees: channel.dipDegrees,
      crossAxisRatios: channel.crossAxis.map { [$0.vertical, $0.north, $0.east] } ?? [])
    if let corner = channel.extendedCornerHertz {
      // A calibration may have taken the geophone away: the conditioner refuses what has no frequency.
      let geophone = channel.geophone
      conditioned.extendedResponse = Conditioner.ExtendedResponse(
        naturalHertz: geophone?.naturalHertz ?? 0, damping: geophone?.damping ?? 0,
        cornerHertz: corner)
    }
    return conditioned
  }

  private static func conditioner(
    _ settings: TriggerSettings, _ channels: [Conditioner.Channel], _ sampleRate: SampleRate
  ) -> Conditioner.Parameters {
    Conditioner.Parameters(
      sampleRate: sampleRate, channels: channels,
      baseline: .running(seconds: Int64(settings.baselineSeconds.rounded())),
      triggerBandLowMillihertz: thousandths(settings.bandLowHertz),
      triggerBandHighMillihertz: thousandths(settings.bandHighHertz))
  }

  private static func trigger(
    _ settings: TriggerSettings, _ sampleRate: SampleRate
  ) -> Trigger.Parameters {
    var parameters = Trigger.Parameters(sampleRate: sampleRate)
    parameters.algorithm = algorithm(settings.algorithm)
    parameters.shortTermMilliseconds = thousandths(settings.shortTermSeconds)
    parameters.longTermMilliseconds = thousandths(settings.longTermSeconds)
    parameters.triggerThresholdQ8 = Int64((settings.triggerThresholdRatio * 256).rounded())
    parameters.detriggerThresholdQ8 = Int64((settings.detriggerThresholdRatio * 256).rounded())
    parameters.minimumLongTermCounts = Int64(settings.minimumLongTermCounts.rounded())
    parameters.consecutiveSamplesCount = Int64(settings.consecutiveSamplesCount)
    parameters.confirmMilliseconds = thousandths(settings.confirmSeconds)
    parameters.confirmThresholdQ8 = Int64((settings.confirmThresholdRatio * 256).rounded())
    parameters.longestConfirmMilliseconds = thousandths(settings.longestConfirmSeconds)
    parameters.sustainThresholdQ8 = Int64((settings.sustainThresholdRatio * 256).rounded())
    parameters.detriggerMilliseconds = thousandths(settings.detriggerSeconds)
    parameters.maximumTriggeredMilliseconds = thousandths(settings.maximumTriggeredSeconds)
    parameters.holdOffMilliseconds = thousandths(settings.holdOffSeconds)
    parameters.warmUpMilliseconds = thousandths(settings.warmUpSeconds)
    parameters.confirmationLimits =
      settings.absoluteConfirmation ? confirmationLimits(settings) : nil
    return parameters
  }

  private static func algorithm(_ algorithm: TriggerSettings.Algorithm) -> Trigger.Algorithm {
    switch algorithm {
    case .recursive: .recursive
    case .classic: .classic
    case .delayed: .delayed
    case .allen: .allen
    }
  }

  private static func thousandths(_ value: Double) -> Int64 { Int64((value * 1000).rounded()) }
}
