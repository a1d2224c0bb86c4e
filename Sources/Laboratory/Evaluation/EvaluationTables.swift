/// Every table that an evaluation fills, record by record.
package struct EvaluationTables: Sendable {
  package private(set) var predictions: PredictionTable
  package private(set) var features = FeatureTable()
  package private(set) var noise = NoiseTable()
  package private(set) var delays = DelayTable()
  /// Why records could not be run, in their order.
  package private(set) var failures: [EvaluationError] = []

  package init(windowsMilliseconds: [Int32]) {
    predictions = PredictionTable(windowsMilliseconds: windowsMilliseconds)
  }

  /// Adds what became of a record; one that could not be run still has its empty rows.
  package mutating func add(
    _ record: DatasetRecord, _ result: Result<RecordOutcome, EvaluationError>
  ) {
    switch result {
    case .success(let outcome): add(record, outcome)
    case .failure(let error):
      failures.append(error)
      if !record.isNoise { predictions.add(record, nil) }
    }
  }

  private mutating func add(_ record: DatasetRecord, _ outcome: RecordOutcome) {
    guard !record.isNoise else {
      noise.add(record, outcome)
      return
    }
    predictions.add(record, outcome)
    delays.add(record, outcome)
    if case .known = record.gain { features.add(record, outcome) }
  }
}
