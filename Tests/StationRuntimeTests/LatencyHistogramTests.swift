import StationRuntime
import Testing

@Suite("The histogram of latencies")
struct LatencyHistogramTests {
  @Test("counts every sample of a block by its own age")
  func ages() {
    var histogram = LatencyHistogram()
    histogram.count(newestAge: 90_000, sampleCount: 3, periodNanoseconds: 10_000_000)
    histogram.count(newestAge: 30_000_000_000, sampleCount: 1, periodNanoseconds: 10_000_000)
    #expect(histogram.count == 4)
    #expect(
      histogram.text
        == "samples=4 longestMicroseconds=30000000 upTo100us=1 upTo20000us=1 upTo50000us=1 more=1")
  }

  @Test("tells samples that were stamped ahead of time")
  func early() {
    var histogram = LatencyHistogram()
    histogram.count(newestAge: -1_000_000, sampleCount: 1, periodNanoseconds: 1)
    #expect(histogram.text == "samples=1 longestMicroseconds=0 early=1 upTo100us=1")
  }
}
