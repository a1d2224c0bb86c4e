/// A full-integer TFLite model, ready to run in the memory that a `NetworkMemory` owns.
///
/// Feed every input, invoke, read: an invocation may overwrite the inputs' memory.
///
/// Arithmetic: int8 × int8 products are summed in 32 bits (a model whose sums could leave them is
/// refused) and brought to the next layer's scale by one multiplication and one rounding
/// (`Requantizer`), so that results are the same bits on every board. A last layer that is fully
/// connected keeps its 32-bit accumulators, which give the outputs without the loss of int8.
///
/// `@safe`: the lists are read below their counts only, and `NetworkBuilder` has checked every place
/// that a step names.
@safe
package struct Network: BitwiseCopyable {
  private let tables: NetworkTables
  private let weights: Int8Memory
  private let wideWeights: Int16Memory
  private let constants: Int32Memory
  private let arena: Int8Memory
  private let patch: Int16Memory
  private let accumulators: Int32Memory
  /// Elements of all inputs together.
  package let inputCount: Int

  init(
    tables: NetworkTables, weights: Int8Memory, wideWeights: Int16Memory, constants: Int32Memory,
    arena: Int8Memory, patch: Int16Memory, accumulators: Int32Memory, inputElementCount: Int
  ) {
    self.tables = tables
    self.weights = weights
    self.wideWeights = wideWeights
    self.constants = constants
    self.arena = arena
    self.patch = patch
    self.accumulators = accumulators
    inputCount = inputElementCount
  }

  /// Elements of all outputs together.
  package var outputCount: Int { @_noAllocation @_noLocks get { tables.outputCount } }

  // MARK: Input

  /// Feeds the elements of all inputs, already quantised; false when their number is another.
  @_noAllocation @_noLocks
  package func setInput(_ elements: Span<Int8>) -> Bool {
    guard elements.count == inputCount else { return false }
    var next = 0
    var tensor = 0
    while tensor < tables.inputCount {
      let stretch = unsafe tables.inputs[tensor]
      var index = 0
      while index < stretch.count {
        arena[stretch.start &+ index] = elements[next]
        next &+= 1
        index &+= 1
      }
      tensor &+= 1
    }
    return true
  }

  /// Feeds features in Q16, in the order of the model's contract, and quantises them.
  ///
  /// Each element is (feature − offset) × scale ÷ the input's scale, by one multiplication and one
  /// rounding, ties upward, plus the input's zero point, held inside int8.
  ///
  /// - Returns: How many elements lay outside the int8 range (few of those that were learnt from do),
  ///   or nil, with nothing fed, when the number of features is not `inputCount` or the model has no
  ///   contract.
  @_noAllocation @_noLocks
  package func setFeatures(_ featuresQ16: Span<Int64>) -> Int? {
    guard featuresQ16.count == inputCount, tables.featureCount > 0 else { return nil }
    var outsideCount = 0
    var next = 0
    var line = 0
    while line < tables.featureCount {
      let scaling = unsafe tables.features[line]
      var index = 0
      while index < scaling.count {
        let element = scaling.element(of: featuresQ16[next])
        let held = clamp(element, -128, 127)
        outsideCount &+= held == element ? 0 : 1
        arena[scaling.start &+ index] = Int8(truncatingIfNeeded: held)
        next &+= 1
        index &+= 1
      }
      line &+= 1
    }
    return outsideCount
  }

  /// Feeds one element of a contract's feature in Q16, quantised as `setFeatures` does.
  ///
  /// - Parameters:
  ///   - featureQ16: The value.
  ///   - line: Which feature of the contract, 0 ≤ line; nothing is fed beyond the last.
  /// - Returns: Whether the element lay inside the int8 range.
  @_noAllocation @_noLocks
  package func setFeature(_ featureQ16: Int64, ofLine line: Int) -> Bool {
    guard line >= 0, line < tables.featureCount else { return false }
    let scaling = unsafe tables.features[line]
    let element = scaling.element(of: featureQ16)
    let held = clamp(element, -128, 127)
    arena[scaling.start] = Int8(truncatingIfNeeded: held)
    return held == element
  }

  // MARK: Inference

  /// Runs the network once.
  @_optimize(speed) @_noAllocation @_noLocks
  package func invoke() {
    var index = 0
    while index < tables.stepCount {
      let step = unsafe tables.steps[index]
      switch step.kernel {
      case .convolution: convolve(step, wideWeights, constants, arena, patch, accumulators)
      case .depthwise: convolveDepthwise(step, weights, constants, arena, accumulators)
      case .averagePool: poolAverage(step, arena)
      case .maxPool: poolMaximum(step, arena)
      case .add: addElements(step, constants, arena)
      case .rescale: rescaleElements(step, constants, arena)
      case .table: lookUpElements(step, weights, arena)
      case .softmax: applySoftmax(step, constants, arena)
      }
      index &+= 1
    }
  }

  // MARK: Output

  /// An output element, 0 ≤ index < `outputCount`, as the model's int8: with it interpreters are
  /// compared.
  @_noAllocation @_noLocks
  package func output(_ index: Int) -> Int8 {
    guard index >= 0, index < tables.outputCount else { return 0 }
    return arena[unsafe tables.outputs[index].place]
  }

  /// The accumulator of an output element; nil where no fully connected layer without activation is
  /// last.
  @_noAllocation @_noLocks
  package func accumulator(_ index: Int) -> Int32? {
    guard index >= 0, index < tables.outputCount else { return nil }
    let place = unsafe tables.outputs[index].accumulator
    return place < 0 ? nil : accumulators[place]
  }

  /// An output element's real value in Q16, by one multiplication and one rounding, ties upward: from
  /// its accumulator where it has one, else from its int8.
  @_noAllocation @_noLocks
  package func valueQ16(_ index: Int) -> Int64 {
    guard index >= 0, index < tables.outputCount else { return 0 }
    let reading = unsafe tables.outputs[index]
    let steps =
      reading.accumulator < 0
      ? Int64(truncatingIfNeeded: arena[reading.place])
        &- Int64(truncatingIfNeeded: reading.zeroPoint)
      : Int64(truncatingIfNeeded: accumulators[reading.accumulator])
    return reading.toQ16.apply(steps)
  }
}

extension NetworkLayout.FeatureScaling {
  /// The input element of a feature before it is held inside int8.
  @_noAllocation @_noLocks
  func element(of featureQ16: Int64) -> Int64 {
    let limit: Int64 = 1 &<< 31
    // Held first so that the difference cannot wrap, then so that its product stays in 64 bits.
    let difference = clamp(featureQ16, -2 &* limit, 2 &* limit) &- offsetQ16
    return requantizer.apply(clamp(difference, 0 &- limit, limit))
      &+ Int64(truncatingIfNeeded: zeroPoint)
  }
}

/// The value held inside low…high.
@inline(__always) @_noAllocation @_noLocks
func clamp(_ value: Int64, _ low: Int64, _ high: Int64) -> Int64 {
  value < low ? low : (value > high ? high : value)
}
