import Foundation
import Testing

@testable import OnsiteModel

struct RequantizerTests {
  /// The single-rounding column of our own vectors: real multiplier, q31, shift, x, double, single.
  @Test func matchesTheVectorsExactly() throws {
    let url = ModelBytes.root.appending(path: "requantization/mbqm.csv")
    let rows = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").dropFirst()
    #expect(rows.count == 1024)
    for row in rows {
      let fields = row.split(separator: ",").map(String.init)
      let multiplier = try #require(Double(fields[0]))
      let requantizer = try #require(Requantizer(multiplier))
      #expect(requantizer.multiplierQ31 == Int32(fields[1]), "\(row)")
      #expect(31 - requantizer.shift == Int32(fields[2]), "\(row)")
      let value = try #require(Int64(fields[3]))
      #expect(requantizer.apply(value) == Int64(fields[5]), "\(row)")
    }
  }

  @Test func tiesGoUpward() throws {
    let half = try #require(Requantizer(0.5))
    #expect([-3, -1, 1, 3].map { half.apply($0) } == [-1, 0, 1, 2])
  }

  @Test func theWholeRangeStaysInside64Bits() throws {
    for exponent in -40...29 {
      let requantizer = try #require(Requantizer(1.999999999 * pow(2, Double(exponent))))
      for value in [Int64(Int32.min), Int64(Int32.max), -(1 << 31), 1 << 31, 0] {
        let exact = Double(value) * 1.999999999 * pow(2, Double(exponent))
        #expect(abs(Double(requantizer.apply(value)) - exact) <= abs(exact) * 1e-9 + 0.5 + 1e-9)
      }
    }
    #expect(Requantizer(0x1p30) == nil)
    #expect(Requantizer(Double(0x1p30).nextDown) == nil)
    #expect(Requantizer(-1) == nil)
    #expect(Requantizer(.nan) == nil)
    #expect(Requantizer(0x1p-33)?.apply(1 << 31) == 0)
  }
}

struct ExponentialTableTests {
  @Test func isTheExponential() {
    for index in 0...4000 {
      let x = Double(index) * 0.01
      let got = Double(ExponentialTable.exponentialQ60(ofMinus: x)) * 0x1p-60
      #expect(abs(got - exp(-x)) < 1e-15)
    }
    #expect(ExponentialTable.exponentialQ60(ofMinus: 1e9) == 0)
  }

  @Test func logisticIsRoundedToNearest() {
    for index in -3000...3000 {
      let x = Double(index) * 0.00317
      let expected = min((256 / (1 + exp(-x)) + 0.5).rounded(.down), 255)
      #expect(Double(ExponentialTable.logistic256(x)) == expected, "\(x)")
    }
  }
}

struct ArenaPlanTests {
  @Test func blocksThatLiveTogetherNeverOverlap() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<50 {
      var plan = ArenaPlan()
      for _ in 0..<12 {
        let first = Int.random(in: -1..<10, using: &random)
        _ = plan.add(
          ArenaPlan.Block(
            byteCount: Int.random(in: 1...300, using: &random), firstStep: first,
            lastStep: first + Int.random(in: 0...4, using: &random)))
      }
      plan.place()
      for (index, one) in plan.blocks.enumerated() {
        #expect(one.start >= 0 && one.start + one.byteCount <= plan.byteCount)
        for other in plan.blocks[..<index]
        where one.firstStep <= other.lastStep && other.firstStep <= one.lastStep {
          let isApart =
            one.start + one.byteCount <= other.start || other.start + other.byteCount <= one.start
          #expect(isApart, "\(plan.blocks)")
        }
      }
    }
  }

  @Test func aChainTakesTwoBlocks() {
    var plan = ArenaPlan()
    for step in 0..<10 {
      _ = plan.add(ArenaPlan.Block(byteCount: 64, firstStep: step, lastStep: step + 1))
    }
    plan.place()
    #expect(plan.byteCount == 128)
  }
}

/// Whole models; the outputs themselves are held to ai-edge-litert by Tests/Model.
struct NetworkTests {
  private func load(_ name: String) throws -> NetworkMemory {
    try NetworkMemory(ModelBytes(name).bytes)
  }

  /// Feeds an input and runs the network; false where the number of elements is another.
  private func run(_ memory: NetworkMemory, _ input: [Int8]) -> Bool {
    let isFed = memory.network.setInput(input.span)
    if isFed { memory.network.invoke() }
    return isFed
  }

  private func outsideCount(_ memory: NetworkMemory, _ features: [Int64]) -> Int? {
    memory.network.setFeatures(features.span)
  }

  @Test(arguments: [
    ("mlp", 50, 7), ("mlp_per_tensor", 50, 7), ("mlp_activations", 24, 5), ("softmax", 16, 6),
    ("cnn_1d", 384, 4), ("cnn_2d", 480, 5), ("depthwise", 128, 3), ("cnn_large", 1536, 7),
    ("tiny", 192, 4), ("contract", 24, 5),
  ])
  func loadsWithinItsLimits(name: String, inputCount: Int, outputCount: Int) throws {
    let memory = try load(name)
    #expect(memory.network.inputCount == inputCount)
    #expect(memory.network.outputCount == outputCount)
    #expect(memory.plan.arenaByteCount <= 65_536)
    #expect(memory.plan.multiplyAccumulateCount > 0)
  }

  @Test func anInvocationDependsOnItsInputAlone() throws {
    let network = try load("cnn_2d")
    let first = (0..<480).map { Int8(truncatingIfNeeded: $0 &* 37) }
    let second = (0..<480).map { Int8(truncatingIfNeeded: $0 &* $0) }
    func outputs(_ input: [Int8]) -> [Int8] {
      #expect(run(network, input))
      return (0..<5).map { network.network.output($0) }
    }
    let expected = outputs(first)
    #expect(outputs(second) != expected)
    #expect(outputs(first) == expected)
  }

  @Test func softmaxSumsToOne() throws {
    let memory = try load("softmax")
    let input = (0..<16).map { Int8($0 * 11 - 80) }
    #expect(run(memory, input))
    let sum = (0..<6).map { memory.network.valueQ16($0) }.reduce(0, +)
    #expect(abs(sum - 65_536) <= 6 * 128)
    #expect(memory.network.accumulator(0) == nil)
  }

  @Test func theLastLayerIsFinerThanInt8() throws {
    let memory = try load("mlp")
    let file = memory.file
    let scale = Double(file.tensors[file.outputs[0]].quantizationScales[0])
    let zeroPoint = Double(file.tensors[file.outputs[0]].zeroPoints[0])
    let input = (0..<50).map { Int8(($0 * 29) % 100 - 50) }
    #expect(run(memory, input))
    for index in 0..<7 {
      let fine = Double(memory.network.valueQ16(index)) / 65_536
      let coarse = (Double(memory.network.output(index)) - zeroPoint) * scale
      #expect(abs(fine - coarse) <= scale / 2 + 2e-5)
      #expect(memory.network.accumulator(index) != nil)
    }
  }

  @Test func countsAreChecked() throws {
    let memory = try load("contract")
    let short: [Int8] = [1, 2, 3]
    #expect(!run(memory, short))
    let features: [Int64] = [1, 2, 3]
    #expect(outsideCount(memory, features) == nil)
    #expect(memory.network.output(99) == 0)
    #expect(memory.network.accumulator(-1) == nil)
    let whole = [Int64](repeating: 0, count: 50)
    #expect(outsideCount(try load("mlp"), whole) == nil)
  }

  @Test func featuresAreStandardisedAndQuantised() throws {
    let memory = try load("contract")
    let contract = try #require(memory.contract)
    let quantization = try memory.file.tensors[memory.file.inputs[0]].activationQuantization()
    var features = [Int64](repeating: 0, count: 24)
    features[0] = -98_304 + 65_536
    features[1] = -65_536 - 32_768
    var elements = [Int8](repeating: Int8(quantization.zeroPoint), count: 24)
    for (index, real) in [1.0, -0.5].enumerated() {
      let element = (real / Double(quantization.scale) + 0.5).rounded(.down)
      elements[index] = Int8(element + Double(quantization.zeroPoint))
    }
    #expect(outsideCount(memory, features) == 0)
    memory.network.invoke()
    let byFeatures = (0..<5).map { memory.network.output($0) }
    #expect(run(memory, elements))
    #expect((0..<5).map { memory.network.output($0) } == byFeatures)
    features[0] = .max
    features[1] = .min
    #expect(outsideCount(memory, features) == 2)
    #expect(contract.features[0].offsetQ16 == -98_304)
  }
}
