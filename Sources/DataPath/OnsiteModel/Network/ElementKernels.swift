/// (a·m + b·n + bias) >> shift: the bias holds half a step and both zero points.
@_optimize(speed) @_noAllocation @_noLocks
func addElements(
  _ step: NetworkStep, _ constants: Int32Memory, _ arena: Int8Memory
) {
  let bias = constants[step.constants]
  let multiplier = constants[step.constants &+ 1]
  let secondMultiplier = constants[step.constants &+ 2]
  let shift = constants[step.constants &+ 3]
  var index = 0
  while index < step.outputChannels {
    // |a·m| ≤ 2⁷ × 2²¹: three such terms stay in 32 bits.
    let sum =
      bias &+ Int32(arena[step.input &+ index]) &* multiplier
      &+ Int32(arena[step.secondInput &+ index]) &* secondMultiplier
    arena[step.output &+ index] = step.stored(Int64(sum &>> shift))
    index &+= 1
  }
}

/// From one scale to another, with the activation's bounds.
@_optimize(speed) @_noAllocation @_noLocks
func rescaleElements(
  _ step: NetworkStep, _ constants: Int32Memory, _ arena: Int8Memory
) {
  let requantizer = Requantizer(
    multiplierQ31: constants[step.constants], shift: constants[step.constants &+ 1])
  var index = 0
  while index < step.outputChannels {
    let element = Int64(arena[step.input &+ index]) &- Int64(step.inputZeroPoint)
    arena[step.output &+ index] = step.stored(requantizer.apply(element))
    index &+= 1
  }
}

/// Each element by the table of its function.
@_optimize(speed) @_noAllocation @_noLocks
func lookUpElements(
  _ step: NetworkStep, _ weights: Int8Memory, _ arena: Int8Memory
) {
  var index = 0
  while index < step.outputChannels {
    let entry = Int(arena[step.input &+ index]) &+ 128
    arena[step.output &+ index] = weights[step.weights &+ entry]
    index &+= 1
  }
}

/// 256·e^(x − max) ÷ Σ e^(x − max) − 128 for each row, rounded to nearest, ties upward.
@_optimize(speed) @_noAllocation @_noLocks
func applySoftmax(
  _ step: NetworkStep, _ constants: Int32Memory, _ arena: Int8Memory
) {
  var row = 0
  while row < step.outputWidth {
    let start = row &* step.outputChannels
    var largest = -128
    var index = 0
    while index < step.outputChannels {
      let element = Int(arena[step.input &+ start &+ index])
      largest = element > largest ? element : largest
      index &+= 1
    }
    // Q30; the largest element adds 2³⁰, so that the sum is never zero.
    var sum: Int64 = 0
    index = 0
    while index < step.outputChannels {
      let difference = largest &- Int(arena[step.input &+ start &+ index])
      sum &+= Int64(constants[step.constants &+ difference])
      index &+= 1
    }
    index = 0
    while index < step.outputChannels {
      let difference = largest &- Int(arena[step.input &+ start &+ index])
      let exponential = Int64(constants[step.constants &+ difference])
      let probability = sum > 0 ? (512 &* exponential &+ sum) / (2 &* sum) : 0
      arena[step.output &+ start &+ index] = Int8(
        truncatingIfNeeded: clamp(probability &- 128, -128, 127))
      index &+= 1
    }
    row &+= 1
  }
}
