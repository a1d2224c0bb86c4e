import Foundation
import Testing

@testable import SlowChannels

@Suite("The tails of the distributions")
struct TailTests {
  @Test(
    "of the normal distribution agree with erfc", arguments: [500, 1000, 2000, 2576, 3000, 5000])
  func normal(zThousandths: Int64) {
    let expected = erfc(Double(zThousandths) / 1000 / 2.0.squareRoot()) / 2 * 1e9
    #expect(abs(Double(normalTailPartsPerBillion(zThousandths: zThousandths)) - expected) < 2)
  }

  @Test("of the Poisson distribution agree with the sum in floating point, for every count")
  func poisson() {
    for meanTenths in 1...160 {
      let mean = Double(meanTenths) / 10
      let meanQ16 = Int64((mean * 65536).rounded())
      var term = exp(-Double(meanQ16) / 65536)
      var tail = 1.0
      for count in 1...60 as ClosedRange<Int64> {
        tail -= term
        term *= Double(meanQ16) / 65536 / Double(count)
        for limit in [1_349_898, 22_750_131] as [Int64]
        where abs(tail * 1e9 - Double(limit)) > 1 {
          #expect(
            poissonTailIsBelow(count: count, meanQ16: meanQ16, partsPerBillion: limit)
              == (tail * 1e9 < Double(limit)))
        }
      }
    }
  }

  @Test("of the Poisson distribution know the smallest case by heart")
  func poissonByHand() {
    // P(N ≥ 1 | 0.001) = 0.0009995, P(N ≥ 2 | 1) = 0.264, P(N ≥ 0) = 1.
    #expect(poissonTailIsBelow(count: 1, meanQ16: 65, partsPerBillion: 1_349_898))
    #expect(!poissonTailIsBelow(count: 2, meanQ16: 65_536, partsPerBillion: 264_000_000))
    #expect(poissonTailIsBelow(count: 2, meanQ16: 65_536, partsPerBillion: 264_500_000))
    #expect(!poissonTailIsBelow(count: 0, meanQ16: 65_536, partsPerBillion: 999_999_999))
  }
}
