import FixedPoint
import Testing

struct SquareRootTests {
  @Test func isTheLargestWholeRoot() {
    var values: [UInt128] = [0, 1, 2, 3, 4, 15, 16, 17, UInt128.max, UInt128.max - 1]
    for bits in 1..<128 {
      let power: UInt128 = 1 << UInt128(bits)
      values += [power - 1, power, power + 1, UInt128.random(in: power...(power - 1) * 2 + 1)]
    }
    for value in values {
      let root = UInt128(squareRoot(value))
      #expect(root * root <= value)
      let next = (root + 1).multipliedReportingOverflow(by: root + 1)
      #expect(next.overflow || next.partialValue > value)
    }
  }

  @Test func squaresAreExactAtTheEnds() {
    #expect(squared(Int64.min) == 1 << 126)
    #expect(squared(-3) == 9)
    var sum: UInt128 = 5
    addSquare(of: Int64.max, to: &sum)
    #expect(sum == 5 + UInt128(Int64.max) * UInt128(Int64.max))
  }
}
