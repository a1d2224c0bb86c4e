/// The memory of an algorithm's sliding windows, allocated once at the start.
///
/// The trigger's state is plain bytes, which the hot path may copy without counting references; so the
/// memory has an owner beside it, and whoever holds the trigger holds that, too.
///
/// `@safe`: the memory is initialised at once and freed with the last owner.
@safe
package final class WindowMemory: @unchecked Sendable {
  // @unchecked Sendable: only the one trigger built on it touches the samples.
  let samples: UnsafeMutablePointer<Int32>
  let sampleCount: Int64

  /// The memory that a ratio of this algorithm and these lengths needs; nil for recursive averages.
  package init?(_ algorithm: Trigger.Algorithm, _ lengths: WindowLengths) {
    switch algorithm {
    case .recursive, .allen: return nil
    case .classic, .delayed:
      sampleCount = lengths.shortTermSampleCount + lengths.longTermSampleCount
    }
    unsafe samples = .allocate(capacity: Int(sampleCount))
    unsafe samples.initialize(repeating: 0, count: Int(sampleCount))
  }

  deinit { unsafe samples.deallocate() }

  package var byteCount: Int { Int(sampleCount) * MemoryLayout<Int32>.stride }
}
