package import SeismicTypes
package import StationConfiguration
package import StationRuntime

/// What a person says of a recording that the board file does not know.
package struct RecordingOverrides: Sendable {
  /// A value for one channel code, or for every channel where there is no code.
  package struct ForChannel<Value: Sendable & Equatable>: Sendable {
    package var code: String?
    package var value: Value

    package init(code: String?, value: Value) {
      self.code = code
      self.value = value
    }
  }

  package var files: [String]
  package var channelFilter: String?
  /// Counts per m/s² or m/s.
  package var sensitivities: [ForChannel<Double>] = []
  package var quantities: [ForChannel<Quantity>] = []

  package init(files: [String]) { self.files = files }

  /// The plan of a station whose first source delivers the recording in place of its own counts.
  ///
  /// Orientation, full scale and sensitivity stay the board's where nothing replaces them.
  package func plan(of setup: StationSetup) throws(StationError) -> StationPlan {
    guard var source = setup.board.sources.first else {
      throw .input("\(setup.station.board): sources is empty, expected at least one")
    }
    var settings = RecordingSettings()
    if case .miniseed(let board) = source.driver { settings = board }
    settings.files = files
    if let channelFilter { settings.channelFilter = channelFilter }
    source.driver = .miniseed(settings)
    for index in source.channels.indices {
      let code = source.channels[index].code
      if let value = value(for: code, among: sensitivities) {
        source.channels[index].sensitivityCountsPerUnit = value
        source.channels[index].offsetCounts = 0
      }
      if let value = value(for: code, among: quantities) {
        source.channels[index].quantity = value
      }
    }
    var replayed = setup
    replayed.board.sources = [source]
    let plan = try StationPlan(replayed)
    try checkCodes(against: plan)
    return plan
  }

  /// The value named for the component that a code stands for, else the one for all channels; the
  /// later of two counts.
  private func value<Value>(
    for code: String, among values: [ForChannel<Value>]
  ) -> Value? {
    let component = ChannelComponent(channelCode: code)
    let named = values.last { value in
      value.code.map { ChannelComponent(channelCode: $0) == component } ?? false
    }
    return (named ?? values.last { $0.code == nil })?.value
  }

  /// A code that the recording does not hold is a slip of the pen, not a wish.
  private func checkCodes(against plan: StationPlan) throws(StationError) {
    let recorded = plan.sources[0].description.channels.map { $0.code }
    let codes = sensitivities.map { $0.code } + quantities.map { $0.code }
    for case .some(let code) in codes where !recorded.contains(code) {
      throw .input(
        "channel \(code): not among the recording's channels that are used, "
          + "expected one of \(recorded.joined(separator: ", "))")
    }
  }
}
