package import SeismicTypes

/// A view of one block in a `SampleRing`; the compiler refuses to use it after the release.
@safe package struct SampleBlock: ~Copyable, ~Escapable {
  package let header: SampleBlockHeader
  private let start: UnsafePointer<Int32>
  private let count: Int

  @_lifetime(immortal)
  @_noAllocation @_noLocks
  @unsafe init(header: SampleBlockHeader, start: UnsafePointer<Int32>, count: Int) {
    self.header = header
    unsafe self.start = start
    self.count = count
  }

  /// Raw counts, interleaved: shape [sampleCount][channelCount].
  ///
  /// The compiler lets an annotated function take a `Span` but not make one, so the thread's own
  /// loop, which is not annotated, passes `block.counts` to the stages, which are.
  package var counts: Span<Int32> {
    @_lifetime(copy self)
    @_noAllocation @_noLocks
    get {
      return unsafe _overrideLifetime(Span(_unsafeStart: start, count: count), copying: self)
    }
  }
}
