/// The part of the input that a pool's window covers, held inside the input.
private struct PoolWindow: BitwiseCopyable {
  let top: Int
  let left: Int
  let bottom: Int
  let right: Int

  @inline(__always) @_noAllocation @_noLocks
  init(_ step: NetworkStep, row: Int, column: Int) {
    let top = row &* step.strideHeight &- step.paddingTop
    let left = column &* step.strideWidth &- step.paddingLeft
    let bottom = top &+ step.filterHeight
    let right = left &+ step.filterWidth
    self.top = top < 0 ? 0 : top
    self.left = left < 0 ? 0 : left
    self.bottom = bottom > step.inputHeight ? step.inputHeight : bottom
    self.right = right > step.inputWidth ? step.inputWidth : right
  }
}

/// The mean of each channel over each window, rounded to nearest, halves away from zero, as TensorFlow
/// Lite's: the mean is of the quantised elements themselves, whose scale does not change.
@_optimize(speed) @_noAllocation @_noLocks
func poolAverage(_ step: NetworkStep, _ arena: Int8Memory) {
  var position = step.output
  var row = 0
  while row < step.outputHeight {
    var column = 0
    while column < step.outputWidth {
      let window = PoolWindow(step, row: row, column: column)
      let count = (window.bottom &- window.top) &* (window.right &- window.left)
      var channel = 0
      while channel < step.outputChannels {
        let sum = poolSum(step, window, channel, arena)
        let half = count / 2
        let mean = sum > 0 ? (sum &+ half) / count : (sum &- half) / count
        arena[position] = step.bounded(mean)
        position &+= 1
        channel &+= 1
      }
      column &+= 1
    }
    row &+= 1
  }
}

/// The largest element of each channel in each window.
@_optimize(speed) @_noAllocation @_noLocks
func poolMaximum(_ step: NetworkStep, _ arena: Int8Memory) {
  var position = step.output
  var row = 0
  while row < step.outputHeight {
    var column = 0
    while column < step.outputWidth {
      let window = PoolWindow(step, row: row, column: column)
      var channel = 0
      while channel < step.outputChannels {
        arena[position] = step.bounded(poolLargest(step, window, channel, arena))
        position &+= 1
        channel &+= 1
      }
      column &+= 1
    }
    row &+= 1
  }
}

@inline(__always) @_noAllocation @_noLocks
private func poolSum(
  _ step: NetworkStep, _ window: PoolWindow, _ channel: Int, _ arena: Int8Memory
) -> Int {
  var sum = 0
  var row = window.top
  while row < window.bottom {
    var column = window.left
    while column < window.right {
      sum &+= Int(
        arena[step.input &+ (row &* step.inputWidth &+ column) &* step.inputChannels &+ channel])
      column &+= 1
    }
    row &+= 1
  }
  return sum
}

@inline(__always) @_noAllocation @_noLocks
private func poolLargest(
  _ step: NetworkStep, _ window: PoolWindow, _ channel: Int, _ arena: Int8Memory
) -> Int {
  var largest = -128
  var row = window.top
  while row < window.bottom {
    var column = window.left
    while column < window.right {
      let element = Int(
        arena[step.input &+ (row &* step.inputWidth &+ column) &* step.inputChannels &+ channel])
      largest = element > largest ? element : largest
      column &+= 1
    }
    row &+= 1
  }
  return largest
}

extension NetworkStep {
  /// A pooled element held inside the activation's bounds.
  @inline(__always) @_noAllocation @_noLocks
  fileprivate func bounded(_ element: Int) -> Int8 {
    Int8(truncatingIfNeeded: clamp(Int64(element), Int64(minimum), Int64(maximum)))
  }
}
