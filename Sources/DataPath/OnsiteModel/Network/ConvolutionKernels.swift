/// Each filter against each patch of the input: fully connected layers and convolutions.
///
/// Shapes: input [inputHeight, inputWidth, inputChannels], weights [outputChannels, filterHeight,
/// filterWidth, inputChannels], output [outputHeight, outputWidth, outputChannels], all int8 and
/// row-major. A patch that reaches over the edge is gathered first, with the zero point outside; the
/// bias has the zero point's share in it.
@_noAllocation @_noLocks
func convolve(
  _ step: NetworkStep, _ weights: Int8Memory, _ constants: Int32Memory,
  _ arena: Int8Memory, _ accumulators: Int32Memory
) {
  let patchCount = step.filterHeight &* step.filterWidth &* step.inputChannels
  let filterCount = step.outputChannels
  let isContiguous = step.isWindowContiguous
  var position = 0
  var row = 0
  while row < step.outputHeight {
    let top = row &* step.strideHeight &- step.paddingTop
    var column = 0
    while column < step.outputWidth {
      let left = column &* step.strideWidth &- step.paddingLeft
      var patch = step.input &+ (top &* step.inputWidth &+ left) &* step.inputChannels
      let isInside =
        top >= 0 && left >= 0 && top &+ step.filterHeight <= step.inputHeight
        && left &+ step.filterWidth <= step.inputWidth
      if !(isContiguous && isInside) {
        gatherPatch(step, top: top, left: left, arena)
        patch = step.patch
      }
      var filter = 0
      while filter < filterCount {
        let start = step.weights &+ filter &* patchCount
        let sum = dotProduct(weights, from: start, arena, from: patch, count: patchCount)
        let accumulator = sum &+ constants[step.constants &+ filter]
        let requantizer = Requantizer(
          multiplierQ31: constants[step.constants &+ filterCount &+ filter],
          shift: constants[step.constants &+ 2 &* filterCount &+ filter])
        arena[step.output &+ position] = step.stored(requantizer.apply(Int64(accumulator)))
        if step.accumulators >= 0 { accumulators[step.accumulators &+ position] = accumulator }
        position &+= 1
        filter &+= 1
      }
      column &+= 1
    }
    row &+= 1
  }
}

/// The sum of products of two stretches of the same count.
@inline(__always) @_noAllocation @_noLocks
private func dotProduct(
  _ weights: Int8Memory, from firstWeight: Int, _ arena: Int8Memory, from firstElement: Int,
  count: Int
) -> Int32 {
  var sum: Int32 = 0
  var index = 0
  while index < count {
    sum &+= Int32(weights[firstWeight &+ index]) &* Int32(arena[firstElement &+ index])
    index &+= 1
  }
  return sum
}

/// Copies the patch whose first element is at (top, left), the zero point where it is outside.
@_noAllocation @_noLocks
private func gatherPatch(
  _ step: NetworkStep, top: Int, left: Int, _ arena: Int8Memory
) {
  let outside = Int8(truncatingIfNeeded: step.inputZeroPoint)
  var target = step.patch
  var filterRow = 0
  while filterRow < step.filterHeight {
    let row = top &+ filterRow &* step.dilationHeight
    var filterColumn = 0
    while filterColumn < step.filterWidth {
      let column = left &+ filterColumn &* step.dilationWidth
      let isInside =
        row >= 0 && row < step.inputHeight && column >= 0 && column < step.inputWidth
      let source = step.input &+ (row &* step.inputWidth &+ column) &* step.inputChannels
      var channel = 0
      while channel < step.inputChannels {
        arena[target] = isInside ? arena[source &+ channel] : outside
        target &+= 1
        channel &+= 1
      }
      filterColumn &+= 1
    }
    filterRow &+= 1
  }
}

/// Each channel's own filters: weights [filterHeight, filterWidth, outputChannels], where
/// `depthMultiplier` successive output channels belong to one input channel.
@_noAllocation @_noLocks
func convolveDepthwise(
  _ step: NetworkStep, _ weights: Int8Memory, _ constants: Int32Memory,
  _ arena: Int8Memory, _ accumulators: Int32Memory
) {
  var position = step.output
  var row = 0
  while row < step.outputHeight {
    var column = 0
    while column < step.outputWidth {
      accumulateDepthwise(
        step, top: row &* step.strideHeight &- step.paddingTop,
        left: column &* step.strideWidth &- step.paddingLeft, weights, constants, arena,
        accumulators)
      var channel = 0
      while channel < step.outputChannels {
        let requantizer = Requantizer(
          multiplierQ31: constants[step.constants &+ step.outputChannels &+ channel],
          shift: constants[step.constants &+ 2 &* step.outputChannels &+ channel])
        arena[position] = step.stored(
          requantizer.apply(Int64(accumulators[step.accumulators &+ channel])))
        position &+= 1
        channel &+= 1
      }
      column &+= 1
    }
    row &+= 1
  }
}

@_noAllocation @_noLocks
private func accumulateDepthwise(
  _ step: NetworkStep, top: Int, left: Int, _ weights: Int8Memory, _ constants: Int32Memory,
  _ arena: Int8Memory, _ accumulators: Int32Memory
) {
  var channel = 0
  while channel < step.outputChannels {
    accumulators[step.accumulators &+ channel] = constants[step.constants &+ channel]
    channel &+= 1
  }
  var filterRow = 0
  while filterRow < step.filterHeight {
    let row = top &+ filterRow &* step.dilationHeight
    var filterColumn = 0
    while filterColumn < step.filterWidth {
      let column = left &+ filterColumn &* step.dilationWidth
      if row >= 0 && row < step.inputHeight && column >= 0 && column < step.inputWidth {
        let source = step.input &+ (row &* step.inputWidth &+ column) &* step.inputChannels
        let filter =
          step.weights
          &+ (filterRow &* step.filterWidth &+ filterColumn) &* step.outputChannels
        accumulateChannels(step, weights, from: filter, arena, from: source, accumulators)
      }
      filterColumn &+= 1
    }
    filterRow &+= 1
  }
}

@inline(__always) @_noAllocation @_noLocks
private func accumulateChannels(
  _ step: NetworkStep, _ weights: Int8Memory, from firstWeight: Int, _ arena: Int8Memory,
  from firstElement: Int, _ accumulators: Int32Memory
) {
  let sums = step.accumulators
  let zeroPoint = step.inputZeroPoint
  if step.depthMultiplier == 1 {
    var channel = 0
    while channel < step.inputChannels {
      let element = Int32(arena[firstElement &+ channel]) &- zeroPoint
      accumulators[sums &+ channel] &+= element &* Int32(weights[firstWeight &+ channel])
      channel &+= 1
    }
    return
  }
  var output = 0
  while output < step.outputChannels {
    let element = Int32(arena[firstElement &+ output / step.depthMultiplier]) &- zeroPoint
    accumulators[sums &+ output] &+= element &* Int32(weights[firstWeight &+ output])
    output &+= 1
  }
}

extension NetworkStep {
  /// A requantised result with the zero point, held inside the activation's bounds.
  @inline(__always) @_noAllocation @_noLocks
  func stored(_ requantised: Int64) -> Int8 {
    Int8(
      truncatingIfNeeded: clamp(
        requantised &+ Int64(outputZeroPoint), Int64(minimum), Int64(maximum)))
  }
}
