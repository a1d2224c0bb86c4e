internal import Conditioning
internal import OnsiteModel
internal import Triggering

/// What a pipeline is built from at the start, an error of each part named as its source's.
extension StationPipeline {
  static func makeConditioner(
    _ parameters: Parameters
  ) throws(StationError) -> Conditioner {
    do throws(ConditioningError) {
      return try Conditioner(parameters.conditioner)
    } catch {
      throw .conditioning(source: parameters.sourceName, error)
    }
  }

  static func makeWindowMemory(
    _ parameters: Parameters
  ) throws(StationError) -> WindowMemory? {
    do throws(TriggeringError) {
      return try parameters.trigger.makeWindowMemory()
    } catch {
      throw .triggering(source: parameters.sourceName, error)
    }
  }

  /// The trigger, its floor brought from band-passed counts to the scale of its own counts.
  static func makeTrigger(
    _ parameters: Parameters, scaleBits: Int64, in memory: WindowMemory?
  ) throws(StationError) -> Trigger {
    var trigger = parameters.trigger
    trigger.minimumLongTermCounts = min(trigger.minimumLongTermCounts << scaleBits, (1 << 22) - 1)
    do throws(TriggeringError) {
      return try Trigger(trigger, in: memory)
    } catch {
      throw .triggering(source: parameters.sourceName, error)
    }
  }

  /// What predicts, and the memory of its network; the linear fallback has none.
  static func makeEstimator(
    _ model: StationModel?
  ) throws(StationError) -> (NetworkMemory?, OnsiteEstimator) {
    guard let model else { return (nil, OnsiteEstimator()) }
    let memory = try model.makeMemory()
    return (memory, try model.estimator(in: memory))
  }
}
