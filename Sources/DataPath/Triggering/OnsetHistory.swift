/// The memory of an `OnsetRefiner`, allocated once: the last trigger counts, one value of the
/// criterion for each place, and the logarithms of the lengths.
///
/// The class owns the memory for as long as it lives; only its `OnsetRefiner` writes and reads it.
/// `@safe`: the memory is initialised at once and freed with the only owner.
@safe
final class OnsetHistory {
  /// A power of two, so that a sample index finds its place by a mask.
  let capacity: Int64
  let counts: UnsafeMutablePointer<Int32>
  /// The criterion at each candidate of one search, Q40.24.
  let criterion: UnsafeMutablePointer<Int64>
  /// log10 of 0 … capacity, Q8.24; that of zero is never read.
  let logarithms: UnsafeMutablePointer<Int32>

  init(minimumSampleCount: Int64, logarithm: (Int64) -> Int32) {
    var capacity: Int64 = 64
    while capacity < minimumSampleCount { capacity *= 2 }
    self.capacity = capacity
    let count = Int(capacity)
    unsafe counts = UnsafeMutablePointer<Int32>.allocate(capacity: count)
    unsafe counts.initialize(repeating: 0, count: count)
    unsafe criterion = UnsafeMutablePointer<Int64>.allocate(capacity: count)
    unsafe criterion.initialize(repeating: 0, count: count)
    unsafe logarithms = UnsafeMutablePointer<Int32>.allocate(capacity: count + 1)
    unsafe logarithms.initialize(repeating: 0, count: count + 1)
    for length in 1...count { unsafe logarithms[length] = logarithm(Int64(length)) }
  }

  deinit {
    unsafe counts.deallocate()
    unsafe criterion.deallocate()
    unsafe logarithms.deallocate()
  }
}
