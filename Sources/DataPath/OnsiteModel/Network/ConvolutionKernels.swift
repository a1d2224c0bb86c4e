/// Each filter against each patch of the input: fully connected layers and convolutions.
///
/// Shapes: input [inputHeight, inputWidth, inputChannels] and output [outputHeight, outputWidth,
/// outputChannels] in int8, weights [outputChannels, rowCount] in int16, all row-major. Each patch is
/// gathered into 16-bit elements first, with the zero point where it reaches over the edge; the bias
/// has the zero point's share in it.
@_optimize(speed) @_noAllocation @_noLocks
func convolve(
  _ step: NetworkStep, _ weights: Int16Memory, _ constants: Int32Memory, _ arena: Int8Memory,
  _ patch: Int16Memory, _ accumulators: Int32Memory
) {
  let isContiguous = step.isWindowContiguous
  let patchCount = step.patchCount
  var position = 0
  var row = 0
  while row < step.outputHeight {
    let top = row &* step.strideHeight &- step.paddingTop
    var column = 0
    while column < step.outputWidth {
      let left = column &* step.strideWidth &- step.paddingLeft
      let isInside =
        top >= 0 && left >= 0 && top &+ step.filterHeight <= step.inputHeight
        && left &+ step.filterWidth <= step.inputWidth
      if isContiguous && isInside {
        let first = step.input &+ (top &* step.inputWidth &+ left) &* step.inputChannels
        widen(arena, from: first, count: patchCount, to: patch, at: 0)
      } else {
        gatherPatch(step, top: top, left: left, arena, patch)
      }
      applyFilters(step, position: position, weights, constants, arena, patch, accumulators)
      position &+= step.outputChannels
      column &+= 1
    }
    row &+= 1
  }
}

@inline(__always) @_noAllocation @_noLocks
private func widen(
  _ arena: Int8Memory, from first: Int, count: Int, to patch: Int16Memory, at start: Int
) {
  var index = 0
  while index < count {
    patch[start &+ index] = Int16(arena[first &+ index])
    index &+= 1
  }
}

/// Every filter against one patch, four at a time, which loads each element of the patch once for four.
@inline(__always) @_noAllocation @_noLocks
private func applyFilters(
  _ step: NetworkStep, position: Int, _ weights: Int16Memory, _ constants: Int32Memory,
  _ arena: Int8Memory, _ patch: Int16Memory, _ accumulators: Int32Memory
) {
  let count = step.rowCount
  var filter = 0
  while filter &+ 4 <= step.outputChannels {
    let sums = FourSums(weights, from: step.weights &+ filter &* count, patch, count: count)
    step.store(sums.first, channel: filter, position, constants, arena, accumulators)
    step.store(sums.second, channel: filter &+ 1, position, constants, arena, accumulators)
    step.store(sums.third, channel: filter &+ 2, position, constants, arena, accumulators)
    step.store(sums.fourth, channel: filter &+ 3, position, constants, arena, accumulators)
    filter &+= 4
  }
  while filter < step.outputChannels {
    let start = step.weights &+ filter &* count
    var sum: Int32 = 0
    var index = 0
    while index < count {
      sum &+= Int32(weights[start &+ index]) &* Int32(patch[index])
      index &+= 1
    }
    step.store(sum, channel: filter, position, constants, arena, accumulators)
    filter &+= 1
  }
}

/// The sums of products of four successive filters with one patch.
private struct FourSums: BitwiseCopyable {
  var first: Int32 = 0
  var second: Int32 = 0
  var third: Int32 = 0
  var fourth: Int32 = 0

  @inline(__always) @_noAllocation @_noLocks
  init(
    _ weights: Int16Memory, from firstWeight: Int, _ patch: Int16Memory, count: Int
  ) {
    let secondWeight = firstWeight &+ count
    let thirdWeight = secondWeight &+ count
    let fourthWeight = thirdWeight &+ count
    var index = 0
    while index < count {
      let element = Int32(patch[index])
      first &+= Int32(weights[firstWeight &+ index]) &* element
      second &+= Int32(weights[secondWeight &+ index]) &* element
      third &+= Int32(weights[thirdWeight &+ index]) &* element
      fourth &+= Int32(weights[fourthWeight &+ index]) &* element
      index &+= 1
    }
  }
}

extension NetworkStep {
  /// Adds the bias to a channel's sum, requantises and stores it; a last layer keeps the accumulator.
  @inline(__always) @_noAllocation @_noLocks
  fileprivate func store(
    _ sum: Int32, channel: Int, _ position: Int, _ constants: Int32Memory, _ arena: Int8Memory,
    _ kept: Int32Memory
  ) {
    let accumulator = sum &+ constants[self.constants &+ channel]
    let requantizer = Requantizer(
      multiplierQ31: constants[self.constants &+ outputChannels &+ channel],
      shift: constants[self.constants &+ 2 &* outputChannels &+ channel])
    arena[output &+ position &+ channel] = stored(requantizer.apply(Int64(accumulator)))
    if accumulators >= 0 { kept[accumulators &+ position &+ channel] = accumulator }
  }
}

/// Gathers the patch whose first element is at (top, left), the zero point where it is outside.
@_optimize(speed) @_noAllocation @_noLocks
private func gatherPatch(
  _ step: NetworkStep, top: Int, left: Int, _ arena: Int8Memory, _ patch: Int16Memory
) {
  let outside = Int16(truncatingIfNeeded: step.inputZeroPoint)
  let channelCount = step.inputChannels
  var target = 0
  var filterRow = 0
  while filterRow < step.filterHeight {
    let row = top &+ filterRow &* step.dilationHeight
    var filterColumn = 0
    while filterColumn < step.filterWidth {
      let column = left &+ filterColumn &* step.dilationWidth
      if row >= 0 && row < step.inputHeight && column >= 0 && column < step.inputWidth {
        let source = step.input &+ (row &* step.inputWidth &+ column) &* channelCount
        widen(arena, from: source, count: channelCount, to: patch, at: target)
      } else {
        var channel = 0
        while channel < channelCount {
          patch[target &+ channel] = outside
          channel &+= 1
        }
      }
      target &+= channelCount
      filterColumn &+= 1
    }
    filterRow &+= 1
  }
}

/// Each channel's own filters: weights [filterHeight, filterWidth, outputChannels], where
/// `depthMultiplier` successive output channels belong to one input channel.
@_optimize(speed) @_noAllocation @_noLocks
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

@_optimize(speed) @_noAllocation @_noLocks
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
