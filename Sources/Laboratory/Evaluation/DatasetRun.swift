internal import Foundation
internal import Synchronization

/// Runs the records of a data set, several at a time; the outcomes come in the records' order.
package struct DatasetRun: Sendable {
  private let evaluator: RecordEvaluator
  private let workerCount: Int

  /// A run with one worker a processor, or as many as are asked for.
  package init(_ evaluator: RecordEvaluator, workerCount: Int? = nil) {
    self.evaluator = evaluator
    self.workerCount = workerCount ?? ProcessInfo.processInfo.activeProcessorCount
  }

  /// Evaluates every record.
  ///
  /// - Parameters:
  ///   - records: Any of a data set.
  ///   - progress: Told after each record how many are done, in rising order, by one thread at a time.
  /// - Returns: One result a record, in their order: its outcome, or why it could not be run.
  package func outcomes(
    of records: [DatasetRecord], progress: @Sendable (Int) -> Void
  ) -> [Result<RecordOutcome, EvaluationError>] {
    let next = Atomic<Int>(0)
    let finished = Mutex<[(Int, Result<RecordOutcome, EvaluationError>)]>([])
    DispatchQueue.concurrentPerform(iterations: max(1, workerCount)) { _ in
      while true {
        // Ordering: relaxed; only who takes which record hangs on it.
        let place = next.add(1, ordering: .relaxed).oldValue
        guard place < records.count else { return }
        let result = result(of: records[place])
        finished.withLock {
          $0.append((place, result))
          progress($0.count)
        }
      }
    }
    return finished.withLock { $0.sorted { $0.0 < $1.0 }.map(\.1) }
  }

  private func result(of record: DatasetRecord) -> Result<RecordOutcome, EvaluationError> {
    do throws(EvaluationError) {
      return .success(try evaluator.evaluate(record))
    } catch {
      return .failure(error)
    }
  }
}
