import SeismicTypes

/// How many signatures a source may have verified: one bucket for each (source address, kid).
///
/// A bucket holds 200 tokens and gains 50 in a second. The table is bounded: when it is full the
/// bucket unused for longest gives way, so that no flood of addresses can keep a station out; a
/// source that returns starts with a full bucket.
struct TokenBuckets {
  private struct Bucket: BitwiseCopyable {
    var highBits: UInt64
    var lowBits: UInt64
    var keyIdentifier: UInt64
    /// The tokens, in the time it takes to gain them.
    var creditNanoseconds: Int64
    var lastUse: MonotonicInstant
  }

  static var tokenNanoseconds: Int64 { 1_000_000_000 / 50 }
  static var fullNanoseconds: Int64 { 200 * tokenNanoseconds }

  private var buckets: [Bucket] = []
  private let capacity: Int

  init(capacity: Int) {
    self.capacity = max(1, capacity)
    buckets.reserveCapacity(self.capacity)
  }

  /// Takes a token; false when the bucket is empty.
  mutating func take(
    from source: SourceAddress, key: KeyIdentifier, at now: MonotonicInstant
  ) -> Bool {
    let index = index(source, key, now)
    let elapsed = max(0, now.nanoseconds &- buckets[index].lastUse.nanoseconds)
    // Both are at most 4 s here, so that nothing overflows.
    let gained = min(elapsed, Self.fullNanoseconds)
    let credit = min(Self.fullNanoseconds, buckets[index].creditNanoseconds + gained)
    buckets[index].lastUse = max(now, buckets[index].lastUse)
    let isEnough = credit >= Self.tokenNanoseconds
    buckets[index].creditNanoseconds = isEnough ? credit - Self.tokenNanoseconds : credit
    return isEnough
  }

  /// The bucket of a source and key, a full one if there is none yet.
  private mutating func index(
    _ source: SourceAddress, _ key: KeyIdentifier, _ now: MonotonicInstant
  ) -> Int {
    var oldest = 0
    for index in buckets.indices {
      let bucket = buckets[index]
      if bucket.keyIdentifier == key.rawValue, bucket.lowBits == source.lowBits,
        bucket.highBits == source.highBits
      {
        return index
      }
      if bucket.lastUse < buckets[oldest].lastUse { oldest = index }
    }
    let bucket = Bucket(
      highBits: source.highBits, lowBits: source.lowBits, keyIdentifier: key.rawValue,
      creditNanoseconds: Self.fullNanoseconds, lastUse: now)
    guard buckets.count == capacity else {
      buckets.append(bucket)
      return buckets.count - 1
    }
    buckets[oldest] = bucket
    return oldest
  }
}
